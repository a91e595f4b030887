/** The pages `/admin/clients/new` and `/admin/clients/:id/change`. */
import type { Context } from 'koa';
import { clientNotFound } from '../administration/administration-problems.js';
import { changeClient, registerClient } from '../administration/change-client.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import type { Client } from '../oidc/client.js';
import type { ClientProblem } from '../oidc/client-registration.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import {
  type ClientFields,
  changeOf,
  fieldsOfClient,
  newClientFields,
  registrationOf,
  shownFields,
  typedFields,
} from './client-fields.js';
import { clientPath, clientsPath, newClientPath } from './client-paths.js';
import { clientErrors, clientRefusals } from './client-problems.js';
import { clientOf } from './clients.js';
import { orShowAgain } from './refused-act.js';
import { clientFormPage } from './views/client-form-page.js';
import { clientSecretPage } from './views/client-secret-pages.js';

export const newClient: AdminPage = {
  path: newClientPath,
  needsFreshSignIn: true,
  /** One statement: the session and its account. */
  async show(ctx, { props }) {
    sendPage(ctx, clientFormPage({ ...props, fields: newClientFields, errors: [] }));
  },
  acts: {
    async save_client(ctx, open, form, { database }) {
      const fields = typedFields(form);
      const read = changeOf(fields);
      if (!read.ok) return refuse(ctx, open, { fields, problems: read.problems });
      const registered = await orShowAgain(ctx, again(open, fields), () =>
        registerClient(database, open.administrator, registrationOf(read.change)),
      );
      if (registered === undefined) return;
      const { done } = registered;
      if (!done.ok) return refuse(ctx, open, { fields, problems: done.problems });
      showSecret(ctx, open, { how: 'registered', client: done.client, secret: done.clientSecret });
    },
  },
};

export const changeOneClient: AdminPage = {
  path: `${clientsPath}/:id/change`,
  needsFreshSignIn: true,
  /** Two statements: the session and its account, the client. */
  async show(ctx, open, parts) {
    const client = await clientOf(open, parts);
    const fields = fieldsOfClient(client);
    sendPage(ctx, clientFormPage({ ...open.props, client: shownClient(client), fields, errors: [] }));
  },
  acts: { save_client: saveChange },
};

async function saveChange(
  ctx: Context,
  open: OpenAdmin,
  form: ReadonlyMap<string, string>,
  parts: AdminParts,
): Promise<void> {
  const client = await clientOf(open, parts);
  const fields = typedFields(form);
  const read = changeOf(fields);
  if (!read.ok) return refuse(ctx, open, { fields, problems: read.problems, client });
  const seen = form.get('seen') ?? '';
  const saved = await orShowAgain(ctx, again(open, fields, client), () =>
    changeClient(parts.database, open.administrator, client.id, read.change, { seen }),
  );
  if (saved === undefined) return;
  const { done } = saved;
  if (done.ok) {
    // A client that proves itself with a secret from now on was given one.
    if (done.clientSecret === undefined) return seeOther(ctx, `${clientPath(client.id)}?done=changed`);
    return showSecret(ctx, open, { how: 'changed', client: done.client, secret: done.clientSecret });
  }
  if (done.because === 'client_not_found') throw clientNotFound();
  refuse(ctx, open, { fields, problems: done.problems, client });
}

/** With everything that was typed, but no secret, and each problem at its field. */
function refuse(
  ctx: Context,
  { props }: OpenAdmin,
  refused: { readonly fields: ClientFields; readonly problems: readonly ClientProblem[]; readonly client?: Client },
): void {
  const { fields, problems, client } = refused;
  const errors = clientErrors(problems, fields, props.locale);
  const page = { ...props, client: client && shownClient(client), fields: shownFields(fields), errors };
  sendPage(ctx, clientFormPage(page), 422);
}

/** What was typed against an older state may be sent again, against the present one. */
function again({ props }: OpenAdmin, fields: ClientFields, client?: Client) {
  return {
    locale: props.locale,
    sentences: clientRefusals(props.locale),
    page: (error: typeof props.error) =>
      clientFormPage({
        ...props,
        error,
        client: client && shownClient(client),
        fields: shownFields(fields),
        errors: [],
      }),
  };
}

function showSecret(
  ctx: Context,
  { props }: OpenAdmin,
  { how, client, secret }: { how: 'registered' | 'changed'; client: Client; secret: string | undefined },
): void {
  const shown = { id: client.id, name: client.metadata.client_name, formerOpensUntil: null };
  sendPage(ctx, clientSecretPage({ ...props, how, client: shown, secret }));
}

function shownClient({ id, metadata, updatedAt }: Client) {
  return { id, name: metadata.client_name, seen: updatedAt.toISOString() };
}
