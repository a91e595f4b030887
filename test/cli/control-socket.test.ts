/** The server's ear: closed to others, bounded in size and time, and gone when the server is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CommandRequest } from '../../src/cli/command-runner.js';
import { type ControlSocket, startControlSocket } from '../../src/cli/control-socket.js';
import { handOver } from '../../src/cli/hand-over.js';
import type { CommandOutcome } from '../../src/cli/outcome.js';
import { temporaryFolder } from './child-program.js';

const request: CommandRequest = { argv: ['user', 'list'], password: 'pass — word', user: 'tester' };
const outcome: CommandOutcome = { exitCode: 1, stdout: 'out\n', stderr: 'err\n' };

let folder: ReturnType<typeof temporaryFolder>;
let open: ControlSocket[] = [];
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  for (const socket of open) await socket.close();
  open = [];
  folder.remove();
});

async function listen(dataDir: string, runCommand = async (_: CommandRequest) => outcome) {
  const socket = await startControlSocket({ dataDir, runCommand });
  open.push(socket);
  return socket;
}

/** Everything that comes back until the other side hangs up. */
async function said(path: string, bytes: Buffer | string): Promise<string> {
  const socket = connect(path);
  socket.on('error', () => {});
  socket.write(bytes);
  let answer = '';
  for await (const chunk of socket.setEncoding('utf8')) answer += chunk;
  return answer;
}

const places: [string, () => string][] = [
  ['in DATA_DIR', () => folder.path],
  ['elsewhere, when the path is too long', () => join(folder.path, 'x'.repeat(100))],
];

describe.each(places)('%s', (_, dataDirOf) => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = dataDirOf();
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  });

  const socketPath = () => {
    const pointer = join(dataDir, 'control.path');
    return existsSync(pointer) ? readFileSync(pointer, 'utf8') : join(dataDir, 'control.sock');
  };

  test('the command arrives as it was typed, and the answer as it was given', async () => {
    const heard: CommandRequest[] = [];
    await listen(dataDir, async (given) => {
      heard.push(given);
      return outcome;
    });
    expect(await handOver(dataDir, request)).toEqual(outcome);
    expect(heard).toEqual([request]);
  });

  test('nobody but the owner can reach it', async () => {
    await listen(dataDir);
    expect(statSync(socketPath()).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(socketPath())).mode & 0o777).toBe(0o700);
    if (existsSync(join(dataDir, 'control.path'))) {
      expect(statSync(join(dataDir, 'control.path')).mode & 0o777).toBe(0o600);
    }
  });

  test('nothing of it is left after the end', async () => {
    const socket = await listen(dataDir);
    const path = socketPath();
    await socket.close();
    expect([existsSync(path), readdirSync(dataDir)]).toEqual([false, []]);
    expect(await handOver(dataDir, request)).toBeUndefined();
  });
});

test('without a server there is nobody to hand over to', async () => {
  expect(await handOver(folder.path, request)).toBeUndefined();
  expect(await handOver(join(folder.path, 'missing'), request)).toBeUndefined();
  expect(await handOver(join(folder.path, 'x'.repeat(120)), request)).toBeUndefined();
});

test('what a killed server left is recognised by callers, and swept away by the next server', async () => {
  const path = join(folder.path, 'control.sock');
  const program = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`;
  const killed = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'], env: {} });
  await once(killed.stdout, 'data');
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(existsSync(path)).toBe(true);
  expect(await handOver(folder.path, request)).toBeUndefined();
  await listen(folder.path);
  expect(await handOver(folder.path, request)).toEqual(outcome);
});

test('a pointer to a folder that others may enter is not followed', async () => {
  const elsewhere = temporaryFolder();
  try {
    const path = join(elsewhere.path, 'control.sock');
    const listener = createServer((socket) => socket.end('{"exitCode":0,"stdout":"","stderr":""}\n')).listen(path);
    writeFileSync(join(folder.path, 'control.path'), path);
    expect(await handOver(folder.path, request)).toMatchObject({ exitCode: 0 });
    chmodSync(elsewhere.path, 0o755);
    expect(await handOver(folder.path, request)).toBeUndefined();
    listener.close();
  } finally {
    elsewhere.remove();
  }
});

test.each([
  ['what is not JSON', 'hello\n'],
  ['another object', '{"argv":"user list","user":"x"}\n'],
  ['an object with more in it', '{"argv":[],"user":"x","env":{"A":"b"}}\n'],
  ['a line without end', 'x'.repeat(70_000)],
  ['bytes', Buffer.from([0xff, 0xfe, 0x0a])],
])('%s is hung up on, and nothing runs', async (_, bytes) => {
  let runs = 0;
  await listen(folder.path, async () => {
    runs += 1;
    return outcome;
  });
  expect(await said(join(folder.path, 'control.sock'), bytes)).toBe('');
  expect(runs).toBe(0);
});

test('a caller that says nothing does not hold up the end', async () => {
  const control = await listen(folder.path);
  const silent = connect(join(folder.path, 'control.sock'));
  silent.on('error', () => {});
  await new Promise((resolve) => silent.once('connect', resolve));
  await control.close();
  silent.destroy();
});

test('a caller that has its answer and does not hang up does not hold up the end', async () => {
  const control = await listen(folder.path);
  const asleep = connect({ path: join(folder.path, 'control.sock'), allowHalfOpen: true });
  asleep.on('error', () => {});
  asleep.write(`${JSON.stringify(request)}\n`);
  const [answer] = await once(asleep.setEncoding('utf8'), 'data');
  expect(JSON.parse(answer)).toEqual(outcome);
  await control.close();
  asleep.destroy();
});

test('a command under way ends before the socket closes', async () => {
  let finish = () => {};
  const begun = new Promise<void>((begin) => {
    void listen(folder.path, async () => {
      begin();
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return outcome;
    }).then(() => asked());
  });
  let answer: Promise<CommandOutcome | undefined> | undefined;
  const asked = () => {
    answer = handOver(folder.path, request);
  };
  await begun;
  const closing = open[0]?.close();
  finish();
  expect(await answer).toEqual(outcome);
  await closing;
});

test('a command that fails is not repeated elsewhere: the caller learns that it may have been done', async () => {
  await listen(folder.path, async () => {
    throw new Error('lost');
  });
  await expect(handOver(folder.path, request)).rejects.toMatchObject({ code: 'no_answer' });
});
