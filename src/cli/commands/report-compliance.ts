/** `report compliance`. */
import { resolve } from 'node:path';
import { complianceChunks, complianceCsv, complianceNdjson } from '../../administration/compliance-report.js';
import { standings } from '../../census/standing.js';
import { defineCommand } from '../command.js';
import { counted } from '../encryption-key-use.js';
import { openInstallation } from '../installation.js';
import { optional, textUpTo, wordOf } from '../option.js';
import { writeNewFile } from '../write-new-file.js';

const formats = { csv: complianceCsv, ndjson: complianceNdjson } as const;

export const reportCompliance = defineCommand({
  words: 'report compliance',
  summary: 'Write who has which second factor, and who must, as CSV or JSON lines, to stdout or a new file',
  place: 'beside-database',
  options: {
    format: optional('csv|ndjson', 'A line for each account (csv)', wordOf('csv', 'ndjson')),
    file: optional('F', 'A file that is not there yet; only its owner may read it', textUpTo(4000)),
    state: optional('S', `Only those: ${standings.join(', ')}`, wordOf(...standings)),
    role: optional('R', 'Only accounts with this role', textUpTo(64)),
    group: optional('G', 'Only accounts in this group', textUpTo(200)),
  },
  async run(context, { format = 'csv', file: path, state: standing, role, group }) {
    const { database } = await openInstallation(context);
    let accounts = 0;
    const counting = {
      ...formats[format],
      line: (entry: Parameters<typeof complianceCsv.line>[0]) => {
        accounts += 1;
        return formats[format].line(entry);
      },
    };
    const page = { sort: 'created', after: undefined, limit: Number.POSITIVE_INFINITY } as const;
    const asked = { filter: { standing, role, group }, page };
    const chunks = complianceChunks(database, await context.policy(), asked, counting);
    if (path === undefined) {
      for await (const chunk of chunks) await context.print(chunk);
      return { json: {}, text: '', note: `${counted(accounts, 'account')}.` };
    }
    await writeNewFile(resolve(context.directory, path), chunks, () =>
      context.progress({ done: accounts, total: accounts }),
    );
    return { json: { accounts, file: path }, text: `${counted(accounts, 'account')} in ${path}` };
  },
});
