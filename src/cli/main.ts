#!/usr/bin/env node
/** The program `countersign`: hands this process's words, settings and streams to the command line. */
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { runProgram } from './program.js';

/** `| head` closes the pipe early; that is no error of the command. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const outcome = await runProgram({
  argv: process.argv.slice(2),
  env: process.env,
  directory: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  version: await packageVersion(),
  user: userName(),
  serve,
});
if (outcome !== undefined) {
  process.stdout.write(outcome.stdout);
  process.stderr.write(outcome.stderr);
  // Not process.exit: what was written to a pipe must arrive.
  process.exitCode = outcome.exitCode;
}

/** The server is a program of its own, which starts when it is loaded; named at run time, because nothing here may depend on it. */
async function serve(): Promise<void> {
  await import(new URL('../main.js', import.meta.url).href);
}

/** A container may run under a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** From the nearest package.json above: this file may be compiled or not. */
async function packageVersion(): Promise<string> {
  for (const place of ['../../package.json', '../../../package.json']) {
    const text = await readFile(new URL(place, import.meta.url), 'utf8').catch(() => undefined);
    const version: unknown = text === undefined ? undefined : JSON.parse(text).version;
    if (typeof version === 'string') return version;
  }
  return 'unknown';
}
