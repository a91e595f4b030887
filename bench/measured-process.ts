/** Starts a server process and asks it what it has used. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Question = 'usage' | 'hash';
export type Answer =
  | { readonly startMilliseconds: number }
  | { readonly cpuMilliseconds: number; readonly rssBytes: number };

export interface MeasuredProcess {
  /** From the process's first line of ours to the port being open, in milliseconds. */
  readonly startMilliseconds: number;
  /** From the spawning of the process, with the loading of its code. */
  readonly wholeStartMilliseconds: number;
  ask(question: Question): Promise<{ cpuMilliseconds: number; rssBytes: number }>;
  stop(): Promise<void>;
}

export async function startMeasured(
  kind: 'countersign' | 'bare',
  env: Record<string, string>,
): Promise<MeasuredProcess> {
  const begunAt = performance.now();
  const file = fileURLToPath(
    new URL(import.meta.url.endsWith('.ts') ? './server-process.ts' : './server-process.js', import.meta.url),
  );
  const child = fork(file, [kind], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const first = await answerOf(child);
  if (!('startMilliseconds' in first)) throw new Error('The server did not say that it had started.');
  return {
    startMilliseconds: first.startMilliseconds,
    wholeStartMilliseconds: performance.now() - begunAt,
    async ask(question) {
      const answer = answerOf(child);
      child.send(question);
      const usage = await answer;
      if ('startMilliseconds' in usage) throw new Error('The server started twice.');
      return usage;
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

function answerOf(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null) => reject(new Error(`The server process ended with ${code}.`));
    child.once('exit', gone);
    child.once('message', (answer: Answer) => {
      child.off('exit', gone);
      resolve(answer);
    });
  });
}
