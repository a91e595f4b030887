/** The protocol engine is never left with anything of its own that is meant for development. */
import { describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { createEnginePages } from '../../interactions/engine-pages.js';
import type { MfaPolicy } from '../../src/mfa/policy.js';
import type { ConfigurationParts } from '../../src/oidc/configuration.js';
import { createProvider } from '../../src/oidc/provider.js';
import { keepMfaTimeInSession, mfaTimeOfSession } from '../../src/oidc/session-assurance.js';
import { readSettings } from '../../src/settings/settings.js';

const read = readSettings({ ISSUER: 'http://127.0.0.1:3000' });
if (!read.ok) throw new Error('the settings are wrong');
const { settings } = read;
const policy: MfaPolicy = {
  requireMfa: false,
  requireAdminMfa: true,
  encouraged: false,
  gracePeriodDays: 7,
  requiredForAllSince: null,
  requiredForAdminsSince: null,
  fixed: { all: true, admins: true, gracePeriodDays: true },
};
const unused = () => Promise.reject(new Error('not asked in this test'));

async function parts(changes: Partial<ConfigurationParts> = {}): Promise<ConfigurationParts> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return {
    settings,
    policy,
    cookieKeys: ['a-cookie-key-of-some-length'],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'one' }] },
    adapter: () => ({
      upsert: unused,
      find: unused,
      findByUid: unused,
      findByUserCode: unused,
      consume: unused,
      destroy: unused,
      revokeByGrantId: unused,
    }),
    pages: createEnginePages(settings),
    loadAccount: unused,
    findResource: unused,
    loadExistingGrant: unused,
    ...changes,
  };
}

describe('the engine is refused', () => {
  test('without a signing key, because it would use one that everybody knows', async () => {
    await expect(parts({ jwks: { keys: [] } }).then(createProvider)).rejects.toThrow('signing key');
  });
  test('without storage, because it would keep everything in memory', async () => {
    await expect(parts({ adapter: undefined }).then(createProvider)).rejects.toThrow('storage');
  });
  test('without a cookie key, because its cookies would not be signed', async () => {
    await expect(parts({ cookieKeys: [] }).then(createProvider)).rejects.toThrow('cookie key');
  });
  test('when it keeps sessions in another way than we know', () => {
    const strange = { Session: { IN_PAYLOAD: ['uid'] }, on: () => {} } as unknown as Parameters<
      typeof keepMfaTimeInSession
    >[0];
    expect(() => keepMfaTimeInSession(strange)).toThrow('keeps sessions differently');
  });
});

test('a session keeps the time of its second factor through storage', async () => {
  const { Session } = createProvider(await parts());
  const restored = (payload: object) => Reflect.construct(Session, [payload]) as object;
  expect(mfaTimeOfSession(restored({ accountId: 'a', loginTs: 1, mfaTime: 1234 }))).toBe(1234);
  expect(mfaTimeOfSession(restored({ accountId: 'a' }))).toBeNull();
  expect(mfaTimeOfSession(undefined)).toBeNull();
});
