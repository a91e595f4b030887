/** The pages `/admin/clients` and `/admin/clients/:id`: relying parties, and one of them. */
import { clientNotFound } from '../administration/administration-problems.js';
import { formatClientCursor, parseClientCursor } from '../administration/client-cursor.js';
import { sendPage } from '../http/send-page.js';
import type { Locale } from '../language/locale.js';
import type { Client } from '../oidc/client.js';
import { listClientPage } from '../oidc/client-list-store.js';
import { findClientById } from '../oidc/client-store.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import { clientsPath } from './client-paths.js';
import { clientsMessages } from './messages/client-catalogues.js';
import { clientPage } from './views/client-page.js';
import { clientsPage } from './views/clients-page.js';

const perPage = 50;

export const clients: AdminPage = {
  path: clientsPath,
  needsFreshSignIn: false,
  /** Two statements: the session and its account, the page of clients. */
  async show(ctx, { props }, { database }) {
    const { cursor, done } = ctx.query;
    // Anything that is no cursor shows the first page.
    const after = typeof cursor === 'string' ? parseClientCursor(cursor) : undefined;
    const page = await listClientPage(database, { limit: perPage, after });
    const next = page.next === null ? null : formatClientCursor(page.next);
    const notice = noticeOf(done, 'deleted', props.locale);
    sendPage(ctx, clientsPage({ ...props, notice, clients: page.clients, isFirst: after === undefined, next }));
  },
};

export const client: AdminPage = {
  path: `${clientsPath}/:id`,
  needsFreshSignIn: false,
  /** Two statements: the session and its account, the client. */
  async show(ctx, open, parts) {
    const { props } = open;
    const found = await clientOf(open, parts);
    const notice = noticeOf(ctx.query.done, 'changed', props.locale);
    sendPage(ctx, clientPage({ ...props, notice, client: found }));
  },
};

/** One statement. Throws Problem 404. */
export async function clientOf({ params }: OpenAdmin, { database }: AdminParts): Promise<Client> {
  const found = await findClientById(database, params.id ?? '');
  if (found === undefined) throw clientNotFound();
  return found;
}

function noticeOf(done: unknown, what: 'changed' | 'deleted', locale: Locale) {
  return done === what ? ({ tone: 'success', text: clientsMessages(locale).done[what] } as const) : undefined;
}
