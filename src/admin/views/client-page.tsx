/** One application: what it is and may do, and what can be done with it. */
import type { ComponentChildren } from 'preact';
import { CopyButton, UserText, withoutOverrides } from '../../../interactions/views/elements.js';
import { messagesFor } from '../../../interactions/views/messages/catalogue.js';
import { Moment } from '../../../interactions/views/moment.js';
import { formatsFor } from '../../language/formats.js';
import type { Client } from '../../oidc/client.js';
import { lifetimeMembers } from '../../oidc/token-lifetimes.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { clientPath, clientsPath } from '../client-paths.js';
import { clientsMessages } from '../messages/client-catalogues.js';
import type { ClientsMessages } from '../messages/en-clients.js';
import { factorDemand } from './clients-page.js';
import { consolePage } from './console-page.js';

/** No acts. */
export interface ClientPageProps extends AdminPageContext {
  readonly client: Client;
}

interface PieceProps {
  readonly props: ClientPageProps;
  readonly texts: ClientsMessages;
}

export function clientPage(props: ClientPageProps): string {
  const texts = clientsMessages(props.locale);
  const { client, isSuperAdmin } = props;
  return consolePage(props, {
    at: 'clients',
    title: withoutOverrides(client.metadata.client_name),
    children: (
      <>
        {!isSuperAdmin && <p class="notice info">{texts.superOnly}</p>}
        <p class="acts">
          <a class="button" href={clientPath(client.id, 'change')}>
            {texts.acts.change}
          </a>
          {client.secretHash !== null && (
            <a class="button secondary" href={clientPath(client.id, 'rotate-secret')}>
              {texts.acts.rotate}
            </a>
          )}
          <a class="button danger" href={clientPath(client.id, 'delete')}>
            {texts.acts.remove}
          </a>
        </p>
        <div class="columns">
          <SignIn props={props} texts={texts} />
          <div class="panel">
            <Addresses props={props} texts={texts} />
            <About props={props} texts={texts} />
          </div>
        </div>
        <p class="aside">
          <a href={clientsPath}>{texts.acts.back}</a>
        </p>
      </>
    ),
  });
}

function SignIn({ props, texts }: PieceProps) {
  const { client } = props;
  const { facts } = texts;
  const { metadata } = client;
  return (
    <Facts id="sign-in" title={facts.signIn}>
      <Fact name={facts.kind}>{texts.kinds[metadata.token_endpoint_auth_method]}</Fact>
      <Fact name={facts.grants}>
        <Lines of={metadata.grant_types.map((grant) => grantWords(grant, texts))} />
      </Fact>
      <Fact name={facts.scope}>
        {metadata.scope === undefined ? facts.anyScope : <UserText>{metadata.scope}</UserText>}
      </Fact>
      <Fact name={facts.factor}>{factorDemand(client, texts)}</Fact>
      {metadata.default_acr_values !== undefined && (
        <Fact name={facts.defaultAcr}>
          <Codes of={metadata.default_acr_values} />
        </Fact>
      )}
      <Fact name={facts.consent}>{client.skipConsent ? facts.notAsked : facts.asked}</Fact>
      {metadata.first_party_challenge === true && <Fact name={facts.challenge}>{facts.challengeYes}</Fact>}
      <Fact name={facts.signature}>{metadata.id_token_signed_response_alg}</Fact>
      {lifetimeMembers.map((member) => {
        const seconds = metadata[member];
        return (
          seconds !== undefined && (
            <Fact key={member} name={facts.lifetime[member]}>
              {formatsFor(props.locale).duration(seconds)} ({seconds} s)
            </Fact>
          )
        );
      })}
    </Facts>
  );
}

function Addresses({ props: { client, locale }, texts: { facts } }: PieceProps) {
  const { metadata } = client;
  const { jwks, jwks_uri } = metadata;
  const single = [
    [facts.home, metadata.client_uri],
    [facts.privacy, metadata.policy_uri],
    [facts.terms, metadata.tos_uri],
    [facts.keys, jwks_uri],
  ] as const;
  return (
    <Facts id="addresses" title={facts.sending}>
      <Fact name={facts.redirect}>
        <Codes of={metadata.redirect_uris} none={facts.noUri} />
      </Fact>
      <Fact name={facts.postLogout}>
        <Codes of={metadata.post_logout_redirect_uris ?? []} none={facts.noUri} />
      </Fact>
      {single.map(
        ([name, uri]) =>
          uri !== undefined && (
            <Fact key={name} name={name}>
              <Codes of={[uri]} />
            </Fact>
          ),
      )}
      {jwks !== undefined && (
        <Fact name={facts.keys}>{formatsFor(locale).count(jwks.keys.length, facts.keyCount)}</Fact>
      )}
    </Facts>
  );
}

function About({ props: { client, locale }, texts: { facts, never } }: PieceProps) {
  const { id, metadata, previousSecretExpiresAt, createdAt, updatedAt, lastUsedAt } = client;
  return (
    <Facts id="about" title={facts.about}>
      <Fact name={facts.id}>
        <code>{id}</code> <CopyButton text={id} messages={messagesFor(locale)} />
      </Fact>
      <Fact name={facts.type}>{facts.types[metadata.application_type]}</Fact>
      {previousSecretExpiresAt !== null && (
        <Fact name={facts.formerSecret}>
          {facts.formerSecretOpens(<Moment at={previousSecretExpiresAt} locale={locale} />)}
        </Fact>
      )}
      <Fact name={facts.lastUsed}>
        {lastUsedAt === null ? never : facts.lastUsedRough(<Moment at={lastUsedAt} locale={locale} />)}
      </Fact>
      <Fact name={facts.registered}>
        <Moment at={createdAt} locale={locale} />
      </Fact>
      <Fact name={facts.changed}>
        <Moment at={updatedAt} locale={locale} />
      </Fact>
    </Facts>
  );
}

function Facts({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <dl class="fact-list">{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Lines({ of }: { readonly of: readonly string[] }) {
  return (
    <ul class="plain">
      {of.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** Addresses are text here: nobody is led to one by a click in the console. */
function Codes({ of, none = '' }: { readonly of: readonly string[]; readonly none?: string }) {
  if (of.length === 0) return <>{none}</>;
  return (
    <ul class="plain">
      {of.map((text) => (
        <li key={text}>
          <code>{text}</code>
        </li>
      ))}
    </ul>
  );
}

/** A grant that dynamic registration let in and we have no words for is called by its name. */
function grantWords(grant: string, { grants }: ClientsMessages): string {
  if (grant.endsWith(':device_code')) return grants.device;
  return Object.hasOwn(grants, grant) ? grants[grant as keyof typeof grants] : grant;
}
