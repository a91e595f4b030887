/** The pages `/admin/resources`, `/admin/resources/:id` and `/admin/resources/:id/delete`: APIs that tokens can be asked for. */
import type { FieldError } from '../../interactions/views/page-context.js';
import { resourceNotFound } from '../administration/administration-problems.js';
import { removeResource } from '../administration/change-resource.js';
import { formatResourceCursor, parseResourceCursor } from '../administration/resource-cursor.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import type { Locale } from '../language/locale.js';
import type { RegisteredResource } from '../oidc/resource.js';
import { listResourcePage } from '../oidc/resource-list-store.js';
import { findRegisteredResource } from '../oidc/resource-store.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import { resourcesPath } from './client-paths.js';
import { resourcesMessages } from './messages/client-catalogues.js';
import { orShowAgain } from './refused-act.js';
import { deleteResourcePage, resourcePage } from './views/resource-page.js';
import { resourcesPage } from './views/resources-page.js';

const perPage = 50;

export const resources: AdminPage = {
  path: resourcesPath,
  needsFreshSignIn: false,
  /** Two statements: the session and its account, the page of resources. */
  async show(ctx, { props }, { database }) {
    const { cursor, done } = ctx.query;
    // Anything that is no cursor shows the first page.
    const after = typeof cursor === 'string' ? parseResourceCursor(cursor) : undefined;
    const page = await listResourcePage(database, {}, { limit: perPage, after });
    const next = page.next === null ? null : formatResourceCursor(page.next);
    const notice = noticeOf(done, ['deleted'], props.locale);
    const isFirst = after === undefined;
    sendPage(ctx, resourcesPage({ ...props, notice, resources: page.resources, isFirst, next }));
  },
};

export const resource: AdminPage = {
  path: `${resourcesPath}/:id`,
  needsFreshSignIn: false,
  /** Two statements: the session and its account, the resource. */
  async show(ctx, open, parts) {
    const notice = noticeOf(ctx.query.done, ['registered', 'changed'], open.props.locale);
    sendPage(ctx, resourcePage({ ...open.props, notice, resource: await resourceOf(open, parts) }));
  },
};

export const deleteOneResource: AdminPage = {
  path: `${resourcesPath}/:id/delete`,
  needsFreshSignIn: true,
  /** Two statements: the session and its account, the resource. */
  async show(ctx, open, parts) {
    sendPage(ctx, deleteResourcePage({ ...open.props, resource: await resourceOf(open, parts) }));
  },
  acts: {
    async delete_resource(ctx, open, _form, parts) {
      const { props, administrator } = open;
      const found = await resourceOf(open, parts);
      const again = {
        locale: props.locale,
        sentences: resourceRefusals(props.locale),
        page: (error: FieldError) => deleteResourcePage({ ...props, resource: found, error }),
      };
      const removed = await orShowAgain(ctx, again, () =>
        removeResource(parts.database, administrator, { id: found.id }),
      );
      if (removed === undefined) return;
      if (!removed.done.ok) throw resourceNotFound();
      seeOther(ctx, `${resourcesPath}?done=deleted`);
    },
  },
};

/** One statement. Throws Problem 404. */
export async function resourceOf({ params }: OpenAdmin, { database }: AdminParts): Promise<RegisteredResource> {
  const found = await findRegisteredResource(database, { id: params.id ?? '' });
  if (found === undefined) throw resourceNotFound();
  return found;
}

/** Refusals of these pages by their code. */
export function resourceRefusals(locale: Locale): Readonly<Record<string, string>> {
  return { super_admin_required: resourcesMessages(locale).superOnly };
}

type Done = 'registered' | 'changed' | 'deleted';

function noticeOf(done: unknown, known: readonly Done[], locale: Locale) {
  const what = known.find((one) => one === done);
  return what && ({ tone: 'success', text: resourcesMessages(locale).done[what] } as const);
}
