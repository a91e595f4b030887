/** Every change of an account against every gate: what was obtained before yields nothing after it, and nothing at the very moment. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { reportCompromise } from '../../src/account/not-me-store.js';
import { changeAccount, setPassword } from '../../src/accounts/account-change-store.js';
import { raiseGeneration } from '../../src/accounts/generation-store.js';
import { holdAccount } from '../../src/accounts/hold-account-store.js';
import { removeMfa, removeTotpCredential } from '../../src/mfa/remove-mfa-store.js';
import { renewBackupCodes } from '../../src/mfa/renew-backup-codes-store.js';
import { confirm, givenPendingEnrolment } from '../mfa/factor-fixture.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer } from '../support/test-server.js';
import { authorizeUrl, enrolledAccount, redeem, sendAsClient } from './attack-fixture.js';
import { accountNow, gates, type Holder, type Holdings, type Scene, takeHoldings } from './gates.js';
import { sendRaw } from './raw-request.js';

type Change = (scene: Scene, holder: Holder) => Promise<unknown>;

const events: readonly never[] = [];

/** Confirms an authenticator app elsewhere: nothing of this browser goes on. */
const addFactor: Change = async (scene, { account }) => {
  const { database } = scene.server;
  const present = await accountNow(scene, account.id);
  const confirmed = await confirm(database, present, await givenPendingEnrolment(database, present), {
    name: 'Tablet',
  });
  expect(confirmed.ok).toBe(true);
};
const removeFactor: Change = async ({ server: { database } }, { account }) => {
  const { rows } = await sql<{ id: string }>`SELECT id FROM totp_credential
    WHERE account_id = ${account.id}::uuid ORDER BY created_at DESC LIMIT 1`.execute(database);
  await removeTotpCredential(database, {
    accountId: account.id,
    credentialId: rows[0]?.id ?? '',
    events: () => events,
  });
};

interface Row {
  readonly change: Change;
  /** Before everything is taken into the hand. */
  readonly before?: Change;
  /** The person has a password alone. */
  readonly withoutFactor?: true;
}

const changes: Readonly<Record<string, Row>> = {
  'the first second factor': { change: addFactor, withoutFactor: true },
  'one more second factor': { change: addFactor },
  'one second factor less': { before: addFactor, change: removeFactor },
  'the last second factor removed': { change: removeFactor },
  'all second factors disabled': {
    change: ({ server }, { account }) =>
      removeMfa(server.database, { accountId: account.id, demandEnrolment: false, events }),
  },
  'a reset': {
    change: ({ server }, { account }) =>
      removeMfa(server.database, { accountId: account.id, demandEnrolment: true, events }),
  },
  'a reset of somebody without a factor': {
    withoutFactor: true,
    change: ({ server }, { account }) =>
      removeMfa(server.database, { accountId: account.id, demandEnrolment: true, events }),
  },
  'new backup codes': {
    change: ({ server }, { account }) =>
      holdAccount(server.database, account.id, (transaction) =>
        renewBackupCodes(transaction, { accountId: account.id, hashes: ['a', 'b'], kept: {}, events }),
      ),
  },
  'a new password': {
    change: ({ server }, { account }) => setPassword(server.database, account.id, { passwordHash: 'x', events }),
  },
  '"This wasn\'t me"': {
    change: async (scene, { account: { id } }) => {
      const { database } = scene.server;
      const { rows } = await sql<{ id: string }>`INSERT INTO mail (account_id, kind, link_expires_at)
        VALUES (${id}::uuid, 'new_browser', now() + interval '1 hour') RETURNING id`.execute(database);
      const account = await accountNow(scene, id);
      const { createdAt, generation } = account;
      const link = {
        mailId: rows[0]?.id ?? '',
        kind: 'new_browser',
        account,
        generation,
        detail: {},
        createdAt,
      } as const;
      expect(await reportCompromise(database, link, [])).toEqual({ ok: true });
    },
  },
  'a role gained': {
    change: ({ server }, { account }) =>
      changeAccount(server.database, account.id, { roles: ['admin', 'super_admin'] }, events),
  },
  'a role lost': {
    change: ({ server }, { account }) => changeAccount(server.database, account.id, { roles: [] }, events),
  },
  'a disabled account': {
    change: ({ server }, { account }) => changeAccount(server.database, account.id, { status: 'disabled' }, events),
  },
  'an account disabled and enabled again': {
    change: async ({ server }, { account }) => {
      await changeAccount(server.database, account.id, { status: 'disabled' }, events);
      await changeAccount(server.database, account.id, { status: 'active' }, events);
    },
  },
  'signing out everywhere': { change: ({ server }, { account }) => raiseGeneration(server.database, account.id) },
};

let people = 0;

async function openScene(kind: (typeof databaseKinds)[number]): Promise<Scene> {
  const server = await startTestServer({ kind, env: { RATE_LIMIT: 'off', MFA_DAILY_ATTEMPTS: '1000' } });
  return {
    server,
    client: await server.addClient({ scope: 'openid email account' }),
    consentClient: await server.addClient({ skip_consent: false }),
    television: await server.addClient({
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      redirect_uris: [],
      token_endpoint_auth_method: 'none',
    }),
  };
}

async function newHolder(scene: Scene, row: Pick<Row, 'withoutFactor' | 'before'>): Promise<Holder> {
  people += 1;
  const roles = ['admin'];
  if (row.withoutFactor) {
    return { account: await scene.server.addAccount(`alone-${people}@example.com`, { roles }), enrolled: null };
  }
  const enrolled = await enrolledAccount(scene.server, { roles });
  const holder = { account: enrolled.account, enrolled };
  await row.before?.(scene, holder);
  return { enrolled, account: await accountNow(scene, enrolled.account.id) };
}

/** By the names of the gates: everything that each gave, or "nothing". */
async function tryGates(scene: Scene, held: Holdings): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const [name, gate] of Object.entries(gates)) {
    const { codes, tokens, other } = await gate(scene, held);
    const all = [...codes, ...tokens, ...other];
    found[name] = all.length === 0 ? 'nothing' : all;
  }
  return found;
}

const everyGateGivesNothing = Object.fromEntries(Object.keys(gates).map((name) => [name, 'nothing']));

describe.each(databaseKinds)('every change at every gate, on %s', (kind) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(kind);
  });
  afterAll(() => scene?.server.stop());

  test('without a change every gate is open: else the table would say nothing', async () => {
    const held = await takeHoldings(scene, await newHolder(scene, {}));
    const found = await tryGates(scene, held);
    expect(Object.entries(found).filter(([, yielded]) => yielded === 'nothing')).toEqual([]);
  });

  test.each(Object.entries(changes))('after %s no gate gives anything', async (_name, row) => {
    const holder = await newHolder(scene, row);
    const held = await takeHoldings(scene, holder);
    await row.change(scene, holder);
    expect(await tryGates(scene, held)).toEqual(everyGateGivesNothing);
    expect(await worthOf(scene, held, [])).toEqual([]);
  });
});

describe('every change at the very moment of every gate, on postgres', () => {
  const rounds = 3;
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene('postgres');
  });
  afterAll(() => scene?.server.stop());

  test.each(Object.entries(changes))(
    '%s: whatever a gate gave in the same moment is worth nothing',
    async (_name, row) => {
      for (let round = 0; round < rounds; round += 1) {
        const holder = await newHolder(scene, row);
        const held = await takeHoldings(scene, holder);
        const [yields] = await Promise.all([
          Promise.all(Object.values(gates).map((gate) => gate(scene, held))),
          row.change(scene, holder),
        ]);
        expect(await worthOf(scene, held, yields)).toEqual([]);
      }
    },
  );
});

/** What can still be done with what the gates gave, and with the sessions of all the browsers, when the change is over. */
async function worthOf(
  { server, client, television }: Scene,
  { person, pending, resuming, atLastPage, pendingDevice }: Holdings,
  yields: readonly Awaited<ReturnType<(typeof gates)[string]>>[],
): Promise<readonly string[]> {
  const worth: string[] = [];
  for (const code of yields.flatMap(({ codes }) => codes)) {
    if ((await redeem(server, client, code)).status === 200) worth.push('a code was redeemed');
  }
  for (const tokens of yields.flatMap((given) => given.tokens)) {
    const headers = { Host: new URL(server.issuer).host, Authorization: `Bearer ${tokens.access_token}` };
    const answer = await sendRaw({ port: server.port, target: '/userinfo', headers });
    if (answer.status === 200) worth.push('an access token was used');
    for (const by of tokens.refresh_token === undefined ? [] : [client, television]) {
      const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' };
      if ((await sendAsClient(server, '/token', by, form)).status === 200) worth.push('a token was renewed');
    }
  }
  const browsers = {
    'where it all began': person,
    'that was at the second factor': pending.person,
    'that was at the last page': atLastPage?.person,
    'that was on its way back': resuming.person,
    'that confirmed a device': pendingDevice.person,
  };
  for (const [name, browser] of Object.entries(browsers)) {
    const page = await browser?.open(authorizeUrl(server, client, { prompt: 'none' }));
    if (page?.leftFor?.searchParams.has('code')) worth.push(`a session was alive in the browser ${name}`);
  }
  return worth;
}
