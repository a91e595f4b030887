/** Lines of CSV for people who open them in a spreadsheet (RFC 4180): every field quoted, and none a formula. Pure. */

/** What spreadsheets take for a formula, also after blanks, and in the wide forms of East Asian keyboards. */
const formula = /^[\s\p{C}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;

/** One line with its end. Null is an empty field. */
export function csvLine(fields: readonly (string | number | null)[]): string {
  return `${fields.map((field) => (typeof field === 'number' ? String(field) : quoted(field ?? ''))).join(',')}\r\n`;
}

/** People call themselves what they like, `=HYPERLINK(…)` too: the apostrophe makes it text (OWASP, "CSV Injection"). */
function quoted(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
