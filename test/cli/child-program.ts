/** The program `countersign` as a process of its own, in an empty folder, with nothing of the environment but what a test gives it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder for one test, removed with `remove`. */
export function temporaryFolder(prefix = 'countersign-test-'): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), prefix));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts the program; its streams are the caller's. */
export function startProgram(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): ChildProcess {
  return spawn(process.execPath, ['--import', tsx, join(root, 'src', 'cli', 'main.ts'), ...argv], {
    cwd,
    env: { PATH: process.env.PATH ?? '', TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'), ...env },
    stdio: 'pipe',
  });
}

/** Runs the program to its end. */
export async function runProgramAsChild(
  argv: readonly string[],
  { env = {}, stdin = '', cwd = tmpdir() }: { env?: Record<string, string>; stdin?: string; cwd?: string } = {},
): Promise<Ended> {
  const child = startProgram(argv, env, cwd);
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  }
  // A program that does not read its standard input may have ended before it was written.
  child.stdin?.on('error', () => {});
  child.stdin?.end(stdin);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { exitCode, ...said };
}
