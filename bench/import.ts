/** Measures an import: `npx tsx bench/import.ts [records]` writes that many to a file and imports them into an empty PostgreSQL. */
import { randomBytes, randomInt } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { runCommand } from '../src/cli/command-runner.js';
import { localMeans } from '../src/cli/local-means.js';
import { readSettings } from '../src/settings/settings.js';
import { startThrowawayPostgres } from './throwaway-postgres.js';

const records = Number(process.argv[2] ?? 100_000);

/** Each with all that an account may bring: a bcrypt hash, an app, ten codes. */
function* lines(): Generator<string> {
  yield 'email,name,roles,locale,created_at,password_hash,totp,backup_codes,mfa_configured_at\n';
  const base32 = (length: number) => Array.from(randomBytes(length), (byte) => base32Symbols[byte & 31]).join('');
  const hash = `$2b$12$${'C'.repeat(21)}.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW`;
  for (let number = 0; number < records; number += 1) {
    const codes = Array.from({ length: 10 }, () => String(randomInt(10_000_000, 100_000_000))).join(' ');
    const uri = `otpauth://totp/Old:person${number}%40example.com?secret=${base32(32)}&issuer=Old`;
    yield `person${number}@example.com,"Person, ${number}",staff,nl,2020-01-01T00:00:00Z,${hash},${uri},${codes},2021-01-01T00:00:00Z\n`;
  }
}
const base32Symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const postgres = await startThrowawayPostgres();
const folder = await mkdtemp(join(tmpdir(), 'countersign-import-'));
try {
  const file = join(folder, 'users.csv');
  await pipeline(Readable.from(lines()), createWriteStream(file));
  const read = readSettings(postgres.environment(4714));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  for (const options of [['--dry-run'], [], ['--resume']]) {
    const means = localMeans({ settings: read.settings, sources: {} });
    const began = performance.now();
    const argv = ['user', 'import', '--file', file, '--json', ...options];
    const outcome = await runCommand(means, { argv, user: 'bench' });
    const seconds = (performance.now() - began) / 1000;
    await means.close();
    const { problems, ...counts } = JSON.parse(outcome.stdout);
    const memory = `${Math.round(process.memoryUsage.rss() / 1_048_576)} MiB`;
    process.stdout.write(
      `${argv.slice(5).join(' ') || 'import'}: ${seconds.toFixed(1)} s, ${memory}, ${JSON.stringify(counts)}\n`,
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
  await postgres.stop();
}
