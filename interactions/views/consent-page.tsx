/** Asks whether the relying party may see and do what it asks for, in words. */
import type { ConsentItem } from './consent-items.js';
import { AccountLine, ActButton, ActForm, UserText, WaysOut } from './elements.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { Messages } from './messages/en.js';
import type { InteractionProps } from './page-context.js';
import { safeHref } from './safe-url.js';
import { ScopeList } from './scope-list.js';

/** Acts: `allow`, `deny`, `switch_account`. */
export interface ConsentPageProps extends InteractionProps {
  readonly account: string;
  readonly items: readonly ConsentItem[];
}

/** Renders the consent page. */
export function consentPage(props: ConsentPageProps): string {
  const { relyingParty } = props;
  const messages = messagesFor(props.locale);
  const texts = messages.consent;
  return renderPage(props, {
    title: texts.title,
    error: props.error,
    children: (
      <>
        <AccountLine account={props.account} label={messages.account.signedInAs} />
        <p>
          {texts.asks(
            <strong>
              <UserText>{relyingParty.name}</UserText>
            </strong>,
          )}
        </p>
        <ScopeList items={props.items} messages={messages} />
        <p class="aside">{texts.remembered}</p>
        <PartyLinks props={props} messages={messages} />
        <ActForm target={props} class="choice">
          <ActButton act="allow">{texts.allow}</ActButton>
          <ActButton act="deny" tone="secondary">
            {texts.deny}
          </ActButton>
        </ActForm>
        <WaysOut target={props}>
          <ActButton act="switch_account" tone="quiet">
            {messages.acts.switchAccount}
          </ActButton>
        </WaysOut>
      </>
    ),
  });
}

function PartyLinks({ props, messages }: { readonly props: ConsentPageProps; readonly messages: Messages }) {
  const policy = safeHref(props.relyingParty.policyUrl);
  const terms = safeHref(props.relyingParty.termsUrl);
  if (!policy && !terms) return null;
  return (
    <p class="aside links">
      {policy && <a href={policy}>{messages.consent.privacy}</a>}{' '}
      {terms && <a href={terms}>{messages.consent.terms}</a>}
    </p>
  );
}
