/** Text for a terminal: aligned, and free of what would steer the terminal or turn the reading direction. Pure. */

/** Controls (also those that begin escape sequences), direction marks, halves of a character: an account's name may hold them. */
const harmful = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** One line, safe to print. */
export function printable(text: string): string {
  return text.replace(harmful, '\u{FFFD}');
}

/** Rows as aligned lines; the last column is not padded. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const safe = rows.map((row) => row.map(printable));
  const widths = (safe[0] ?? []).map((_, index) => Math.max(...safe.map((row) => [...(row[index] ?? '')].length)));
  return safe.map((row) =>
    row
      .map((cell, index) =>
        index === row.length - 1 ? cell : cell + ' '.repeat((widths[index] ?? 0) - [...cell].length),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** `name  value`, one a line. Absent values are a dash. */
export function fields(values: Readonly<Record<string, unknown>>): string {
  return columns(Object.entries(values).map(([name, value]) => [name, shown(value)])).join('\n');
}

/** A table of the named members of each object, with a heading; a sentence when there are none. */
export function table(
  items: readonly Readonly<Record<string, unknown>>[],
  names: readonly string[],
  whenEmpty: string,
): string {
  if (items.length === 0) return whenEmpty;
  return columns([names, ...items.map((item) => names.map((name) => shown(item[name])))]).join('\n');
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}
