/** One process per data folder, and no folder lost to a process that died. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { DirectoryInUse, lockDirectory } from '../../src/database/directory-lock.js';
import { thisProcess } from '../../src/database/process-identity.js';
import { type LineProcess, startProcess } from '../support/line-process.js';

let directory: string;
const children: LineProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'countersign-lock-'));
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill()));
  rmSync(directory, { recursive: true, force: true });
});

/** A process that tries for the folder whenever told to, says what came of it, and lives on. */
async function contender(): Promise<LineProcess> {
  const child = startProcess('test/support/lock-contender.ts', [directory]);
  children.push(child);
  expect(await child.nextLine()).toBe('ready');
  return child;
}

test('a second process is refused, in words that name the first and the way out', async () => {
  const other = await contender();
  expect(await other.ask('go')).toBe('locked');
  const attempt = () => lockDirectory(directory);
  expect(attempt).toThrow(DirectoryInUse);
  expect(attempt).toThrow(
    `The data folder ${directory} is in use by process ${other.pid}. ` +
      'Stop that process, or give this one its own folder with DATA_DIR.',
  );
});

test('a folder given free can be taken again, by the same process too', () => {
  const first = lockDirectory(directory);
  expect(() => lockDirectory(directory)).toThrow(DirectoryInUse);
  first.release();
  first.release();
  const second = lockDirectory(directory);
  expect(() => lockDirectory(directory)).toThrow(DirectoryInUse);
  second.release();
});

test('the lock of a process that was killed is taken over', async () => {
  const other = await contender();
  expect(await other.ask('go')).toBe('locked');
  await other.kill();
  lockDirectory(directory).release();
});

test('a lock whose process number now belongs to another process is taken over', () => {
  const earlier = { ...thisProcess(), startedAt: 'some boot 1' };
  writeFileSync(join(directory, 'lock-1'), JSON.stringify(earlier));
  lockDirectory(directory).release();
});

test('a process on another machine holds the folder while it shows signs of life, and no longer', () => {
  const path = join(directory, 'lock-1');
  writeFileSync(path, JSON.stringify({ ...thisProcess(), machine: 'another container' }));
  expect(() => lockDirectory(directory)).toThrow(DirectoryInUse);
  const longAgo = new Date(statSync(path).mtimeMs - 60_000);
  utimesSync(path, longAgo, longAgo);
  lockDirectory(directory).release();
});

test('of six processes that start at once, one gets the folder, also over a stale lock', async () => {
  const contenders = await Promise.all(Array.from({ length: 6 }, contender));
  for (let round = 0; round < 5; round += 1) {
    const numbers = readdirSync(directory).map((name) => Number(name.replace('lock-', '')));
    const newest = Math.max(0, ...numbers) + 1;
    writeFileSync(join(directory, `lock-${newest}`), JSON.stringify({ ...thisProcess(), startedAt: 'gone' }));
    const answers = await Promise.all(contenders.map(({ ask }) => ask('go')));
    expect(answers.toSorted()).toEqual(['locked', 'refused', 'refused', 'refused', 'refused', 'refused']);
  }
});

test('the folder is closed to other users, and no drafts of locks stay behind', () => {
  const lock = lockDirectory(join(directory, 'new', 'folder'));
  expect(statSync(join(directory, 'new', 'folder')).mode & 0o777).toBe(0o700);
  lock.release();
  expect(readdirSync(join(directory, 'new', 'folder'))).toEqual(['lock-1']);
  expect(JSON.parse(readFileSync(join(directory, 'new', 'folder', 'lock-1'), 'utf8'))).toMatchObject({
    released: true,
  });
});
