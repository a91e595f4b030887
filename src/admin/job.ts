/** The page `/admin/jobs/:id`: how far an act on many accounts is. */
import { findBulkJob } from '../administration/bulk-job-store.js';
import { Problem } from '../http/problem.js';
import { sendPage } from '../http/send-page.js';
import type { AdminPage } from './admin-parts.js';
import { jobPage } from './views/job-page.js';

/** Seconds after which a browser looks again by itself, without script. */
const refreshSeconds = 5;

export const job: AdminPage = {
  path: '/admin/jobs/:id',
  needsFreshSignIn: false,
  /** Two statements: the session and its account, the job. */
  async show(ctx, { props, params }, { database }) {
    const found = await findBulkJob(database, params.id ?? '');
    if (found === undefined) throw new Problem(404, 'job_not_found', 'There is no such act, or it ended long ago.');
    if (found.finishedAt === null) ctx.set('Refresh', String(refreshSeconds));
    sendPage(ctx, jobPage({ ...props, job: found }));
  },
};
