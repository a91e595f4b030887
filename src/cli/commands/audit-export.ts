/** `audit export`: all that the filters leave of the audit log, as CSV or JSON lines, however much that is. */
import { resolve } from 'node:path';
import { auditEventTypes } from '../../audit/audit-event.js';
import { csv, exportChunks, ndjson } from '../../audit/audit-export.js';
import { accountNamed } from '../account-lookup.js';
import { defineCommand } from '../command.js';
import { counted } from '../encryption-key-use.js';
import { openInstallation } from '../installation.js';
import { readMoment } from '../moment-option.js';
import { anyText, optional, required, textUpTo, wordOf } from '../option.js';
import { writeNewFile } from '../write-new-file.js';

const formats = { csv, ndjson } as const;

export const auditExport = defineCommand({
  words: 'audit export',
  summary: 'Write audit events as CSV or JSON lines, newest first, to stdout or a new file',
  place: 'beside-database',
  options: {
    format: required('csv|ndjson', 'A line for each event', wordOf('csv', 'ndjson')),
    file: optional('F', 'A file that is not there yet; only its owner may read it', textUpTo(4000)),
    type: optional('T', 'Only events of this type, such as mfa.disabled', wordOf(...auditEventTypes)),
    user: optional('E', 'Only events about this account', anyText),
    actor: optional('ID', 'Only what this account, client or user of this machine did, by its id', textUpTo(200)),
    client: optional('ID', 'Only events about or through this client', textUpTo(200)),
    outcome: optional('O', 'success or failure', wordOf('success', 'failure')),
    from: optional('D', 'Not before this day or moment (ISO 8601, UTC)', readMoment),
    to: optional('D', 'Only before this day or moment', readMoment),
  },
  async run(context, { format, file: path, user, actor: actorId, client: clientId, ...others }) {
    const { database } = await openInstallation(context);
    const subjectId = user === undefined ? undefined : (await accountNamed(database, user)).account.id;
    const { type, outcome, from, to } = others;
    const filter = { type, subjectId, actorId, clientId, outcome, from, to };
    const limit = Number.POSITIVE_INFINITY;
    let events = 0;
    const counting = {
      ...formats[format],
      line: (event: Parameters<typeof csv.line>[0]) => {
        events += 1;
        return formats[format].line(event);
      },
    };
    const chunks = exportChunks(database, { filter, format: counting, after: undefined, limit });
    if (path === undefined) {
      for await (const chunk of chunks) await context.print(chunk);
      return { json: {}, text: '', note: `${counted(events, 'event')}.` };
    }
    await writeNewFile(resolve(context.directory, path), chunks, () =>
      context.progress({ done: events, total: events }),
    );
    return { json: { events, file: path }, text: `${counted(events, 'event')} in ${path}` };
  },
});
