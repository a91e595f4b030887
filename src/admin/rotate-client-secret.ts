/** The page `/admin/clients/:id/rotate-secret`. */
import type { FieldError } from '../../interactions/views/page-context.js';
import { clientNotFound } from '../administration/administration-problems.js';
import { renewClientSecret } from '../administration/change-client.js';
import { sendPage } from '../http/send-page.js';
import type { Client } from '../oidc/client.js';
import type { AdminPage } from './admin-parts.js';
import { clientsPath } from './client-paths.js';
import { clientOf } from './clients.js';
import { clientFormMessages } from './messages/client-catalogues.js';
import { orShowAgain } from './refused-act.js';
import { clientSecretPage, rotateSecretPage } from './views/client-secret-pages.js';

export const rotateSecret: AdminPage = {
  path: `${clientsPath}/:id/rotate-secret`,
  needsFreshSignIn: true,
  /** Two statements: the session and its account, the client. */
  async show(ctx, open, parts) {
    sendPage(ctx, rotateSecretPage({ ...open.props, client: shownClient(await clientOf(open, parts)) }));
  },
  acts: {
    /** Sent again, by a reload of the page with the secret, it changes nothing: `seen` is of before the first time. */
    async rotate_secret(ctx, open, form, parts) {
      const { props, administrator } = open;
      const { locale } = props;
      const client = await clientOf(open, parts);
      const texts = clientFormMessages(locale);
      const overlap = form.get('overlap') ?? '';
      const page = (error: FieldError) => rotateSecretPage({ ...props, client: shownClient(client), overlap, error });
      if (!Object.hasOwn(texts.rotate.choices, overlap)) {
        return sendPage(ctx, page({ field: 'overlap', message: texts.problems.unknown_value }), 422);
      }
      const how = { overlapSeconds: Number(overlap), seen: form.get('seen') ?? '' };
      const sentences = { super_admin_required: texts.superOnly, client_changed: texts.rotate.shownAlready };
      const renewed = await orShowAgain(ctx, { locale, sentences, page }, () =>
        renewClientSecret(parts.database, administrator, client.id, how),
      );
      if (renewed === undefined) return;
      const { done } = renewed;
      if (!done.ok) {
        if (done.because === 'client_not_found') throw clientNotFound();
        return sendPage(ctx, page({ field: 'form', message: texts.rotate.none }), 409);
      }
      const { id, metadata, previousSecretExpiresAt: formerOpensUntil } = done.client;
      const shown = { id, name: metadata.client_name, formerOpensUntil };
      sendPage(ctx, clientSecretPage({ ...props, how: 'rotated', client: shown, secret: done.clientSecret }));
    },
  },
};

function shownClient({ id, metadata, updatedAt, secretHash }: Client) {
  return { id, name: metadata.client_name, seen: updatedAt.toISOString(), hasSecret: secretHash !== null };
}
