/** What can be wrong with a record, as a stable code and in words. The words never hold what the file holds. */
import type { ImportColumn } from './import-columns.js';

/** Each continues the name of the field, or "The record". */
const words = {
  record_too_long: 'is longer than 65,536 characters',
  field_count: 'has another number of fields than the heading',
  not_json: 'is not JSON',
  not_an_object: 'is not a JSON object',
  database_refused: 'was refused by the database',
  missing: 'is missing',
  not_text: 'must be text, or a list of texts where several may stand',
  too_long: 'is too long',
  control_character: 'has a control character in it',
  malformed_email: 'is not an e-mail address',
  too_many: 'has too many entries',
  malformed_role: 'has a role that is longer than 64 characters, or with blanks or control characters in it',
  unknown_status: 'must be active, pending or disabled',
  pending_unverified: 'cannot be pending while email_verified is false: such accounts are forgotten after a week',
  malformed_locale: 'is not a language tag such as nl or nl-BE',
  not_a_truth: 'must be true or false',
  malformed_moment: 'is not a date and time with its offset, such as 2024-05-01T12:00:00Z',
  moment_out_of_range: 'is before 1970 or in the future',
  unknown_hash:
    'is not a hash of a form that is known: Argon2id, Argon2i, bcrypt, PBKDF2 or scrypt, each with its parameters',
  costly_hash: 'has parameters that would take more than about a second or 256 MiB at every sign-in',
  no_seed: 'holds what is neither an otpauth address with one secret nor base 32',
  other_parameters:
    'is for codes that are not verified here: only time-based ones with SHA1, 6 digits and 30 seconds are',
  seed_length: 'has a secret shorter than 80 or longer than 512 bits',
  seed_twice: 'has the same secret twice',
  too_many_apps: 'has more than five entries',
  code_shape:
    'has a code that is not 8 to 64 letters and digits (dashes, dots and blanks apart): shorter ones are too easy to guess, and six digits are taken for those of an app',
  without_totp: 'belongs to an authenticator app, and totp is empty',
} as const;

export type ProblemCode = keyof typeof words;

/** `field` null: the record as a whole. */
export interface ImportProblem {
  readonly field: ImportColumn | null;
  readonly because: ProblemCode;
}

export function problemInWords({ field, because }: ImportProblem): string {
  return `${field ?? 'The record'} ${words[because]}.`;
}
