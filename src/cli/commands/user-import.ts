/** `user import`: accounts of another system, with their passwords, apps and codes, so that nobody must enrol again. */
import { basename, resolve } from 'node:path';
import { type Answer, CommandRefused, defineCommand } from '../command.js';
import { refusedBy } from '../expected-errors.js';
import { formatOf } from '../import/import-records.js';
import { type ImportOutcome, type ImportTally, openReport } from '../import/import-report.js';
import { runImport } from '../import/import-run.js';
import { openSource } from '../import/import-source.js';
import { openInstallation } from '../installation.js';
import { flag, optional, required, textUpTo } from '../option.js';
import { columns, printable } from '../printable.js';

export const userImport = defineCommand({
  words: 'user import',
  summary: 'Make accounts of a file from another system, with their second factors',
  place: 'beside-database',
  options: {
    file: required('F', 'A .csv, .json or .ndjson file', textUpTo(4000)),
    'dry-run': flag('Look at everything and write nothing'),
    resume: flag('Go on with an import that was ended: accounts it has made are no problem'),
    report: optional('R', 'What became of each record, as JSON lines in this new file', textUpTo(4000)),
  },
  async run(context, { file, 'dry-run': isDryRun, resume, report: reportPath }) {
    const format = formatOf(file);
    if (format === undefined)
      throw new CommandRefused('unknown_format', 'The name of the file must end in .csv, .json, .ndjson or .jsonl.');
    const { database, keyRing } = await openInstallation(context);
    const source = await openSource(resolve(context.directory, file));
    try {
      const report = await openReport(reportPath === undefined ? undefined : resolve(context.directory, reportPath));
      try {
        const { actor, clock, progress } = context;
        const parts = { database, keyRing, actor, now: clock.now(), progress, source, format, isDryRun, report };
        await runImport(parts).catch((error: unknown) => {
          throw interrupted(error, report.tally().counts.created);
        });
      } finally {
        await report.close();
      }
      return answer(report.tally(), { file, isDryRun, isResumed: resume });
    } finally {
      await source.close();
    }
  },
});

/** Batches that were written stay; what is said must not be taken for "nothing happened". */
function interrupted(error: unknown, created: number): unknown {
  const { code, message, details } = refusedBy(error);
  if (code === 'failed' || created === 0) return error;
  const told = `${message}\n${created} accounts were made before that, and stay. Run it again with --resume.`;
  return new CommandRefused(code, told, { ...details, created });
}

/** Problems that are shown to a person; with --json there are more. */
const mostShown = 20;

const words: Readonly<Record<ImportOutcome, string>> = {
  created: 'made',
  would_create: 'would be made',
  already_imported: 'imported before',
  email_taken: 'address has an account',
  duplicate: 'twice in the file',
  refused: 'refused',
};

function answer(
  { counts, records, problems, problemsLeftOut }: ImportTally,
  { file, isDryRun, isResumed }: { readonly file: string; readonly isDryRun: boolean; readonly isResumed: boolean },
): Answer {
  const rows = Object.entries(counts).filter(([outcome, count]) => count > 0 || outcome === 'refused');
  const table = columns(rows.map(([outcome, count]) => [`  ${words[outcome as ImportOutcome]}`, String(count)]));
  const shown = problems.slice(0, mostShown).map(({ line, reason }) => `Line ${line}: ${printable(reason ?? '')}`);
  const more = problems.length - shown.length + problemsLeftOut;
  const isWell = counts.email_taken + counts.duplicate + counts.refused === 0;
  const isExpected = isResumed || counts.already_imported === 0;
  return {
    json: { dry_run: isDryRun, records, ...counts, problems, problems_left_out: problemsLeftOut },
    text: [
      `${printable(basename(file))}: ${records} records${isDryRun ? ', looked at only' : ''}`,
      ...table,
      ...shown,
      ...(more > 0 ? [`${more} more. --report FILE has all.`] : []),
    ].join('\n'),
    ...(isExpected ? {} : { note: 'Some accounts were imported before. To go on with an import, say --resume.' }),
    failed: !isWell || !isExpected,
  };
}
