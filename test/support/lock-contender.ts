/** Run as a process of its own by the tests of the directory lock: tries for the folder at each line it reads. */
import { createInterface } from 'node:readline';
import { DirectoryInUse, lockDirectory } from '../../src/database/directory-lock.js';

const directory = process.argv[2] ?? '';

function attempt(): string {
  try {
    lockDirectory(directory);
    return 'locked';
  } catch (error) {
    if (error instanceof DirectoryInUse) return 'refused';
    throw error;
  }
}

process.stdout.write('ready\n');
for await (const _line of createInterface({ input: process.stdin })) process.stdout.write(`${attempt()}\n`);
