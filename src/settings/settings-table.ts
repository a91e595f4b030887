/** The README's table of settings, made of the definitions that the server reads, so that the two cannot differ. */
import { settingEntries } from './setting-definitions.js';

const start = '<!-- settings:start -->';
const end = '<!-- settings:end -->';

/** A Markdown table: variable, default, meaning. No line break at the end. */
export function settingsTableMarkdown(): string {
  const rows = settingEntries.map(([, { variable, default: fallback, defaultText, meaning }]) =>
    row([`\`${variable}\``, defaultText ?? (fallback === undefined ? '–' : `\`${fallback}\``), meaning]),
  );
  return [row(['Variable', 'Default', 'Meaning']), row(['---', '---', '---']), ...rows].join('\n');
}

/** `text` with everything between its two markers replaced by the table. Throws when a marker is missing. */
export function withSettingsTable(text: string): string {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`The text must hold ${start} and, after it, ${end}.`);
  return `${text.slice(0, from + start.length)}\n${settingsTableMarkdown()}\n${text.slice(to)}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
