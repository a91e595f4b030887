/** Sorts what a command ran into: what a person can act on becomes a refusal in words, the rest is named and not quoted. */
import { Overloaded } from '../accounts/hash-queue.js';
import { DirectoryInUse } from '../database/directory-lock.js';
import { isDatabaseUnavailable } from '../database/failures.js';
import { SchemaTooNew } from '../database/migrate.js';
import { Problem } from '../http/problem.js';
import { KeyFileRefused } from '../secrets/key-file.js';
import { CommandRefused } from './command.js';

/** `failed` is the code of everything that no command expects. */
export function refusedBy(error: unknown): CommandRefused {
  if (error instanceof CommandRefused) return error;
  if (error instanceof Problem) return new CommandRefused(error.code, error.detail, error.extra.members);
  if (error instanceof SchemaTooNew) return new CommandRefused('schema_too_new', error.message);
  if (error instanceof KeyFileRefused) return new CommandRefused('keys_refused', error.message);
  if (error instanceof DirectoryInUse) return new CommandRefused('data_dir_in_use', error.message);
  if (error instanceof Overloaded) return new CommandRefused('overloaded', `${error.message} Try again in a moment.`);
  const code = codeOf(error);
  if (isDatabaseUnavailable(error)) {
    const message = `The database cannot be reached (${code}). Check DATABASE_URL, and that PostgreSQL runs.`;
    return new CommandRefused('database_unavailable', message);
  }
  const because = Object.hasOwn(refusedByPostgres, code) ? refusedByPostgres[code] : undefined;
  if (because !== undefined) return new CommandRefused('database_refused', `${because} (${code}). Check DATABASE_URL.`);
  if (folderTrouble.has(code)) {
    return new CommandRefused(
      'data_dir_unusable',
      `DATA_DIR cannot be used (${code}). Check its owner, mode and disk.`,
    );
  }
  return new CommandRefused('failed', `The command failed (${code}).`);
}

const folderTrouble: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST']);

/** SQLSTATEs of a connection that PostgreSQL does not want, and of rights that are missing. */
const refusedByPostgres: Readonly<Record<string, string>> = {
  '28P01': 'PostgreSQL does not take this password',
  '28000': 'PostgreSQL does not let this user in',
  '3D000': 'There is no such database',
  '42501': 'The database user lacks a right',
};

/** The message may quote what it tripped over, so only the code is told. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : error.name;
}
