/** What the protocol engine expects of its storage, asked of its own memory adapter and of ours alike. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { AdapterFactory, AdapterPayload } from 'oidc-provider';

export interface AdapterUnderTest {
  readonly adapter: AdapterFactory;
  /** An account that is there and active. */
  readonly accountId: string;
}

/** `opened` is called inside the tests, after the caller's `beforeAll`. `around` runs each test's story. */
export function describeAdapter(
  name: string,
  opened: () => AdapterUnderTest,
  around: (story: () => Promise<void>) => Promise<void> = (story) => story(),
): void {
  const promises = (title: string, story: () => Promise<void>) => test(title, () => around(story));

  describe(name, () => {
    const models = [
      'AccessToken',
      'AuthorizationCode',
      'RefreshToken',
      'DeviceCode',
      'Session',
      'Grant',
      'Interaction',
    ];
    test.each([...models, 'ClientCredentials', 'PushedAuthorizationRequest', 'ReplayDetection'])(
      'a %s is found as it was stored',
      (model) =>
        around(async () => {
          const adapter = opened().adapter(model);
          const [id, payload] = given(model, opened().accountId);
          await adapter.upsert(id, payload, 60);
          expect(await adapter.find(id)).toEqual(payload);
        }),
    );

    promises('what was never stored is undefined, not null and not an error', async () => {
      const adapter = opened().adapter('Session');
      expect(await adapter.find(newId())).toBeUndefined();
      expect(await adapter.findByUid(newId())).toBeUndefined();
      expect(await opened().adapter('DeviceCode').findByUserCode('BCDFGHJK')).toBeUndefined();
    });

    promises('a second upsert replaces the first', async () => {
      const adapter = opened().adapter('Session');
      const [id, payload] = given('Session', opened().accountId);
      await adapter.upsert(id, payload, 60);
      expect(await adapter.find(id)).toEqual(payload);
      const { amr: _, ...without } = payload;
      await adapter.upsert(id, { ...without, loginTs: 7 }, 60);
      expect(await adapter.find(id)).toEqual({ ...without, loginTs: 7 });
    });

    promises('models do not see each other’s ids', async () => {
      const [id, payload] = given('AccessToken', opened().accountId);
      await opened().adapter('AccessToken').upsert(id, payload, 60);
      expect(await opened().adapter('RefreshToken').find(id)).toBeUndefined();
      expect(await opened().adapter('Session').find(id)).toBeUndefined();
    });

    promises('what was destroyed is gone, and destroying it again is no error', async () => {
      const adapter = opened().adapter('Interaction');
      const [id, payload] = given('Interaction', opened().accountId);
      await adapter.upsert(id, payload, 60);
      await adapter.destroy(id);
      expect(await adapter.find(id)).toBeUndefined();
      await adapter.destroy(id);
    });

    // Not inside `around`: what a request has just written does not expire before its end.
    test('what has expired is not found, by any name', async () => {
      const [id, payload] = given('Session', opened().accountId);
      await opened().adapter('Session').upsert(id, payload, 0);
      const [deviceId, device] = given('DeviceCode', opened().accountId);
      await opened().adapter('DeviceCode').upsert(deviceId, device, 0);
      await nextRequest();
      expect(await opened().adapter('Session').find(id)).toBeUndefined();
      expect(
        await opened()
          .adapter('Session')
          .findByUid(payload.uid ?? ''),
      ).toBeUndefined();
      expect(
        await opened()
          .adapter('DeviceCode')
          .findByUserCode(device.userCode ?? ''),
      ).toBeUndefined();
    });

    promises('what has no lifetime does not expire', async () => {
      const [id, payload] = given('Grant', opened().accountId);
      await opened().adapter('Grant').upsert(id, payload);
      expect(await opened().adapter('Grant').find(id)).toEqual(payload);
    });

    promises('a session is found by its uid, also after its id has changed', async () => {
      const adapter = opened().adapter('Session');
      const [id, payload] = given('Session', opened().accountId);
      await adapter.upsert(id, payload, 60);
      expect(await adapter.findByUid(payload.uid ?? '')).toEqual(payload);
      const renewed = { ...payload, jti: newId() };
      await adapter.destroy(id);
      await adapter.upsert(renewed.jti, renewed, 60);
      expect(await adapter.findByUid(payload.uid ?? '')).toEqual(renewed);
      expect(await adapter.find(id)).toBeUndefined();
    });

    promises('a session’s uid leads to the row that was written last; the other one keeps its id', async () => {
      const adapter = opened().adapter('Session');
      const [id, payload] = given('Session', opened().accountId);
      const other = { ...payload, jti: newId() };
      await adapter.upsert(id, payload, 60);
      await adapter.upsert(other.jti, other, 60);
      expect(await adapter.findByUid(payload.uid ?? '')).toEqual(other);
      expect(await adapter.find(id)).toEqual(payload);
    });

    promises('a device code is found by its user code', async () => {
      const adapter = opened().adapter('DeviceCode');
      const [id, payload] = given('DeviceCode', opened().accountId);
      await adapter.upsert(id, payload, 60);
      expect(await adapter.findByUserCode(payload.userCode ?? '')).toEqual(payload);
    });

    test.each(['AuthorizationCode', 'RefreshToken', 'DeviceCode', 'PushedAuthorizationRequest'])(
      'a consumed %s is still found, with the time of it',
      (model) =>
        around(async () => {
          const adapter = opened().adapter(model);
          const [id, payload] = given(model, opened().accountId);
          await adapter.upsert(id, payload, 60);
          await adapter.consume(id);
          const found = await adapter.find(id);
          expect(found).toEqual({ ...payload, consumed: expect.any(Number) });
          expect(Math.abs(Number(found?.consumed) - Date.now() / 1000)).toBeLessThan(30);
        }),
    );

    promises('revoking a grant ends its codes and tokens and nothing else', async () => {
      const [grantId, otherGrantId] = [newId(), newId()];
      const tokens = ['AccessToken', 'AuthorizationCode', 'RefreshToken', 'DeviceCode'];
      const stored = [];
      for (const model of tokens) {
        const [id, payload] = given(model, opened().accountId, grantId);
        await opened().adapter(model).upsert(id, payload, 60);
        const [otherId, other] = given(model, opened().accountId, otherGrantId);
        await opened().adapter(model).upsert(otherId, other, 60);
        stored.push({ model, id, otherId, other });
      }
      const [interactionId, interaction] = given('Interaction', opened().accountId, grantId);
      await opened().adapter('Interaction').upsert(interactionId, interaction, 60);
      const [, grant] = given('Grant', opened().accountId);
      await opened().adapter('Grant').upsert(grantId, grant, 60);

      await Promise.all(tokens.map((model) => opened().adapter(model).revokeByGrantId(grantId)));
      for (const { model, id, otherId, other } of stored) {
        expect(await opened().adapter(model).find(id)).toBeUndefined();
        expect(await opened().adapter(model).find(otherId)).toEqual(other);
      }
      expect(await opened().adapter('Interaction').find(interactionId)).toEqual(interaction);
      expect(await opened().adapter('Grant').find(grantId)).toEqual(grant);
    });

    promises('odd text survives: quotes, NUL, emoji, right-to-left marks, half a surrogate pair', async () => {
      const adapter = opened().adapter('Interaction');
      const [id, payload] = given('Interaction', opened().accountId);
      const odd = { ...payload, params: { client_id: 'app', state: '\u0000"\\\u202e🔐\ud800\'; --' } };
      await adapter.upsert(id, odd, 60);
      expect(await adapter.find(id)).toEqual(odd);
      expect(await adapter.find('\u0000')).toBeUndefined();
    });
  });
}

/** Expiry is compared with "now": a moment must pass, however fast the machine. */
async function nextRequest(): Promise<void> {
  const started = Date.now();
  while (Date.now() <= started) await new Promise(setImmediate);
}

export function newId(): string {
  return randomBytes(32).toString('base64url');
}

/** An id and a payload as the engine makes them. */
export function given(model: string, accountId: string, grantId = newId()): [id: string, payload: AdapterPayload] {
  const jti = newId();
  const base = { jti, kind: model, iat: 1, exp: 4_000_000_000 };
  const token = { ...base, accountId, clientId: 'app', grantId };
  switch (model) {
    case 'Session':
      return [jti, { ...base, uid: newId(), accountId, loginTs: 1, amr: ['pwd', 'otp', 'mfa'], authorizations: {} }];
    case 'Grant':
      return [jti, { ...base, accountId, clientId: 'app', openid: { scope: 'openid' } } as AdapterPayload];
    case 'Interaction':
      return [jti, { ...base, grantId, params: { client_id: 'app' }, returnTo: '/' } as AdapterPayload];
    case 'DeviceCode':
      return [jti, { ...token, userCode: randomBytes(6).toString('hex').toUpperCase(), params: {} }];
    case 'ClientCredentials':
      return [jti, { ...base, clientId: 'app', scope: 'read' }];
    case 'PushedAuthorizationRequest':
      return [jti, { ...base, request: 'eyJ', trusted: [] }];
    case 'ReplayDetection':
      return [jti, { ...base, iss: 'app' } as AdapterPayload];
    default:
      return [jti, { ...token, scope: 'openid', sessionUid: newId() }];
  }
}
