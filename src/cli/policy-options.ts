/** How levels of the policy are written on the command line. */
import { type MfaLevel, mfaLevels } from '../accounts/account-rules.js';
import type { Reading } from '../settings/setting-definition.js';
import { roleName } from './role-option.js';

/** A level, or `default`: no rule of the database. */
export function levelOrDefault(text: string): Reading<MfaLevel | null> {
  if (text === 'default') return { ok: true, value: null };
  const level = mfaLevels.find((one) => one === text);
  return level === undefined
    ? { ok: false, because: `must be one of ${[...mfaLevels, 'default'].join(', ')}` }
    : { ok: true, value: level };
}

/** `editor=required`. */
export function roleLevel(text: string): Reading<{ readonly role: string; readonly level: MfaLevel | null }> {
  const [name, level] = halves(text);
  const role = roleName(name);
  if (!role.ok) return { ok: false, because: `must be ROLE=LEVEL; the role ${role.because}` };
  const reading = levelOrDefault(level);
  return reading.ok ? { ok: true, value: { role: name, level: reading.value } } : reading;
}

/** `Finance=required`; the name may have equals signs in it. */
export function groupLevel(text: string): Reading<{ readonly group: string; readonly level: MfaLevel }> {
  const [group, level] = halves(text);
  if (group === '') return { ok: false, because: 'must be GROUP=LEVEL' };
  const reading = levelOrDefault(level);
  // A group without a rule is an optional one.
  return reading.ok ? { ok: true, value: { group, level: reading.value ?? 'optional' } } : reading;
}

/** Days, or `default`. */
export function daysOrDefault(text: string): Reading<number | null> {
  if (text === 'default') return { ok: true, value: null };
  const days = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return days <= 90
    ? { ok: true, value: days }
    : { ok: false, because: 'must be a whole number from 0 to 90, or default' };
}

function halves(text: string): readonly [string, string] {
  const at = text.lastIndexOf('=');
  return at === -1 ? ['', text] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
