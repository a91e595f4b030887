/** Time-based one-time passwords (RFC 6238: SHA-1, six digits, 30 seconds). Pure: time is given. Nothing here throws on what people type. */
import { timingSafeEqual } from 'node:crypto';
import { createGuardrails, generateSecret, generateSync } from 'otplib';

/** Seconds of one step. */
const totpPeriodSeconds = 30;

/** Bytes a seed may have. Ours have 20; many apps were given 10 by systems from which accounts are imported. */
export const seedBytes = { fewest: 10, most: 64 } as const;

const guardrails = createGuardrails({ MIN_SECRET_BYTES: seedBytes.fewest, MAX_SECRET_BYTES: seedBytes.most });

/** Steps beyond the window in which a code still tells how far a clock is off: 20 steps are ten minutes. */
const clockSearchSteps = 20;

/** 160 bits in base 32, the length that RFC 4226 section 4 recommends. */
export function generateSeed(): string {
  return generateSecret({ length: 20 });
}

/** Number of the step at this moment: 30-second periods since 1970. */
export function stepAt(now: Date): number {
  return Math.floor(now.getTime() / 1000 / totpPeriodSeconds);
}

/** The code of one step. Throws on a damaged seed only. */
export function codeAtStep(seed: string, step: number): string {
  return generateSync({ secret: seed, epoch: step * totpPeriodSeconds, period: totpPeriodSeconds, guardrails });
}

/**
 * All steps of the window whose code this is, nearest first; almost always none or one.
 * `window`: accepted steps each way. RFC 6238 section 5.2 recommends at most one.
 */
export function matchingSteps(seed: string, digits: string, now: Date, window: number): number[] {
  const present = stepAt(now);
  return distances(0, window)
    .map((distance) => present + distance)
    .filter((step) => isCodeOfStep(seed, digits, step));
}

/**
 * How many minutes the phone's clock is off, when the code belongs to a step not far outside the window; positive when the
 * phone is fast. It only names the problem: such a code is never accepted.
 */
export function findClockOffset(seed: string, digits: string, now: Date, window: number): number | null {
  const present = stepAt(now);
  const distance = distances(window + 1, window + clockSearchSteps).find((distance) =>
    isCodeOfStep(seed, digits, present + distance),
  );
  if (distance === undefined) return null;
  const minutes = Math.max(1, Math.round((Math.abs(distance) * totpPeriodSeconds) / 60));
  return distance < 0 ? -minutes : minutes;
}

/** Distances in steps, the nearest first and the past before the future: 0, -1, 1, -2, 2, … */
function distances(from: number, to: number): number[] {
  const found: number[] = [];
  for (let distance = from; distance <= to; distance += 1)
    found.push(...(distance === 0 ? [0] : [-distance, distance]));
  return found;
}

function isCodeOfStep(seed: string, digits: string, step: number): boolean {
  if (step < 0) return false;
  const typed = Buffer.from(digits);
  const right = Buffer.from(codeAtStep(seed, step));
  return typed.length === right.length && timingSafeEqual(typed, right);
}
