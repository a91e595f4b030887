/** The kinds of options that commands have: how each is written, and how its text becomes a value. */
import type { Reading } from '../settings/setting-definition.js';

/** One option of a command. */
export interface OptionSpec<Value> {
  /** What stands for its value in the usage, such as `E`; null for a flag. */
  readonly takes: string | null;
  readonly isRequired: boolean;
  readonly isRepeatable: boolean;
  readonly help: string;
  /** Another name that is understood but not advertised. */
  readonly alias?: string;
  /** From every text given, in order; none when the option is absent. What is wrong continues the sentence "--name …". */
  read(texts: readonly string[]): Reading<Value>;
}

export type Read<Value> = (text: string) => Reading<Value>;

/** One line of text, without white space around it. */
export function textUpTo(longest: number): Read<string> {
  return (text) => {
    const value = text.trim();
    if (value === '') return { ok: false, because: 'must not be empty' };
    if (value.length > longest) return { ok: false, because: `must have at most ${longest} characters` };
    if (/[\p{Cc}\p{Surrogate}]/u.test(value)) return { ok: false, because: 'has a control character in it' };
    return { ok: true, value };
  };
}

/** Text whose further rules are somebody else's. */
export const anyText = textUpTo(2000);

/** An option that must be there. */
export function required<Value>(takes: string, help: string, read: Read<Value>, alias?: string): OptionSpec<Value> {
  return {
    ...{ takes, help, isRequired: true, isRepeatable: false },
    ...(alias === undefined ? {} : { alias }),
    read: ([text]) => (text === undefined ? { ok: false, because: 'is missing' } : read(text)),
  };
}

/** An option that may be absent: undefined then. */
export function optional<Value>(takes: string, help: string, read: Read<Value>): OptionSpec<Value | undefined> {
  return {
    ...{ takes, help, isRequired: false, isRepeatable: false },
    read: ([text]) => (text === undefined ? { ok: true, value: undefined } : read(text)),
  };
}

/** An option that may be given several times: an empty list when absent. */
export function list<Value>(takes: string, help: string, read: Read<Value>): OptionSpec<readonly Value[]> {
  return {
    ...{ takes, help, isRequired: false, isRepeatable: true },
    read(texts) {
      const value: Value[] = [];
      for (const text of texts) {
        const reading = read(text);
        if (!reading.ok) return reading;
        value.push(reading.value);
      }
      return { ok: true, value };
    },
  };
}

/** An option without a value. */
export function flag(help: string): OptionSpec<boolean> {
  return {
    ...{ takes: null, help, isRequired: false, isRepeatable: false },
    read: (texts) => ({ ok: true, value: texts.length > 0 }),
  };
}

/** One of a closed list of words. */
export function wordOf<const Word extends string>(...words: readonly Word[]): Read<Word> {
  return (text) => {
    const value = words.find((word) => word === text);
    return value === undefined ? { ok: false, because: `must be one of ${words.join(', ')}` } : { ok: true, value };
  };
}

/** A whole number, both ends included. */
export function countFrom(from: number, to: number): Read<number> {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= from && value <= to
      ? { ok: true, value }
      : { ok: false, because: `must be a whole number from ${from} to ${to}` };
  };
}

const secondsOf = { s: 1, m: 60, h: 3600 } as const;

/** A duration such as `90s`, `10m` or `1h`, as seconds. */
export function durationUpTo(longestSeconds: number): Read<number> {
  return (text) => {
    const [, digits, unit] = /^(\d{1,6})(s|m|h)$/.exec(text) ?? [];
    const value = Number(digits) * secondsOf[(unit ?? 's') as keyof typeof secondsOf];
    return value >= 1 && value <= longestSeconds
      ? { ok: true, value }
      : { ok: false, because: `must be a duration such as 90s or 10m, at most ${longestSeconds / 60}m` };
  };
}
