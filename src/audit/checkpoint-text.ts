/** A checkpoint as one word, to be kept elsewhere: `number/sequence/moment/hash/signature`. Pure. */
import type { Checkpoint } from './chain.js';

const shape =
  /^(\d{1,9})\/(\d{1,15})\/(\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?)\/([A-Za-z0-9_-]{43})\/([A-Za-z0-9_-]{43})$/;

export function checkpointText({ number, sequence, at, hash, signature }: Checkpoint): string {
  return [number, sequence, at, hash, signature].join('/');
}

/** Undefined for anything else. Whether it is true is for the verification to say. */
export function readCheckpointText(text: string): Checkpoint | undefined {
  const [, number, sequence, at, hash, signature] = shape.exec(text) ?? [];
  if (at === undefined || hash === undefined || signature === undefined) return undefined;
  return { number: Number(number), sequence: Number(sequence), at, hash, signature };
}
