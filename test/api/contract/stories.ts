/** What each call is for: things are made, read, changed and removed over the API, in the order in which people do it. */
import { totpCode } from '../../support/sign-in.js';
import { type Call, callsOf } from './document.js';
import type { Request, Sent } from './keeper.js';
import type { Stage } from './stage.js';

type Body = Readonly<Record<string, unknown>>;

interface Teller {
  /** By `operationId`; with the example as its body unless told otherwise. Throws when it is refused. */
  done(operationId: string, request?: Partial<Request>): Promise<Body>;
  /** Status of a call that may be refused. */
  statusOf(operationId: string, request: Partial<Request>): Promise<number>;
}

function tellerOf(stage: Stage): Teller {
  const calls = callsOf(stage.document);
  const ask = async (operationId: string, request: Partial<Request>): Promise<Sent> => {
    const call = calls.find((one) => one.operationId === operationId);
    if (call === undefined) throw new Error(`there is no ${operationId} in the document`);
    return stage.keeper.send(call, { body: call.body?.example, token: stage.tokenFor(call), ...request });
  };
  return {
    statusOf: async (operationId, request) => (await ask(operationId, request)).status,
    async done(operationId, request = {}) {
      const { status, text, body } = await ask(operationId, request);
      if (status >= 300) throw new Error(`${operationId}: ${status} ${text}`);
      return (body ?? {}) as Body;
    },
  };
}

/** By the noun that the paths begin with. Each throws when a step is not as it should be. */
export const stories: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  async users(stage) {
    const { done, statusOf } = tellerOf(stage);
    const made = await done('createUser', { body: { email: 'story@example.com', name: 'Story' } });
    const path = { id: String(made.id) };
    expectEqual((await done('getUser', { path })).name, 'Story');
    const changed = await done('updateUser', { path, body: { roles: ['editor'], name: 'Other' } });
    expectEqual([changed.name, changed.roles], ['Other', ['editor']]);
    const until = new Date(Date.now() + 86_400_000).toISOString();
    await done('extendUserGrace', { path, body: { until, reason: 'travels' } });
    await done('enrollUserMfa', { path });
    expectEqual((await done('resetUserMfa', { path })).mfa_required, true);
    await done('unlockUser', { path });
    expectEqual((await done('listUserSessions', { path })).data, []);
    await done('endUserSessions', { path });
    await done('deleteUser', { path });
    expectEqual(await statusOf('getUser', { path }), 404);
  },

  async clients(stage) {
    const { done, statusOf } = tellerOf(stage);
    const made = await done('createClient', {
      body: { client_name: 'Shop', redirect_uris: ['https://shop.example/'] },
    });
    const path = { id: String(made.client_id) };
    await done('updateClient', { path, body: { client_name: 'Store' } });
    expectEqual((await done('getClient', { path })).client_name, 'Store');
    const { client_secret: secret } = await done('rotateClientSecret', { path });
    expectEqual(secret === made.client_secret, false);
    await done('deleteClient', { path });
    expectEqual(await statusOf('getClient', { path }), 404);
  },

  async resources(stage) {
    const { done, statusOf } = tellerOf(stage);
    const made = await done('createResource', { body: { identifier: 'https://stock.example/', scope: 'read' } });
    const path = { id: String(made.id) };
    await done('updateResource', { path, body: { scope: 'read write', access_token_ttl: 60 } });
    expectEqual((await done('getResource', { path })).scope, 'read write');
    await done('deleteResource', { path });
    expectEqual(await statusOf('getResource', { path }), 404);
  },

  async groups(stage) {
    const { done, statusOf } = tellerOf(stage);
    const { id: userId } = await done('createUser', { body: { email: 'member@example.com' } });
    const made = await done('createGroup', { body: { name: 'Treasurers' } });
    const path = { id: String(made.id) };
    await done('updateGroup', { path, body: { name: 'Bookkeepers' } });
    expectEqual((await done('getGroup', { path })).name, 'Bookkeepers');
    expectEqual(await done('updateGroupMembers', { path, body: { add: [userId] } }), { added: 1, removed: 0 });
    const { data } = await done('listGroupMembers', { path });
    expectEqual(
      (data as { id: string }[]).map((member) => member.id),
      [userId],
    );
    const groups = [{ id: made.id, level: 'required' }];
    const told = await done('simulatePolicy', { body: { groups } });
    expectEqual(
      (told.affected as { id: string }[]).map((one) => one.id),
      [userId],
    );
    expectEqual((await done('getUser', { path: { id: String(userId) } })).mfa_required, false);
    await done('updatePolicy', { body: { all: null, groups, reason: 'They hold the money' } });
    expectEqual((await done('getUser', { path: { id: String(userId) } })).mfa_required, true);
    await done('deleteGroup', { path });
    expectEqual(await statusOf('getGroup', { path }), 404);
    expectEqual((await done('getUser', { path: { id: String(userId) } })).mfa_required, false);
  },

  async mfa(stage) {
    const { done, statusOf } = tellerOf(stage);
    const { server, beginnerToken: token, owner } = stage;
    const code = (secret: unknown) => {
      server.clock.move(30);
      return totpCode(server, String(secret));
    };
    const { factor_id, secret } = await done('enrollMfaFactor', { token });
    const verified = await done('verifyMfaFactor', { token, body: { factor_id, code: code(secret) } });
    expectEqual((verified.backup_codes as string[]).length, 10);
    expectEqual((await done('getMe', { token })).mfa_enabled, true);
    // From now on a change needs a sign-in with the factor, which this one was not.
    expectEqual(await statusOf('enrollMfaFactor', { token }), 401);

    const { token: other, seed } = owner;
    await done('renewBackupCodes', { token: other, body: { code: code(seed) } });
    expectEqual((await done('getBackupCodes', { token: other })).remaining, 10);
    const [factor] = (await done('listMfaFactors', { token: other })).data as { id: string }[];
    await done('unenrollMfaFactor', { token: other, body: { factor_id: factor?.id, code: code(seed) } });
    expectEqual((await done('listMfaFactors', { token: other })).data, []);
  },
};

/** The example as it stands in the document, about something made for it: enough for most calls. */
export async function byExample(stage: Stage, call: Call): Promise<void> {
  const path = await stage.fresh(call);
  await stage.keeper.send(call, { path, body: call.body?.example, token: stage.tokenFor(call) });
}

function expectEqual(found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(`expected ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`);
  }
}
