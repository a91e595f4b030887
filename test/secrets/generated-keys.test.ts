/** Generated keys: the same at every start, for every process, and for nobody else's eyes. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { keysOrGenerated } from '../../src/secrets/generated-keys.js';
import { testKeys } from '../support/key-ring.js';

const none = { encryptionKeys: [], cookieKeys: [] };
let parent = '';
let dataDir = '';

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'keys-'));
  dataDir = join(parent, 'deep', 'data');
});
afterEach(async () => {
  await rm(parent, { recursive: true });
});

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

test('the first start makes the folder 0700 and two files 0600, and leaves nothing else behind', async () => {
  await keysOrGenerated({ dataDir, ...none });
  expect(await modeOf(dataDir)).toBe('700');
  expect((await readdir(dataDir)).sort()).toEqual(['cookie-keys', 'encryption-keys']);
  expect(await modeOf(join(dataDir, 'encryption-keys'))).toBe('600');
  expect(await modeOf(join(dataDir, 'cookie-keys'))).toBe('600');
});

test('the second start has the same keys, and the file can be pasted into ENCRYPTION_KEYS', async () => {
  const first = await keysOrGenerated({ dataDir, ...none });
  expect(await keysOrGenerated({ dataDir, ...none })).toEqual(first);
  expect(first.encryptionKeys[0]?.bytes).toHaveLength(32);
  const [key] = first.encryptionKeys;
  expect(await readFile(join(dataDir, 'encryption-keys'), 'utf8')).toBe(
    `${key?.id}:${key?.bytes.toString('base64')}\n`,
  );
});

test('two installations never share a key or its id', async () => {
  const [a, b] = [
    await keysOrGenerated({ dataDir, ...none }),
    await keysOrGenerated({ dataDir: join(parent, 'b'), ...none }),
  ];
  expect(a.encryptionKeys[0]?.id).not.toBe(b.encryptionKeys[0]?.id);
  expect(a.cookieKeys).not.toEqual(b.cookieKeys);
});

test('starts at the same moment end with the same keys, 30 rounds of 8', async () => {
  for (let round = 0; round < 30; round += 1) {
    const folder = join(parent, `round-${round}`);
    const all = await Promise.all(Array.from({ length: 8 }, () => keysOrGenerated({ dataDir: folder, ...none })));
    expect(new Set(all.map((keys) => JSON.stringify(keys))).size).toBe(1);
    expect(await readdir(folder)).toHaveLength(2);
  }
});

test('four processes that start at the same moment end with the same keys', async () => {
  const source = new URL('../../src/secrets/generated-keys.ts', import.meta.url).href;
  const script = `import { keysOrGenerated } from ${JSON.stringify(source)};
    console.log(JSON.stringify(await keysOrGenerated(${JSON.stringify({ dataDir, ...none })})));`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
  const all = await Promise.all(Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, args)));
  expect(new Set(all.map(({ stdout }) => stdout)).size).toBe(1);
  expect(JSON.parse(all[0]?.stdout ?? '')).toMatchObject({ cookieKeys: [expect.any(String)] });
});

test.each(['640', '604', '660', '622'])(
  'a key file with mode %s is refused with the command that helps',
  async (mode) => {
    await keysOrGenerated({ dataDir, ...none });
    const path = join(dataDir, 'encryption-keys');
    await chmod(path, Number.parseInt(mode, 8));
    await expect(keysOrGenerated({ dataDir, ...none })).rejects.toThrow(
      `Others can use the key file ${path} (mode 0${mode}). Run: chmod 600 '${path}'`,
    );
  },
);

test('a damaged key file is refused, never replaced: a new key would open nothing', async () => {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, 'encryption-keys');
  await writeFile(path, '', { mode: 0o600 });
  await expect(keysOrGenerated({ dataDir, ...none })).rejects.toThrow(`The key file ${path} has an entry (number 1)`);
  expect(await readFile(path, 'utf8')).toBe('');
});

test('a DATA_DIR that is no folder is refused in plain words', async () => {
  await writeFile(join(parent, 'file'), '');
  await expect(keysOrGenerated({ dataDir: join(parent, 'file'), ...none })).rejects.toThrow(
    /^The key file .* \(ENOTDIR\)\.$/,
  );
});

test('keys from the settings are used as they are, and nothing is written', async () => {
  const given = { encryptionKeys: testKeys, cookieKeys: ['a-cookie-key-of-some-length'] };
  expect(await keysOrGenerated({ dataDir, ...given })).toEqual(given);
  expect(await readdir(parent)).toEqual([]);
});

test('only the kind that is missing is generated', async () => {
  const keys = await keysOrGenerated({ dataDir, encryptionKeys: testKeys, cookieKeys: [] });
  expect(keys.encryptionKeys).toBe(testKeys);
  expect(await readdir(dataDir)).toEqual(['cookie-keys']);
});

test('memory:// keeps nothing: new keys every time, no file', async () => {
  const [a, b] = [
    await keysOrGenerated({ dataDir: 'memory://', ...none }),
    await keysOrGenerated({ dataDir: 'memory://', ...none }),
  ];
  expect(a.encryptionKeys[0]?.bytes).not.toEqual(b.encryptionKeys[0]?.bytes);
  expect(a.cookieKeys).not.toEqual(b.cookieKeys);
});
