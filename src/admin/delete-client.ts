/** The page `/admin/clients/:id/delete`. */
import type { FieldError } from '../../interactions/views/page-context.js';
import { clientNotFound } from '../administration/administration-problems.js';
import { removeClient } from '../administration/change-client.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import { clientsPath } from './client-paths.js';
import { clientOf } from './clients.js';
import { clientFormMessages } from './messages/client-catalogues.js';
import { orShowAgain } from './refused-act.js';
import { deleteClientPage } from './views/client-secret-pages.js';

export const deleteOneClient: AdminPage = {
  path: `${clientsPath}/:id/delete`,
  needsFreshSignIn: true,
  /** Two statements: the session and its account, the client. */
  async show(ctx, open, parts) {
    sendPage(ctx, deleteClientPage({ ...open.props, client: await named(open, parts) }));
  },
  acts: {
    async delete_client(ctx, open, _form, parts) {
      const { props, administrator } = open;
      const client = await named(open, parts);
      const again = {
        locale: props.locale,
        sentences: { super_admin_required: clientFormMessages(props.locale).superOnly },
        page: (error: FieldError) => deleteClientPage({ ...props, client, error }),
      };
      const removed = await orShowAgain(ctx, again, () => removeClient(parts.database, administrator, client.id));
      if (removed === undefined) return;
      if (!removed.done.ok) throw clientNotFound();
      seeOther(ctx, `${clientsPath}?done=deleted`);
    },
  },
};

async function named(open: OpenAdmin, parts: AdminParts) {
  const { id, metadata } = await clientOf(open, parts);
  return { id, name: metadata.client_name };
}
