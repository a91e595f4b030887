/** Countersign as a process of its own: started as an operator would, with nothing of this process's environment. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const root = process.cwd();

export interface ServerProcess {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly said: { stdout: string; stderr: string };
  /** Its exit code once it has ended. */
  readonly ended: Promise<number | null>;
}

/** Starts `src/main.ts`; it may refuse. */
export function startServerProcess(env: Readonly<Record<string, string>>): ServerProcess {
  const child = spawn(process.execPath, ['--import', tsx, join(root, 'src', 'main.ts')], {
    cwd: tmpdir(),
    env: {
      PATH: process.env.PATH ?? '',
      TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'),
      LOG_FORMAT: 'json',
      // No outbox is left behind, unless a test wants a folder.
      DATA_DIR: 'memory://',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, said, ended };
}

/** Waits for the line that says it is ready; throws with what it said when it ended instead. */
export async function untilReady({ child, said, ended }: ServerProcess): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  while (!said.stdout.includes('"ready"')) {
    if (isOver) throw new Error(`the server ended:\n${said.stdout}${said.stderr}`);
    await Promise.race([ended, child.stdout === null ? ended : once(child.stdout, 'data')]);
  }
}
