/** The applications that are registered, a page at a time. */
import { UserText } from '../../../interactions/views/elements.js';
import type { Inline } from '../../../interactions/views/messages/sentence.js';
import { Moment } from '../../../interactions/views/moment.js';
import type { Client } from '../../oidc/client.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { clientPath, clientsPath, newClientPath, resourcesPath } from '../client-paths.js';
import { clientsMessages } from '../messages/client-catalogues.js';
import type { ClientsMessages } from '../messages/en-clients.js';
import { consolePage } from './console-page.js';
import { Pager } from './pager.js';

/** No acts. */
export interface ClientsPageProps extends AdminPageContext {
  readonly clients: readonly Client[];
  readonly isFirst: boolean;
  /** Cursor of the next page; null on the last one. */
  readonly next: string | null;
}

export function clientsPage(props: ClientsPageProps): string {
  const texts = clientsMessages(props.locale);
  const { clients, isFirst, next } = props;
  return consolePage(props, {
    at: 'clients',
    title: texts.title,
    children: (
      <>
        <p class="acts">
          <a class="button" href={newClientPath}>
            {texts.register}
          </a>
          <a class="button secondary" href={resourcesPath}>
            {texts.resources}
          </a>
        </p>
        {clients.length === 0 ? <p>{texts.none}</p> : <ClientTable props={props} texts={texts} />}
        <Pager path={clientsPath} isFirst={isFirst} next={next} texts={texts} />
      </>
    ),
  });
}

function ClientTable({ props, texts }: { readonly props: ClientsPageProps; readonly texts: ClientsMessages }) {
  const { columns } = texts;
  return (
    <table class="table named">
      <caption>{texts.means}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.name}</th>
          <th scope="col">{columns.kind}</th>
          <th scope="col">{columns.factor}</th>
          <th scope="col">{columns.lastUsed}</th>
          <th scope="col">{columns.registered}</th>
        </tr>
      </thead>
      <tbody>
        {props.clients.map((client) => (
          <tr key={client.id}>
            <th scope="row">
              <a href={clientPath(client.id)}>
                <UserText>{client.metadata.client_name}</UserText>
              </a>
              <code>{client.id}</code>
            </th>
            <td data-label={columns.kind}>{texts.kindsShort[client.metadata.token_endpoint_auth_method]}</td>
            <td data-label={columns.factor}>{factorDemand(client, texts)}</td>
            <td data-label={columns.lastUsed}>
              {client.lastUsedAt === null ? texts.never : <Moment at={client.lastUsedAt} locale={props.locale} />}
            </td>
            <td data-label={columns.registered}>
              <Moment at={client.createdAt} locale={props.locale} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What its registration demands of every sign-in, in words. */
export function factorDemand(
  { requireMfa, minAcr }: Pick<Client, 'requireMfa' | 'minAcr'>,
  { factor }: ClientsMessages,
): Inline {
  if (requireMfa) return factor.always;
  return minAcr === null ? factor.policy : factor.atLeast(<code>{minAcr}</code>);
}
