/**
 * The API keeps to its own document, whatever is sent: requests are made of the document's schemas, fitting and damaged, for every
 * call that it names. A run is repeated with CONTRACT_SEED, and made longer with CONTRACT_RUNS.
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { damaged, damageOf, oddText } from './contract/arbitrary.js';
import { type Call, callsOf, resolved } from './contract/document.js';
import type { Request } from './contract/keeper.js';
import { type Body, bodyOf, exampleOf, membersOf, parametersOf, queryOf } from './contract/requests.js';
import { openStage, type Stage } from './contract/stage.js';
import { byExample, stories } from './contract/stories.js';

const seed = Number(process.env.CONTRACT_SEED ?? 20261121);
const runs = Number(process.env.CONTRACT_RUNS ?? 8);
jest.setTimeout(runs * 15_000);

let stage: Stage;
let calls: readonly Call[];
beforeAll(async () => {
  stage = await openStage();
  calls = callsOf(stage.document);
});
afterAll(() => stage?.close());

const check = <T extends unknown[]>(property: fc.IAsyncProperty<T>, factor = 1) =>
  fc.assert(property, { seed, numRuns: runs * factor });

describe('whatever is sent, the answer is one that the document promises, and never a fault', () => {
  test('fitting requests', async () => {
    for (const call of calls) {
      const request = fc.record({ body: bodyOf(call, stage.document), query: queryOf(call, stage.document) });
      await check(
        fc.asyncProperty(request, async ({ body, query }) => {
          const path = await stage.fresh(call);
          await stage.keeper.send(call, { path, query, body, token: stage.tokenFor(call) });
        }),
      );
    }
  });

  test('damaged bodies: what does not fit the schema is refused', async () => {
    for (const call of calls) {
      const { body } = call;
      if (body === undefined) continue;
      const request = fc.record({
        damage: damageOf(membersOf(call, stage.document)),
        base: fc.oneof(fc.constant(exampleOf(call)), bodyOf(call, stage.document)),
      });
      await check(
        fc.asyncProperty(request, async ({ damage, base }) => {
          const sent = damaged(base ?? {}, damage);
          const path = await stage.fresh(call);
          const answer = await stage.keeper.send(call, { path, body: sent, token: stage.tokenFor(call) });
          const { ok, why } = stage.keeper.fits(body.schema, sent);
          if (!ok && answer.status < 400) throw new Error(`${call.operationId} took what its schema forbids: ${why}`);
        }),
        3,
      );
    }
  });

  test('odd values in the query and in the path', async () => {
    for (const call of calls) {
      const names = parametersOf(call, 'query').map(({ name }) => name);
      const some = fc.array(fc.tuple(fc.constantFrom('limit', 'cursor', ...names), oddText), { maxLength: 2 });
      const query = fc.oneof(some, fc.constant([]));
      const ids = parametersOf(call, 'path').map(({ name }) => [name, oddText] as const);
      const path = fc.oneof(fc.record(Object.fromEntries(ids)), fc.constant(undefined));
      await check(
        fc.asyncProperty(query, path, async (odd, values) => {
          const body = call.body === undefined ? undefined : exampleOf(call);
          const into = values ?? (await stage.fresh(call));
          await stage.keeper.send(call, { path: into, query: odd, body, token: stage.tokenFor(call) });
        }),
      );
    }
  });
});

describe('what was sent is what is read afterwards', () => {
  const find = (operationId: string) => {
    const call = calls.find((one) => one.operationId === operationId);
    if (call === undefined) throw new Error(`there is no ${operationId}`);
    return call;
  };
  test.each([
    ['updateUser', 'getUser', 'deleteUser'],
    ['updateClient', 'getClient', 'deleteClient'],
  ])('%s, %s, and after %s nothing', async (change, read, remove) => {
    const sparse = (body: Body, shown: unknown) =>
      Object.fromEntries(Object.keys(body).map((name) => [name, (shown as Body)[name]]));
    await check(
      fc.asyncProperty(
        fc.array(bodyOf(find(change), stage.document), { minLength: 1, maxLength: 3 }),
        async (bodies) => {
          const path = await stage.fresh(find(change));
          const by = { path, token: stage.adminToken };
          for (const body of bodies) {
            const before = await stage.keeper.send(find(read), by);
            const changed = await stage.keeper.send(find(change), { ...by, body });
            const after = await stage.keeper.send(find(read), by);
            if (changed.status !== 200) expect(after.body).toEqual(before.body);
            else expect(sparse(body ?? {}, after.body)).toEqual(sparse(body ?? {}, changed.body));
          }
          expect((await stage.keeper.send(find(remove), by)).status).toBe(204);
          expect((await stage.keeper.send(find(read), by)).status).toBe(404);
        },
      ),
    );
  });
});

describe('every call refuses', () => {
  const refusalOf = async (call: Call, request: Partial<Request>): Promise<string> => {
    const body = call.body === undefined ? undefined : exampleOf(call);
    const path = await stage.fresh(call);
    const { status, body: problem } = await stage.keeper.send(call, {
      ...{ path, body, token: stage.tokenFor(call) },
      ...request,
    });
    return `${status} ${String((problem as Body | undefined)?.code ?? '')}`;
  };
  const outcomes = async (of: readonly Call[], request: (call: Call) => Partial<Request>) => {
    const found = new Set<string>();
    for (const call of of) found.add(await refusalOf(call, request(call)));
    return [...found];
  };
  const withBody = () => calls.filter(({ body }) => body !== undefined);

  test('a parameter that is unknown, and one that comes twice', async () => {
    expect(await outcomes(calls, () => ({ query: [['surprise', '1']] }))).toEqual(['400 unknown_parameter']);
    const withQuery = calls.filter((call) => parametersOf(call, 'query').length > 0);
    const twice = (call: Call) => {
      const name = parametersOf(call, 'query')[0]?.name ?? '';
      return { query: [[name, '1'] as const, [name, '1'] as const] };
    };
    expect(await outcomes(withQuery, twice)).toEqual(['400 repeated_parameter']);
  });

  test('a query that is too long', async () => {
    expect(await outcomes(calls, () => ({ query: [['fields', 'x'.repeat(9000)]] }))).toEqual(['414 query_too_long']);
  });

  test('a body with a member that is unknown, or without one that is required', async () => {
    expect(await outcomes(withBody(), (call) => ({ body: { ...exampleOf(call), surprise: 1 } }))).toEqual([
      '400 invalid_body',
    ]);
    for (const call of withBody()) {
      for (const name of resolved(call.body?.schema ?? {}, stage.document).required ?? []) {
        const { [name]: _, ...rest } = exampleOf(call);
        expect([call.operationId, await refusalOf(call, { body: rest })]).toEqual([
          call.operationId,
          '400 invalid_body',
        ]);
      }
    }
  });

  test('a body that is no JSON object, of another type, in another encoding, or too large', async () => {
    for (const body of ['{"a":', '[]', 'null', '"text"', '\u0000', `{"a":${'['.repeat(30_000)}`]) {
      expect(await outcomes(withBody(), () => ({ body }))).toEqual(['400 invalid_json']);
    }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16', '']) {
      expect(await outcomes(withBody(), () => ({ headers: { 'Content-Type': type } }))).toEqual([
        '415 unsupported_media_type',
      ]);
    }
    const large = { body: JSON.stringify({ reason: 'x'.repeat(70_000) }) };
    expect(await outcomes(withBody(), () => large)).toEqual(['413 body_too_large']);
  });

  test('another method', async () => {
    const known = new Set(calls.map(({ method, path }) => `${method} ${path}`));
    for (const path of new Set(calls.map((call) => call.path))) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((one) => !known.has(`${one} ${path}`))) {
        const address = path.replace(/\{\w+\}/, 'x');
        const answer = await fetch(`${stage.server.issuer}${address}`, { method });
        expect([method, path, answer.status, await answer.json()]).toMatchObject([
          ...[method, path, 405],
          { code: 'method_not_allowed' },
        ]);
      }
    }
  });

  test('whoever has no token', async () => {
    expect(await outcomes(calls, () => ({ token: null }))).toEqual(['401 authentication_required']);
  });

  test('every token that is none of this API’s', async () => {
    for (const name of ['that was made up', 'that has expired', 'for another resource']) {
      expect([name, await outcomes(calls, () => ({ token: stage.weakTokens[name] ?? '' }))]).toEqual([
        name,
        ['401 invalid_token'],
      ]);
    }
  });

  test('what administrators do, to everybody who may not', async () => {
    const forAdmins = calls.filter(({ scopes }) => !scopes.includes('account'));
    const changes = forAdmins.filter(({ scopes }) => !scopes.includes('admin:read'));
    expect(changes.length).toBeGreaterThan(10);
    const as = (name: string) => () => ({ token: stage.weakTokens[name] ?? '' });
    expect(await outcomes(forAdmins, as('of a plain person with the scope'))).toEqual(['403 role_required']);
    expect(await outcomes(forAdmins, as('of an administrator without a second factor'))).toEqual(['403 mfa_required']);
    expect(await outcomes(changes, as('of a client by itself'))).toEqual(['403 insufficient_scope']);
    expect(await outcomes(forAdmins, () => ({ token: stage.personToken }))).toEqual(['403 insufficient_scope']);
  });
});

test.each(Object.entries(stories))('the story of %s goes as it should', async (_, tell) => {
  await tell(stage);
});

test('every call of the document did what it is for, at least once', async () => {
  for (const call of calls) if (!stage.keeper.succeeded.has(call.operationId)) await byExample(stage, call);
  const all = calls.map(({ operationId }) => operationId).toSorted();
  // A call that is missing here needs a step in contract/stories.ts.
  expect([...stage.keeper.succeeded].toSorted()).toEqual(all);
});

test('every form of an answer that is documented is given to who asks for it', async () => {
  const asked = calls.flatMap((call) =>
    Object.keys(call.responses['200']?.content ?? {}).map((type) => ({ call, type })),
  );
  expect(asked.length).toBeGreaterThan(20);
  for (const { call, type } of asked.filter(({ call: { method } }) => method === 'GET')) {
    const path = await stage.fresh(call);
    const { headers } = await stage.keeper.send(call, { path, headers: { Accept: type }, token: stage.tokenFor(call) });
    expect([call.operationId, headers.get('content-type')]).toEqual([call.operationId, expect.stringContaining(type)]);
  }
});

test('of all these answers, none has a hash or a sealed text of the database in it', async () => {
  const { database } = stage.server;
  const { rows: columns } = await sql<{ table: string; column: string }>`
    SELECT table_name AS table, column_name AS column FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'text' AND column_name ~ '(sealed|hash)'`.execute(database);
  expect(columns.length).toBeGreaterThan(4);
  const answers = stage.keeper.answers();
  expect(answers.length).toBeGreaterThan(100_000);
  for (const { table, column } of columns) {
    const { rows } = await sql<{ value: string }>`SELECT DISTINCT ${sql.ref(column)} AS value FROM ${sql.table(table)}
      WHERE ${sql.ref(column)} IS NOT NULL`.execute(database);
    expect([table, column, rows.filter(({ value }) => answers.includes(value))]).toEqual([table, column, []]);
  }
  expect(answers).not.toMatch(/\$argon2/);
});
