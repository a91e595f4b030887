/** The audit log over the API: a page at a time as JSON, or all of it as a stream. */
import type { Context } from 'koa';
import { auditStream, csv, type ExportFormat, ndjson } from '../audit/audit-export.js';
import { isEventPosition, listAuditEvents } from '../audit/event-list-store.js';
import { invalidCursor, readCursor, writeCursor } from '../http/cursor.js';
import { readQuery } from '../http/query.js';
import type { AccessTokenInfo } from './access-token.js';
import { type AdminParts, permitAdminRead } from './admin-parts.js';
import { auditListSchema, auditQuery } from './admin-schema.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { defaultLimit } from './user-schema.js';

const exports: Readonly<Record<string, { readonly format: ExportFormat; readonly ending: string }>> = {
  'text/csv': { format: csv, ending: 'csv' },
  'application/x-ndjson': { format: ndjson, ending: 'ndjson' },
};

const exampleEvent = {
  id: '4711',
  at: '2026-03-14T09:26:53.589Z',
  type: 'mfa.reset',
  actor: { type: 'account', id: '7c9e6679-7425-40de-944b-e07fc1f90ae7' },
  subject_id: '3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d',
  client_id: 'admin-console',
  ip: '203.0.113.7',
  user_agent: 'Mozilla/5.0',
  outcome: 'success',
  detail: { reason: 'Lost phone' },
};

export function listEvents(parts: Pick<AdminParts, 'database' | 'policy' | 'audience'>): Operation {
  const { database } = parts;
  const asJson = operation(
    {
      method: 'get',
      path: '/api/audit-events',
      operationId: 'listAuditEvents',
      summary: 'The audit log, newest first',
      description:
        'Filters narrow each other. With `Accept: text/csv` or `application/x-ndjson` everything that they leave is streamed, in one answer of any length; one that broke off ends in an error of the connection. In CSV, text that a spreadsheet would take for a formula begins with an apostrophe.',
      scopes: ['admin:read'],
      params: noParameters,
      query: auditQuery,
      answer: {
        description: 'A page of events, or the export',
        schema: auditListSchema,
        example: { data: [exampleEvent], next_cursor: null },
        alsoAs: {
          'text/csv': csv.header + csv.line(exampleEvent),
          'application/x-ndjson': ndjson.line(exampleEvent),
        },
      },
      refusals: {},
    },
    async ({ token, query }) => {
      permitAdminRead(token, parts);
      const { limit = defaultLimit } = query;
      const { events, next } = await listAuditEvents(database, filterOf(query), { limit, after: positionOf(query) });
      return {
        data: events.map((event) => ({ ...event, detail: { ...event.detail } })),
        next_cursor: next === null ? null : writeCursor(next),
      };
    },
  );

  function asStream(ctx: Context, token: AccessTokenInfo, mediaType: string) {
    permitAdminRead(token, parts);
    const query = readQuery(ctx, auditQuery);
    const { format, ending } = exports[mediaType] ?? { format: ndjson, ending: 'ndjson' };
    const { limit = Number.POSITIVE_INFINITY } = query;
    const stream = auditStream(database, { filter: filterOf(query), format, after: positionOf(query), limit });
    ctx.set('Content-Type', mediaType === 'text/csv' ? 'text/csv; charset=utf-8; header=present' : mediaType);
    ctx.set('Content-Disposition', `attachment; filename="audit-events.${ending}"`);
    return stream;
  }

  return {
    ...asJson,
    run: async (ctx, params, token) => {
      ctx.vary('Accept');
      // Whoever accepts none of them gets JSON, as everywhere in the API.
      const wanted = ctx.accepts('application/json', ...Object.keys(exports));
      if (typeof wanted === 'string' && Object.hasOwn(exports, wanted)) return asStream(ctx, token, wanted);
      return asJson.run(ctx, params, token);
    },
  };
}

type Query = ReturnType<typeof auditQuery.parse>;

function filterOf({ type, user_id: subjectId, actor_id: actorId, client_id: clientId, outcome, from, to }: Query) {
  return { type, subjectId, actorId, clientId, outcome, from, to };
}

/** Throws Problem 400 for a cursor that was not given here. */
function positionOf({ cursor }: Query): string | undefined {
  if (cursor === undefined) return undefined;
  const position = readCursor(cursor);
  if (position === undefined || !isEventPosition(position)) throw invalidCursor();
  return position;
}
