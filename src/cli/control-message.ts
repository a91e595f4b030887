/** What goes over the control socket: one line of JSON there, one line back. */
import type { Socket } from 'node:net';
import { z } from 'zod';
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
});

const outcomeSchema = z.strictObject({
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  stdout: z.string(),
  stderr: z.string(),
});

/** Undefined for anything that is not a request. */
export function parseRequest(line: string): CommandRequest | undefined {
  return parsed(requestSchema, line);
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

/** The first line that arrives; undefined when there is none in time, when it is too long, or when the other side hangs up. */
export function readLine(
  socket: Socket,
  { maxBytes, milliseconds }: { readonly maxBytes: number; readonly milliseconds: number },
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (line: string | undefined) => {
      clearTimeout(timer);
      socket.off('data', take).off('end', hangUp).off('close', hangUp);
      resolve(line);
    };
    const hangUp = () => finish(undefined);
    const take = (chunk: Buffer) => {
      const end = chunk.indexOf(0x0a);
      chunks.push(end === -1 ? chunk : chunk.subarray(0, end));
      bytes += chunk.length;
      if (bytes > maxBytes) finish(undefined);
      else if (end !== -1) finish(Buffer.concat(chunks).toString('utf8'));
    };
    const timer = setTimeout(hangUp, milliseconds);
    socket.on('data', take).on('end', hangUp).on('close', hangUp);
  });
}
