/** Whether DATA_DIR is there, ours, and closed to others. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { inMemory } from '../settings/server-definitions.js';
import type { Settings } from '../settings/settings.js';
import { type Check, failed, ok, warning } from './check.js';

const name = 'data_dir';

export async function folderCheck({ dataDir, databaseUrl }: Settings): Promise<Check> {
  if (dataDir === inMemory) {
    return databaseUrl === undefined
      ? warning(name, `DATA_DIR=${inMemory} keeps nothing: all is gone when the server ends.`)
      : ok(name, 'Nothing is kept in a folder.');
  }
  try {
    const { mode, uid } = await stat(dataDir);
    const octal = (mode & 0o777).toString(8).padStart(4, '0');
    if ((mode & 0o077) !== 0)
      return failed(name, `Others can enter ${dataDir} (mode ${octal}). Run: chmod 700 '${dataDir}'`);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    const own = process.getuid?.();
    if (own !== undefined && uid !== own) {
      return warning(name, `${dataDir} belongs to another user (uid ${uid}) than the one running this (uid ${own}).`);
    }
    return ok(name, `${dataDir} is ours and closed to others (mode ${octal}).`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return ok(name, `${dataDir} is not there; it is made when it is needed.`);
    return failed(name, `${dataDir} cannot be used (${code}). Check its owner and mode.`);
  }
}
