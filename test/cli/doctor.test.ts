/** What `doctor` finds, and what it only mentions. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { movableClock } from '../support/movable-clock.js';
import { doctor, withBench } from './doctor-bench.js';

test('doctor measures the clock against the database', async () => {
  const clock = movableClock();
  await withBench({ change: { clock } }, async (bench) => {
    clock.move(4);
    expect((await doctor(bench)).statuses.clock).toBe('ok');
    clock.move(3);
    const { exitCode, messages } = await doctor(bench);
    expect([exitCode, messages.clock]).toEqual([1, expect.stringMatching(/^This machine is 7(\.\d)? s ahead of/)]);
    clock.move(-14);
    expect((await doctor(bench)).messages.clock).toMatch(/^This machine is 7(\.\d)? s behind/);
  });
});

test('doctor finds a folder that others can enter, and says how to close it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  try {
    await withBench({ env: { DATA_DIR: folder } }, async (bench) => {
      chmodSync(folder, 0o755);
      const { exitCode, messages } = await doctor(bench);
      expect([exitCode, messages.data_dir]).toEqual([1, expect.stringContaining(`chmod 700 '${folder}'`)]);
      chmodSync(folder, 0o700);
      expect((await doctor(bench)).statuses.data_dir).toBe('ok');
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['plain http', {}, { issuer: 'warning', cookies: 'ok', proxy: 'ok' }],
  ['https without a trusted proxy', { ISSUER: 'https://id.example.com' }, { issuer: 'ok', proxy: 'warning' }],
  [
    'a proxy that can be passed by',
    { ISSUER: 'https://id.example.com', TRUST_PROXY: '1', HOST: '0.0.0.0' },
    { proxy: 'warning' },
  ],
  [
    'a proxy known by its address',
    { ISSUER: 'https://id.example.com', TRUST_PROXY: '10.0.0.1', HOST: '0.0.0.0' },
    { proxy: 'ok' },
  ],
  ['no request rates', { RATE_LIMIT: 'off' }, { rate_limit: 'warning' }],
])('doctor judges %s, which alone stands in nobody’s way', async (_, env: Record<string, string>, expected) => {
  await withBench({ env }, async (bench) => {
    const { exitCode, statuses } = await doctor(bench);
    expect([exitCode, statuses]).toEqual([0, expect.objectContaining({ ...expected, administrator: 'warning' })]);
  });
});
