/** A TypeScript program run as a process of its own, spoken to by lines: for what must survive or must be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface LineProcess {
  readonly pid: number;
  /** The next line it prints; rejects when it ended instead. */
  nextLine(): Promise<string>;
  /** Sends a line and returns the next one it prints. */
  ask(line: string): Promise<string>;
  isRunning(): boolean;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts `program`, a path from the repository's root. Its standard error is shown. */
export function startProcess(program: string, programArguments: readonly string[]): LineProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...programArguments], {
    env: { PATH: process.env.PATH },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${program} ended with code ${child.exitCode}, signal ${child.signalCode}`);
    return String(value);
  };
  return {
    pid: child.pid ?? Number.NaN,
    nextLine,
    ask: (line) => {
      child.stdin.write(`${line}\n`);
      return nextLine();
    },
    isRunning: () => isRunning(child),
    kill: async () => {
      if (!isRunning(child)) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
