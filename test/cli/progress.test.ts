/** How far a long command is: drawn for a person, told by a server that runs it, silent for scripts. */
import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { Progress } from '../../src/cli/command.js';
import type { RunCommand } from '../../src/cli/command-runner.js';
import { startControlSocket } from '../../src/cli/control-socket.js';
import { handOver } from '../../src/cli/hand-over.js';
import type { CommandOutcome } from '../../src/cli/outcome.js';
import { createProgressBar, progressLine } from '../../src/cli/progress-bar.js';
import { temporaryFolder } from './child-program.js';

test.each([
  [{ done: 0, total: 6 }, `[${'-'.repeat(30)}] 0 of 6`],
  [{ done: 3, total: 6 }, `[${'#'.repeat(15)}${'-'.repeat(15)}] 3 of 6`],
  [{ done: 9, total: 6 }, `[${'#'.repeat(30)}] 6 of 6`],
  [{ done: 0, total: 0 }, `[${'#'.repeat(30)}] 0 of 0`],
])('%j is drawn as %s', (progress, line) => {
  expect(progressLine(progress)).toBe(line);
});

describe('the bar', () => {
  function stream(isTTY: boolean) {
    let text = '';
    const written = new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk);
        done();
      },
    });
    return { stderr: Object.assign(written, { isTTY }), text: () => text };
  }

  test.each([
    ['a terminal', true, false, true],
    ['a terminal, with --json', true, true, false],
    ['a file', false, false, false],
  ])('on %s', (_, isTTY, isQuiet, isDrawn) => {
    const { stderr, text } = stream(isTTY);
    const bar = createProgressBar(stderr, { isQuiet });
    bar.clear();
    bar.show({ done: 1, total: 2 });
    bar.clear();
    expect(text()).toBe(isDrawn ? `\r${progressLine({ done: 1, total: 2 })}\r\u001b[2K` : '');
  });
});

test('a server tells how far it is, any number of times, and then the outcome', async () => {
  const folder = temporaryFolder();
  const outcome: CommandOutcome = { exitCode: 0, stdout: '{"done":true}\n', stderr: '' };
  const steps: Progress[] = Array.from({ length: 500 }, (_, done) => ({ done, total: 500 }));
  const runCommand: RunCommand = async (_request, heard) => {
    for (const step of steps) heard?.progress?.(step);
    return outcome;
  };
  const socket = await startControlSocket({ dataDir: folder.path, runCommand });
  try {
    const heard: Progress[] = [];
    const request = { argv: ['keys', 'rotate', 'encryption'], user: 'tester' };
    expect(await handOver(folder.path, request, { progress: (progress) => heard.push(progress) })).toEqual(outcome);
    expect(heard).toEqual(steps);
  } finally {
    await socket.close();
    folder.remove();
  }
});
