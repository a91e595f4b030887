/** The text file that people keep their backup codes in. Pure. */

import type { Locale } from '../../src/language/locale.js';
import { messagesFor } from './messages/catalogue.js';

/** What goes into the file. */
export interface BackupCodeFile {
  readonly locale: Locale;
  readonly issuer: string;
  readonly account: string;
  readonly madeAt: Date;
  readonly codes: readonly string[];
}

/** Name under which browsers save it. */
export const backupCodeFileName = 'countersign-backup-codes.txt';

/** The file's text. Names stay on their line, whatever is in them. */
export function backupCodeText({ locale, issuer, account, madeAt, codes }: BackupCodeFile): string {
  const { file } = messagesFor(locale).backupCodes;
  const lines = [
    file.heading(onOneLine(issuer)),
    file.account(onOneLine(account)),
    file.date(madeAt),
    '',
    ...codes.map((code, index) => `${String(index + 1).padStart(2)}. ${code}`),
    '',
    file.note,
    '',
  ];
  return lines.join('\r\n');
}

/** Inside the link, so that the download needs neither script nor a second request that would show the codes again. */
export function backupCodeDataUrl(file: BackupCodeFile): string {
  return `data:text/plain;charset=utf-8,${encodeURIComponent(wellFormed(backupCodeText(file)))}`;
}

function onOneLine(name: string): string {
  return name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** Halves of a character become U+FFFD; encodeURIComponent throws on them. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
