/** The embedded database: PGlite (PostgreSQL in WebAssembly) in this process, in DATA_DIR/pglite or in memory. */
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { dataDir as prepopulatedDataDir } from '@electric-sql/pglite-prepopulatedfs';
import { Kysely } from 'kysely';
import { lockDirectory } from './directory-lock.js';
import { EmbeddedDialect } from './embedded-dialect.js';
import type { OpenDatabase } from './open-database.js';
import { int8Oid, parseInt8 } from './row-values.js';
import type { Schema } from './schema.js';
import { statementLog } from './statement-log.js';

/** The folder name that stands for "in memory, ends with the process". */
const inMemory = 'memory://';

export interface EmbeddedOptions {
  onStatement?: ((sql: string) => void) | undefined;
}

/**
 * Opens the embedded database and waits until it is ready. Every commit is written before it is acknowledged.
 * @throws DirectoryInUse when another process has the folder: two on one folder lose data silently.
 */
export async function openEmbedded(dataDir: string, { onStatement }: EmbeddedOptions): Promise<OpenDatabase> {
  if (dataDir === inMemory) {
    const pglite = await start({ loadDataDir: await prepopulatedDataDir() });
    return serve(pglite, onStatement, async () => {});
  }
  const lock = lockDirectory(dataDir);
  try {
    const pglite = await startIn(dataDir);
    return serve(pglite, onStatement, async () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A first start that was killed leaves half a cluster; the marker beside it says so, and it is made anew. */
async function startIn(dataDir: string): Promise<PGlite> {
  const folder = join(dataDir, 'pglite');
  const unfinished = join(dataDir, 'pglite.unfinished');
  if (existsSync(unfinished)) await rm(folder, { recursive: true, force: true });
  else if (existsSync(folder)) return start({ dataDir: folder });

  await writeFile(unfinished, 'The first start is being made. This file goes when it is complete.\n', { mode: 0o600 });
  await mkdir(folder, { mode: 0o700 });
  const pglite = await start({ dataDir: folder, loadDataDir: await prepopulatedDataDir() });
  await rm(unfinished);
  return pglite;
}

function start(options: PGliteOptions): Promise<PGlite> {
  return PGlite.create({ relaxedDurability: false, parsers: { [int8Oid]: parseInt8 }, ...options });
}

function serve(
  pglite: PGlite,
  onStatement: ((sql: string) => void) | undefined,
  afterwards: () => Promise<void>,
): OpenDatabase {
  const database = new Kysely<Schema>({
    dialect: new EmbeddedDialect(pglite, onStatement),
    ...(onStatement ? { log: statementLog(onStatement) } : {}),
  });
  let closing: Promise<void> | undefined;
  const close = async () => {
    // Closing PGlite sets the exit code of the whole process to its own.
    const exitCode = process.exitCode;
    await database.destroy();
    if (!pglite.closed) await pglite.close();
    process.exitCode = exitCode;
    await afterwards();
  };
  return {
    database,
    kind: 'embedded',
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
