/** What goes over the control socket: one line of JSON there, and back any number of lines that tell how far the work is or hold a piece of stdout, then the outcome. */
import type { Socket } from 'node:net';
import { z } from 'zod';
import type { Progress } from './command.js';
import type { CommandRequest } from './command-runner.js';
import type { CommandOutcome } from './outcome.js';

/** Bytes of a request at most; the longest command line is far shorter. */
export const longestRequest = 65_536;
/** Bytes of an answer at most: a thousand accounts with everything about them. */
export const longestAnswer = 16_777_216;

const requestSchema = z.strictObject({
  argv: z.array(z.string()).max(200),
  password: z.string().optional(),
  user: z.string().max(200),
  directory: z.string().max(4096).optional(),
});

const outcomeSchema = z.strictObject({
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  stdout: z.string(),
  stderr: z.string(),
});

const progressSchema = z.strictObject({ done: z.int().min(0), total: z.int().min(0) });

const outputSchema = z.strictObject({ output: z.string() });

/** Undefined for anything that is not a request. */
export function parseRequest(line: string): CommandRequest | undefined {
  return parsed(requestSchema, line);
}

/** Undefined for anything that does not tell how far the work is. */
export function parseProgress(line: string): Progress | undefined {
  return parsed(progressSchema, line);
}

/** Undefined for anything that is no piece of stdout. */
export function parseOutput(line: string): string | undefined {
  return parsed(outputSchema, line)?.output;
}

/** Undefined for anything that is not an answer. */
export function parseOutcome(line: string): CommandOutcome | undefined {
  return parsed(outcomeSchema, line);
}

function parsed<Value>(schema: z.ZodType<Value>, line: string): Value | undefined {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

interface LineLimits {
  /** Of one line. */
  readonly maxBytes: number;
  /** From the line before. */
  readonly milliseconds: number;
}

/** The first line that arrives; undefined when there is none in time, when it is too long, or when the other side hangs up. */
export function readLine(socket: Socket, limits: LineLimits): Promise<string | undefined> {
  return readLinesUntil(socket, limits, () => true);
}

/** The first line that `isLast` takes for the last; undefined when one before it is missing, as in `readLine`. */
export function readLinesUntil(
  socket: Socket,
  { maxBytes, milliseconds }: LineLimits,
  isLast: (line: string) => boolean,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (line: string | undefined) => {
      clearTimeout(timer);
      socket.off('data', take).off('end', hangUp).off('close', hangUp);
      resolve(line);
    };
    const hangUp = () => finish(undefined);
    const take = (chunk: Buffer) => {
      const end = chunk.indexOf(0x0a);
      const part = end === -1 ? chunk : chunk.subarray(0, end);
      chunks.push(part);
      bytes += part.length;
      if (bytes > maxBytes) return finish(undefined);
      if (end === -1) return;
      const line = Buffer.concat(chunks).toString('utf8');
      if (isLast(line)) return finish(line);
      chunks = [];
      bytes = 0;
      timer.refresh();
      take(chunk.subarray(end + 1));
    };
    // A pause is ours: whoever reads what is printed reads slowly.
    const timer = setTimeout(() => (socket.isPaused() ? timer.refresh() : hangUp()), milliseconds);
    socket.on('data', take).on('end', hangUp).on('close', hangUp);
  });
}
