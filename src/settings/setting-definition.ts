/** What is known about one variable: enough to read it, to refuse it, to print it and to write its row in the README. */
import { z } from 'zod';

/** One variable of the environment and the setting it becomes. */
export interface SettingDefinition<Value> {
  /** Name in the environment. */
  readonly variable: string;
  /** Text that stands in when the variable is absent; read by the same `parse`. Without it the setting may be absent. */
  readonly default?: string;
  /** What the README says instead of `default`, when the default depends on other things. */
  readonly defaultText?: string;
  /** For the README: what it does, its unit and its range. */
  readonly meaning: string;
  /** A value that would be right, or for a secret, how to make one. */
  readonly example: string;
  /** True when the value must never be printed. */
  readonly secret?: true;
  /** What may be printed of a secret; without it, only that there is one. */
  masked?(value: Value): string;
  /** From the variable's text, trimmed and not empty. Its messages continue the sentence "NAME …". */
  readonly parse: z.ZodType<Value, string>;
}

/** What reading a text comes to: a value, or the rest of a sentence that begins with the variable's name. */
export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly because: string };

/** A schema made of a plain function, so that rules stay values in, value out. */
export function textTo<Value>(read: (text: string) => Reading<Value>): z.ZodType<Value, string> {
  return z.string().transform((text, context) => {
    const reading = read(text);
    if (reading.ok) return reading.value;
    context.addIssue({ code: 'custom', message: reading.because });
    return z.NEVER;
  });
}

/** `true` or `false`, in any case. Nothing else: `yes`, `1` and `on` mean different things to different people. */
export const trueOrFalse = textTo<boolean>((text) => {
  const lower = text.toLowerCase();
  if (lower !== 'true' && lower !== 'false') return { ok: false, because: 'must be true or false' };
  return { ok: true, value: lower === 'true' };
});

/** A whole number written in decimal digits, both ends included. */
export function wholeNumber(from: number, to: number): z.ZodType<number, string> {
  return textTo((text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= from && value <= to) return { ok: true, value };
    return { ok: false, because: `must be a whole number from ${from} to ${to}` };
  });
}

/** One of a closed list of words, in any case. */
export function oneOf<const Word extends string>(words: readonly Word[]): z.ZodType<Word, string> {
  return textTo((text) => {
    const value = words.find((word) => word === text.toLowerCase());
    if (value !== undefined) return { ok: true, value };
    return { ok: false, because: `must be one of ${words.join(', ')}` };
  });
}
