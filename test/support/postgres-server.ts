/** Starts and stops a PostgreSQL server of our own, on loopback, at a random free port, in a folder that is deleted afterwards. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgres, openToOthers, type PostgresBinaries } from './postgres-binaries.js';

/** Each server has a folder of this name in the folder for temporary files. */
export const folderPrefix = 'countersign-postgres-';

export interface PostgresServer {
  /** URL of the maintenance database `postgres`, as superuser. */
  url: string;
  pid: number;
  /** Holds `data` and `log`. */
  folder: string;
  port: number;
  from: PostgresBinaries['from'];
}

/**
 * Starts a server and returns when it answers. It survives the process that started it: stop it with stopPostgres.
 * `owner` is the process it is for; see orphaned-servers.ts.
 */
export async function startPostgres(owner = process.pid): Promise<PostgresServer> {
  const binaries = findPostgres(process.env.TEST_POSTGRES);
  const folder = mkdtempSync(join(tmpdir(), folderPrefix));
  const as = unprivilegedUser();
  if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid);
  chmodSync(folder, 0o700);
  writeFileSync(join(folder, 'owner'), String(owner));
  try {
    const bin = as.uid === undefined ? binaries.folder : openToOthers(binaries, folder);
    const data = join(folder, 'data');
    const initdb = [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ];
    execFileSync(join(bin, 'initdb'), initdb, { ...as, cwd: folder, env: environment(), stdio: 'pipe' });
    const port = await freePort();
    const server = { folder, port, from: binaries.from, url: `postgres://postgres@127.0.0.1:${port}/postgres` };
    const pid = await runPostgres(bin, server, as);
    return { ...server, pid };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Starts a server that was stopped, in the same folder, at the same port. */
export async function restartPostgres(server: PostgresServer): Promise<PostgresServer> {
  const as = unprivilegedUser();
  const binaries = findPostgres(server.from);
  const bin = as.uid === undefined ? binaries.folder : openToOthers(binaries, server.folder);
  const pid = await runPostgres(bin, server, as);
  return { ...server, pid };
}

/** Ends a server at once ("immediate" shutdown: clients are cut off), and waits until its port is free. */
export async function haltPostgres(server: PostgresServer): Promise<void> {
  signal(server.pid, 'SIGQUIT');
  await until(() => !isRunning(server), 10_000, `PostgreSQL (process ${server.pid}) did not stop.`);
}

/** Ends a server and deletes its folder. */
export async function stopPostgres(server: PostgresServer): Promise<void> {
  try {
    if (isRunning(server)) await haltPostgres(server);
  } finally {
    rmSync(server.folder, { recursive: true, force: true });
  }
}

/** The pids of the server and of all its children: to make it hang. */
export async function processesOf(server: PostgresServer): Promise<number[]> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()',
  );
  await client.end();
  return [server.pid, ...rows.map(({ pid }) => pid)];
}

async function runPostgres(
  bin: string,
  { folder, port, url }: Omit<PostgresServer, 'pid'>,
  as: { uid?: number; gid?: number },
): Promise<number> {
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_wal_size: '256MB',
    shared_buffers: '64MB',
    log_min_messages: 'fatal',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(join(folder, 'log'), 'a');
  const child = spawn(join(bin, 'postgres'), ['-D', join(folder, 'data'), ...options], {
    ...as,
    cwd: folder,
    env: environment(),
    detached: true,
    stdio: ['ignore', log, log],
  });
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  child.unref();
  const failure = () => `PostgreSQL did not start:\n${readFileSync(join(folder, 'log'), 'utf8').slice(-2000)}`;
  await until(
    async () => {
      if (ended) throw new Error(failure());
      return answers(url);
    },
    30_000,
    failure,
  );
  if (child.pid === undefined) throw new Error(failure());
  return child.pid;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** PostgreSQL refuses to run as root: there it runs as `postgres`, or `nobody` where that user is missing. */
function unprivilegedUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const user of ['postgres', 'nobody']) {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith(`${user}:`));
    const [, , uid, gid] = line?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL cannot run as root, and there is neither a user postgres nor nobody.');
}

/** Only what it needs: a stray PGPORT or PGDATA must not lead to somebody's real database. */
function environment(): Record<string, string> {
  return { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };
}

/** A port nobody has at this moment. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** Whether the pid is still the server of this folder; it may belong to somebody else by now. */
function isRunning(server: PostgresServer): boolean {
  try {
    const [pid] = readFileSync(join(server.folder, 'data', 'postmaster.pid'), 'utf8').split('\n');
    if (Number(pid) !== server.pid) return false;
    process.kill(server.pid, 0);
    return true;
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function until(
  condition: () => boolean | Promise<boolean>,
  milliseconds: number,
  failure: string | (() => string),
): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(typeof failure === 'string' ? failure : failure());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
