/** The .env file, the sources of values, and what may be printed of them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { effectiveSettings } from '../../src/settings/effective-settings.js';
import { loadSettings } from '../../src/settings/load-settings.js';

const key = Buffer.alloc(32, 7).toString('base64');
let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'settings-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function load(env: Record<string, string | undefined>, isTerminal = false) {
  const result = await loadSettings({ env, directory, isTerminal });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
}

test('without a .env file the environment alone counts', async () => {
  const { settings, sources } = await load({ PORT: '4000' });
  expect(settings.port).toBe(4000);
  expect(settings.dataDir).toBe(join(directory, 'data'));
  expect(sources).toEqual({ PORT: 'environment' });
});

test('the real environment wins over .env, except where it is empty', async () => {
  await writeFile(join(directory, '.env'), '# mine\nPORT=5000\nexport REQUIRE_MFA="true"\nLOG_LEVEL=warn\n');
  const { settings, sources } = await load({ PORT: '4000', LOG_LEVEL: '' });
  expect(settings).toMatchObject({ port: 4000, requireMfa: true, logLevel: 'warn' });
  expect(sources).toEqual({ PORT: 'environment', REQUIRE_MFA: '.env file', LOG_LEVEL: '.env file' });
});

test('a misspelling in .env is an error like any other', async () => {
  await writeFile(join(directory, '.env'), 'REQUIRE_MFAA=true\n');
  expect(await loadSettings({ env: {}, directory })).toMatchObject({
    ok: false,
    problems: [{ variable: 'REQUIRE_MFAA' }],
  });
});

test('a .env that is there but cannot be read stops the start instead of leaving everything at its default', async () => {
  await mkdir(join(directory, '.env'));
  expect(await loadSettings({ env: {}, directory })).toMatchObject({
    ok: false,
    problems: [{ variable: '.env', problem: expect.stringContaining('EISDIR') }],
  });
});

test('the log is pretty on a terminal unless LOG_FORMAT says otherwise', async () => {
  expect((await load({}, true)).settings.logFormat).toBe('pretty');
  expect((await load({}, false)).settings.logFormat).toBe('json');
  expect((await load({ LOG_FORMAT: 'json' }, true)).settings.logFormat).toBe('json');
});

test('config shows every setting with its source and no secret', async () => {
  await writeFile(join(directory, '.env'), `ENCRYPTION_KEYS=main:${key}\n`);
  const { settings, sources } = await load({
    DATABASE_URL: 'postgres://sam:hunter2@db:5432/cs?password=hunter2',
    COOKIE_KEYS: 'hunter2-hunter2-hunter2',
    TRUST_PROXY: '10.0.0.0/8,::1',
    MFA_POLICY: 'required',
  });
  const shown = effectiveSettings(settings, sources);
  const line = (variable: string) => shown.find((setting) => setting.variable === variable);
  expect(line('DATABASE_URL')).toMatchObject({ value: 'postgres://sam:********@db:5432/cs', source: 'environment' });
  expect(line('ENCRYPTION_KEYS')).toMatchObject({ value: 'main:********', source: '.env file' });
  expect(line('COOKIE_KEYS')).toMatchObject({ value: '********', source: 'environment' });
  expect(line('TRUST_PROXY')).toMatchObject({ value: '10.0.0.0/8,::1/128', source: 'environment' });
  expect(line('REQUIRE_MFA')).toMatchObject({ value: 'true', source: 'environment' });
  expect(line('PORT')).toMatchObject({ value: '3000', source: 'default' });
  expect(JSON.stringify(shown)).not.toMatch(new RegExp(`hunter2|${key.slice(0, 20)}`));
});

test('config says which keys are generated, and where', async () => {
  const embedded = await load({});
  expect(effectiveSettings(embedded.settings, embedded.sources)).toContainEqual({
    variable: 'ENCRYPTION_KEYS',
    value: `(in ${join(directory, 'data')})`,
    source: 'generated',
  });
  const { settings, sources } = await load({ DATA_DIR: 'memory://' });
  const shown = effectiveSettings(settings, sources);
  expect(shown).toContainEqual({ variable: 'COOKIE_KEYS', value: '(in memory)', source: 'generated' });
  expect(shown).toContainEqual({ variable: 'DATABASE_URL', value: null, source: 'default' });
});
