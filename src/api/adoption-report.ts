/** How many accounts have a second factor: now, and day by day. */

import { type AdoptionDay, type AdoptionFilter, listDays } from '../census/adoption-store.js';
import type { Census } from '../census/census.js';
import { standings } from '../census/standing.js';
import { createCensusOffice } from '../census/take-census.js';
import type { Clock } from '../clock.js';
import { Problem } from '../http/problem.js';
import { readQuery } from '../http/query.js';
import { csvLine } from '../language/csv.js';
import { type AdminParts, permitAdminRead } from './admin-parts.js';
import { withExports } from './exported.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { adoptionQuery, adoptionSchema } from './report-schema.js';

const dayMilliseconds = 86_400_000;

/** Days shown when nobody says how many. */
export const usualDays = 90;
const mostDays = 1_100;

const exampleCounts = { enrolled: 812, in_grace: 140, overdue: 9, exempt: 0, pending: 3, disabled: 36 };

export function adoptionReport(parts: Pick<AdminParts, 'database' | 'policy' | 'audience' | 'clock'>): Operation {
  const { database, clock } = parts;
  const census = createCensusOffice(parts);
  const asJson = operation(
    {
      method: 'get',
      path: '/api/reports/adoption',
      operationId: 'getAdoptionReport',
      summary: 'How many accounts have a second factor, now and day by day',
      description:
        'Of accounts that can sign in: `enrolled` have a second factor; `in_grace` need one and may wait; `overdue` must set one up at the next sign-in; `exempt` have none and need none. `pending` and `disabled` ones are counted apart. The present figures are a minute old at most; days are those that a server was running on. With `Accept: text/csv` the days alone, those of all roles and groups too unless one is asked for.',
      scopes: ['admin:read'],
      params: noParameters,
      query: adoptionQuery,
      answer: {
        description: 'The figures',
        schema: adoptionSchema,
        example: {
          now: {
            taken_at: '2026-03-14T09:26:53.589Z',
            ...exampleCounts,
            roles: [{ name: 'staff', ...exampleCounts }],
            groups: [],
          },
          days: [{ day: '2026-03-14', ...exampleCounts }],
        },
        alsoAs: { 'text/csv': header + line({ day: '2026-03-14', scope: 'all', name: '', ...exampleCounts }) },
      },
      refusals: {},
    },
    async ({ token, query }) => {
      permitAdminRead(token, parts);
      const filter = filterOf(query, clock);
      const [now, days] = await Promise.all([
        census(),
        listDays(database, { ...filter, of: filter.of ?? { scope: 'all', name: '' } }),
      ]);
      return showAdoption(now, days);
    },
  );

  return withExports(asJson, {
    fileName: 'mfa-adoption',
    forms: {
      'text/csv': {
        ending: 'csv',
        chunks(ctx, token) {
          permitAdminRead(token, parts);
          const filter = filterOf(readQuery(ctx, adoptionQuery), clock);
          return csvOf(() => listDays(database, filter));
        },
      },
    },
  });
}

const header = csvLine(['day', 'scope', 'name', ...standings]);

async function* csvOf(read: () => Promise<readonly AdoptionDay[]>): AsyncGenerator<string> {
  const days = await read();
  yield header;
  for (const day of days) yield line(day);
}

function line(day: AdoptionDay): string {
  return csvLine([day.day, day.scope, day.name, ...standings.map((standing) => day[standing])]);
}

/** As the API and the command line write it. */
export function showAdoption({ takenAt, all, roles, groups }: Census, days: readonly AdoptionDay[]) {
  return {
    now: { taken_at: takenAt.toISOString(), ...all, roles: [...roles], groups: [...groups] },
    days: days.map(({ day, scope, name, ...counts }) => ({ day, ...counts })),
  };
}

/** Throws Problem 400 for days that make no period. */
function filterOf({ from, to, role, group }: ReturnType<typeof adoptionQuery.parse>, clock: Clock): AdoptionFilter {
  if (role !== undefined && group !== undefined) {
    throw refused('group', 'Ask for a role or for a group, not for both.');
  }
  const last = to ?? dayOf(clock.now());
  const first = from ?? dayOf(new Date(Date.parse(last) - (usualDays - 1) * dayMilliseconds));
  const days = (Date.parse(last) - Date.parse(first)) / dayMilliseconds + 1;
  if (days < 1) throw refused('from', 'The first day is after the last.');
  if (days > mostDays) throw refused('from', `Ask for ${mostDays} days at most.`);
  if (role !== undefined) return { from: first, to: last, of: { scope: 'role', name: role } };
  return { from: first, to: last, of: group === undefined ? undefined : { scope: 'group', name: group } };
}

function refused(parameter: string, sentence: string): Problem {
  return new Problem(400, 'invalid_parameter', sentence, { members: { parameter } });
}

/** YYYY-MM-DD, UTC. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
