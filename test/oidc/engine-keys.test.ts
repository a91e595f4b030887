/** A running engine takes other keys; a version of it that would not do so is noticed. */
import { describe, expect, test } from '@jest/globals';
import type { Provider } from 'oidc-provider';
import { replaceEngineKeys } from '../../src/oidc/engine-keys.js';
import { createLiveSigningKeys } from '../../src/oidc/live-signing-keys.js';
import { makeSigningKey, type PrivateJwks } from '../../src/oidc/signing-keys.js';

const jwks = async (): Promise<PrivateJwks> => ({
  keys: [await makeSigningKey('ES256'), await makeSigningKey('RS256')],
});

/** That a running engine takes other keys and signs with them is told in test/flows/signing-rotation.test.ts. */
test('an engine that keeps its keys in another way than we know is refused, and so is one left without', async () => {
  const stranger = {} as unknown as Provider;
  expect(() => replaceEngineKeys(stranger, { keys: [] })).toThrow('no signing key');
  const keys = await jwks();
  expect(() => replaceEngineKeys(stranger, keys)).toThrow();
});

describe('keys that are read again', () => {
  test('whoever follows hears of each change once, and of nothing that stayed the same', async () => {
    const [first, second] = [await jwks(), await jwks()];
    let found = first;
    const heard: PrivateJwks[] = [];
    const live = createLiveSigningKeys(first, async () => found);
    live.follow((keys) => heard.push(keys));
    await live.reload();
    expect(heard).toEqual([first]);
    found = second;
    await Promise.all([live.reload(), live.reload()]);
    expect(heard).toEqual([first, second]);
    expect(live.current()).toBe(second);
  });

  test('an answer that fails changes nothing, and the next is heard', async () => {
    const [first, second] = [await jwks(), await jwks()];
    const answers = [Promise.reject(new Error('away')), Promise.resolve(second)];
    const live = createLiveSigningKeys(first, async () => answers.shift() ?? second);
    await expect(live.reload()).rejects.toThrow('away');
    expect(live.current()).toBe(first);
    await live.reload();
    expect(live.current()).toBe(second);
  });
});
