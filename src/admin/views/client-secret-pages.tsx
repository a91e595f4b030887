/** A secret, shown this once; asking for a new one; and the end of an application. */
import type { ComponentChildren } from 'preact';
import { ActButton, ActForm, CopyButton, Field, UserText } from '../../../interactions/views/elements.js';
import { messagesFor } from '../../../interactions/views/messages/catalogue.js';
import { Moment } from '../../../interactions/views/moment.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { clientPath } from '../client-paths.js';
import { clientFormMessages } from '../messages/client-catalogues.js';
import { consolePage } from './console-page.js';
import { SelectField } from './fields.js';

interface NamedClient {
  readonly id: string;
  readonly name: string;
}

/** No acts: what is shown is in this answer and nowhere else. */
export interface ClientSecretPageProps extends AdminPageContext {
  readonly client: NamedClient & { readonly formerOpensUntil: Date | null };
  readonly how: 'registered' | 'rotated' | 'changed';
  /** Undefined: it has none. */
  readonly secret: string | undefined;
}

export function clientSecretPage(props: ClientSecretPageProps): string {
  const texts = clientFormMessages(props.locale).secret;
  const { client, how, secret, locale } = props;
  const messages = messagesFor(locale);
  return consolePage(props, {
    at: 'clients',
    title: texts[how],
    children: (
      <div class="panel form-width">
        <p>
          <strong>
            <UserText>{client.name}</UserText>
          </strong>
        </p>
        {secret === undefined ? (
          <p>{texts.none}</p>
        ) : (
          <p class="notice warning" role="status">
            {texts.once}
          </p>
        )}
        <Field name="shown_id" label={texts.id} value={client.id} readonly autocomplete="off">
          <CopyButton text={client.id} messages={messages} />
        </Field>
        {secret !== undefined && (
          <Field name="shown_secret" label={texts.secret} value={secret} readonly autocomplete="off" spellcheck={false}>
            <CopyButton text={secret} messages={messages} />
          </Field>
        )}
        {how === 'rotated' && (
          <p>
            {client.formerOpensUntil === null
              ? texts.formerDead
              : texts.former(<Moment at={client.formerOpensUntil} locale={locale} />)}
          </p>
        )}
        <p class="acts">
          <a class="button" href={clientPath(client.id)}>
            {texts.on}
          </a>
        </p>
      </div>
    ),
  });
}

/** Act: `rotate_secret` (fields `overlap` in seconds, `seen`). */
export interface RotateSecretPageProps extends AdminPageContext {
  readonly client: NamedClient & { readonly seen: string; readonly hasSecret: boolean };
  readonly overlap?: string | undefined;
}

export function rotateSecretPage(props: RotateSecretPageProps): string {
  const texts = clientFormMessages(props.locale).rotate;
  const { client, overlap = '86400' } = props;
  const choices = Object.entries(texts.choices).map(([value, text]) => ({ value, text }));
  return actPage(props, {
    title: texts.title,
    refused: client.hasSecret ? undefined : texts.none,
    children: (
      <>
        <p>{texts.means(<ClientName>{client.name}</ClientName>)}</p>
        <ActForm target={props}>
          <input type="hidden" name="seen" value={client.seen} />
          <SelectField
            name="overlap"
            label={texts.overlap}
            hint={texts.overlapHint}
            value={overlap}
            choices={choices}
            error={props.error}
          />
          <ActButton act="rotate_secret">{texts.button}</ActButton>
        </ActForm>
      </>
    ),
  });
}

/** Act: `delete_client`. */
export interface DeleteClientPageProps extends AdminPageContext {
  readonly client: NamedClient;
}

export function deleteClientPage(props: DeleteClientPageProps): string {
  const texts = clientFormMessages(props.locale).remove;
  return actPage(props, {
    title: texts.title,
    refused: undefined,
    children: (
      <>
        <p>{texts.means(<ClientName>{props.client.name}</ClientName>)}</p>
        <p>{texts.last}</p>
        <ActForm target={props}>
          <ActButton act="delete_client">{texts.button}</ActButton>
        </ActForm>
      </>
    ),
  });
}

function ClientName({ children }: { readonly children: string }) {
  return (
    <strong>
      <UserText>{children}</UserText>
    </strong>
  );
}

/** What this administrator may not do is said in the place of the form. */
function actPage(
  props: AdminPageContext & { readonly client: NamedClient },
  {
    title,
    refused,
    children,
  }: { readonly title: string; readonly refused: string | undefined; readonly children: ComponentChildren },
): string {
  const texts = clientFormMessages(props.locale);
  const because = props.isSuperAdmin ? refused : texts.superOnly;
  return consolePage(props, {
    at: 'clients',
    title,
    children: (
      <div class="panel narrow">
        {because === undefined ? (
          children
        ) : (
          <>
            <p>
              <ClientName>{props.client.name}</ClientName>
            </p>
            <p class="notice warning">{because}</p>
          </>
        )}
        <p class="aside">
          <a href={clientPath(props.client.id)}>{texts.cancel}</a>
        </p>
      </div>
    ),
  });
}
