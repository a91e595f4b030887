/** The report of who has which second factor: a page at a time as JSON, or all of it as a stream. */
import {
  type ComplianceEntry,
  complianceChunks,
  complianceColumns,
  complianceCsv,
  complianceEntry,
  complianceNdjson,
  type ReportFormat,
} from '../administration/compliance-report.js';
import { formatCursor, parseCursor } from '../administration/user-cursor.js';
import { pageOfUsers } from '../administration/user-standing.js';
import { invalidCursor } from '../http/cursor.js';
import { readQuery } from '../http/query.js';
import { type AdminParts, permitAdminRead } from './admin-parts.js';
import { type ExportForm, withExports } from './exported.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { complianceQuery, complianceSchema } from './report-schema.js';
import { defaultLimit, exampleUser } from './user-schema.js';

const example: ComplianceEntry = {
  ...{ id: exampleUser.id, email: exampleUser.email, name: exampleUser.name, status: 'active' },
  ...{ roles: ['admin'], groups: ['Sales'], mfa_state: 'enrolled', mfa_required: true },
  ...{ required_because: 'required_for_group', required_of: 'Sales', mfa_grace_ends_at: null },
  mfa_configured_at: exampleUser.mfa_configured_at,
  mfa_last_verified_at: exampleUser.mfa_last_verified_at,
  mfa_factors: exampleUser.mfa_factors,
  backup_codes_remaining: exampleUser.backup_codes_remaining,
  created_at: exampleUser.created_at,
  last_sign_in_at: exampleUser.last_sign_in_at,
};

type Parts = Pick<AdminParts, 'database' | 'policy' | 'audience'>;

export function complianceReport(parts: Parts): Operation {
  const { database, policy } = parts;
  const asJson = operation(
    {
      method: 'get',
      path: '/api/reports/compliance',
      operationId: 'getComplianceReport',
      summary: 'Who has which second factor, and who must',
      description:
        'Every account with its second factors, their last use, the backup codes left, the grace period and the rule that applies. Filters narrow each other. With `state` a page can be short, or even empty, and not be the last: `next_cursor` alone says which is. With `Accept: text/csv` or `application/x-ndjson` all of it is streamed, in one answer of any length; one that broke off ends in an error of the connection. In CSV, text that a spreadsheet would take for a formula begins with an apostrophe.',
      scopes: ['admin:read'],
      params: noParameters,
      query: complianceQuery,
      answer: {
        description: 'A page of the report, or the export',
        schema: complianceSchema,
        example: { data: [example], next_cursor: null },
        alsoAs: {
          'text/csv': complianceCsv.header + complianceCsv.line(example),
          'application/x-ndjson': complianceNdjson.line(example),
        },
      },
      refusals: {},
    },
    async ({ token, query }) => {
      permitAdminRead(token, parts);
      const { filter, page } = askedOf(query, defaultLimit);
      const { rows, next } = await pageOfUsers(database, policy, filter, page, complianceColumns);
      return {
        data: rows.map((row) => writable(complianceEntry(row, policy))),
        next_cursor: next === null ? null : formatCursor(next),
      };
    },
  );

  const form = (ending: string, format: ReportFormat): ExportForm => ({
    ending,
    chunks(ctx, token) {
      permitAdminRead(token, parts);
      const asked = askedOf(readQuery(ctx, complianceQuery), Number.POSITIVE_INFINITY);
      return complianceChunks(database, policy, asked, format);
    },
  });
  const forms = { 'text/csv': form('csv', complianceCsv), 'application/x-ndjson': form('ndjson', complianceNdjson) };
  return withExports(asJson, { fileName: 'mfa-compliance', forms });
}

/** Throws Problem 400 for a cursor that was not given here. */
function askedOf(
  { state: standing, role, group, limit, cursor }: ReturnType<typeof complianceQuery.parse>,
  otherwise: number,
) {
  const after = cursor === undefined ? undefined : parseCursor(cursor, 'created');
  if (cursor !== undefined && after === undefined) throw invalidCursor();
  return { filter: { standing, role, group }, page: { sort: 'created', after, limit: limit ?? otherwise } } as const;
}

/** The schema's arrays are not readonly. */
function writable(entry: ComplianceEntry) {
  const { roles, groups, mfa_factors: factors, ...rest } = entry;
  return {
    ...rest,
    roles: [...roles],
    groups: [...groups],
    mfa_factors: [...factors],
  };
}
