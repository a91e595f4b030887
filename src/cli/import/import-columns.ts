/** The columns of an import, a closed list: a misspelt one would be lost without a word. */

export const importColumns = [
  'email',
  'name',
  'roles',
  'status',
  'locale',
  'email_verified',
  'created_at',
  'password_hash',
  'totp',
  'backup_codes',
  'mfa_configured_at',
] as const;

export type ImportColumn = (typeof importColumns)[number];

export function isImportColumn(name: string): name is ImportColumn {
  return (importColumns as readonly string[]).includes(name);
}

/** What a record says, by column; what is absent, empty or null is not in it. */
export type ImportValues = Readonly<Partial<Record<ImportColumn, unknown>>>;

/** One record, or why it is none; `line` is where it begins. */
export type ImportRecord =
  | { readonly line: number; readonly ok: true; readonly values: ImportValues }
  | { readonly line: number; readonly ok: false; readonly because: RecordProblem };

export type RecordProblem = 'record_too_long' | 'field_count' | 'not_json' | 'not_an_object';
