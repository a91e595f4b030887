/** Whether a reminder of the end of the grace period is due, and which. Pure. */
import { createHash } from 'node:crypto';
import type { MfaSubject } from '../mfa/policy.js';
import { type MfaPolicy, requirementOf } from '../mfa/policy.js';

/** Days before the deadline at which people are reminded. */
export const reminderDistances: readonly number[] = [7, 3, 1];

const dayMilliseconds = 86_400_000;

export interface GraceReminder {
  /** The same for the same account, deadline and distance, so that it is inserted once. */
  readonly mailId: string;
  readonly deadline: Date;
}

/** Null for an account that has a factor, is not required to have one, or whose deadline is past or further away than a week. */
export function graceReminder(
  { id, subject }: { readonly id: string; readonly subject: MfaSubject },
  policy: MfaPolicy,
  now: Date,
): GraceReminder | null {
  if (subject.hasFactor || subject.enrolmentDemandedAt !== null) return null;
  const deadline = requirementOf(subject, policy)?.deadline ?? null;
  if (deadline === null || deadline <= now) return null;
  const daysLeft = (deadline.getTime() - now.getTime()) / dayMilliseconds;
  // After a pause one reminder stands for those that were missed.
  const distance = reminderDistances.toReversed().find((days) => daysLeft <= days);
  if (distance === undefined) return null;
  return { mailId: uuidOf(`${id} ${deadline.toISOString()} ${distance}`), deadline };
}

/** A UUID of version 8 (RFC 9562 section 5.8): whoever works it out has the id of a mail without a link. */
function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(`grace reminder ${text}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
