/** What became of each record: one JSON object a line in a file, counts and the first problems for whoever waits. */
import { type FileHandle, open } from 'node:fs/promises';
import { CommandRefused } from '../command.js';

/** `would_create`: in a dry run. `already_imported`: an import made the account. `email_taken`: somebody else did. */
export const importOutcomes = [
  'created',
  'would_create',
  'already_imported',
  'email_taken',
  'duplicate',
  'refused',
] as const;

export type ImportOutcome = (typeof importOutcomes)[number];

/** One line of the report; a record with several problems has several. No secret of the file is in any. */
export interface ReportLine {
  readonly line: number;
  readonly outcome: ImportOutcome;
  /** Of the account that was made. */
  readonly id?: string;
  /** Only when it is known to be an address: in a wrong column could be anything. */
  readonly email?: string;
  readonly field?: string | null;
  readonly because?: string;
  /** In words. */
  readonly reason?: string;
}

/** Problems that are kept for the answer; all of them are in the report. */
const mostKept = 100;

export interface ImportTally {
  readonly counts: Readonly<Record<ImportOutcome, number>>;
  readonly records: number;
  /** The first lines that are no success, in the order of the file. */
  readonly problems: readonly ReportLine[];
  readonly problemsLeftOut: number;
}

export interface ImportReport {
  /** All lines of some records, each list those of one record. */
  add(records: readonly (readonly ReportLine[])[]): Promise<void>;
  tally(): ImportTally;
  close(): Promise<void>;
}

/** `path` undefined: nothing is written. Throws CommandRefused when the file is there already, or cannot be made. */
export async function openReport(path: string | undefined): Promise<ImportReport> {
  const file = path === undefined ? undefined : await create(path);
  const counts = Object.fromEntries(importOutcomes.map((outcome) => [outcome, 0])) as Record<ImportOutcome, number>;
  const problems: ReportLine[] = [];
  let records = 0;
  let problemsLeftOut = 0;
  return {
    async add(added) {
      records += added.length;
      const lines = added.flat();
      for (const [first] of added) if (first !== undefined) counts[first.outcome] += 1;
      for (const line of lines) {
        if (line.reason === undefined) continue;
        if (problems.length < mostKept) problems.push(line);
        else problemsLeftOut += 1;
      }
      await file?.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    },
    tally: () => ({ counts, records, problems, problemsLeftOut }),
    close: async () => file?.close(),
  };
}

/** Never over another file: a report is what remains of an import. */
async function create(path: string): Promise<FileHandle> {
  return open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const because = error.code === 'EEXIST' ? 'is there already' : `cannot be made (${error.code})`;
    throw new CommandRefused('report_refused', `The report ${because}. Nothing was changed.`);
  });
}
