/** How an account is protected: the state first, then what it consists of, each with what can be done about it. */
import { UserText } from '../../../interactions/views/elements.js';
import { renderPage } from '../../../interactions/views/layout.js';
import { messagesFor } from '../../../interactions/views/messages/catalogue.js';
import { OrganizationRequirement } from '../../../interactions/views/requirement-line.js';
import type { DescribedRequirement } from '../../mfa/describe-requirement.js';
import type { FactorSummary } from '../../mfa/mfa-state.js';
import type { SelfDisableDecision } from '../../mfa/self-disable.js';
import { mostTotpCredentials } from '../../mfa/totp-enrolment-store.js';
import type { AccountPageContext } from '../account-page-context.js';
import type { SecurityMessages } from '../messages/en-security.js';
import { securityMessages } from '../messages/security-catalogue.js';
import type { SecurityOverview } from '../security-overview-store.js';
import { AccountNavigation } from './account-navigation.js';
import { OpenButton, securityPaths, UnconfirmedCodes } from './security-parts.js';

/** Act: `codes_saved`. */
export interface SecurityPageProps extends AccountPageContext {
  readonly now: Date;
  /** Since when the second factor is on; null: it is off. */
  readonly configuredAt: Date | null;
  readonly overview: SecurityOverview;
  readonly requirement: DescribedRequirement;
  readonly disabling: SelfDisableDecision;
}

/** At this many unused codes, or fewer, the page says so. */
const fewBackupCodes = 3;

export function securityPage(props: SecurityPageProps): string {
  const texts = securityMessages(props.locale);
  const isOn = props.configuredAt !== null;
  const piece = { props, texts };
  return renderPage(props, {
    title: texts.title,
    children: (
      <>
        <AccountNavigation page={props} at="security" />
        <State {...piece} />
        {isOn && props.overview.hasUnconfirmedCodes && <UnconfirmedCodes target={props} texts={texts} />}
        {isOn && <Apps {...piece} />}
        {isOn && <Codes {...piece} />}
        <section class="part" aria-labelledby="password">
          <h2 id="password">{texts.password.title}</h2>
          <p>
            <a href="/account/password">{texts.password.change}</a>
          </p>
        </section>
        <Elsewhere {...piece} />
        {isOn && <Disabling {...piece} />}
      </>
    ),
  });
}

interface PieceProps {
  readonly props: SecurityPageProps;
  readonly texts: SecurityMessages;
}

function State({ props: { locale, now, configuredAt, overview, requirement }, texts }: PieceProps) {
  const messages = messagesFor(locale);
  const required = requirement.required && (
    <OrganizationRequirement
      deadline={requirement.graceEndsAt ?? undefined}
      of={requirement.of ?? undefined}
      now={now}
      messages={messages}
    />
  );
  if (configuredAt === null) {
    return (
      <div class="state off">
        <p>
          <strong>{texts.state.off}</strong>
        </p>
        <p>{texts.state.offMeans}</p>
        {required}
        <OpenButton path={securityPaths.add} tone="primary">
          {texts.enable}
        </OpenButton>
      </div>
    );
  }
  return (
    <div class="state on">
      <p>
        <strong>{texts.state.on}</strong>
        {texts.state.since(messages.formats.day(configuredAt, now))}
        {texts.state.codesLeft(overview.backupCodesRemaining)}
      </p>
      {required}
    </div>
  );
}

function Apps({ props, texts }: PieceProps) {
  const { factors } = props.overview;
  return (
    <section class="part" aria-labelledby="apps">
      <h2 id="apps">{texts.apps.title}</h2>
      <ul class="things">
        {factors.map((factor) => (
          <App key={factor.id} factor={factor} props={props} texts={texts} />
        ))}
      </ul>
      {factors.length < mostTotpCredentials ? (
        <OpenButton path={securityPaths.add} tone="secondary">
          {texts.apps.add}
        </OpenButton>
      ) : (
        <p>{texts.apps.tooMany(mostTotpCredentials)}</p>
      )}
    </section>
  );
}

function App({ factor, props: { locale, now }, texts: { apps } }: PieceProps & { readonly factor: FactorSummary }) {
  const { formats } = messagesFor(locale);
  const day = (date: Date) => formats.day(date, now);
  const { id, name, createdAt, lastUsedAt } = factor;
  const link = (path: string, word: string) => (
    <a href={`${path}?factor=${id}`}>
      {word}
      <span class="visually-hidden">{apps.which(name)}</span>
    </a>
  );
  return (
    <li>
      <p class="thing">
        <UserText>{name}</UserText>
      </p>
      <p class="hint">
        {apps.added(day(createdAt))} · {lastUsedAt === null ? apps.unused : apps.used(day(lastUsedAt))}
      </p>
      <p class="thing-links">
        {link(securityPaths.rename, apps.rename)} {link(securityPaths.remove, apps.remove)}
      </p>
    </li>
  );
}

function Codes({ props: { overview }, texts: { codes } }: PieceProps) {
  const { backupCodesRemaining: left } = overview;
  return (
    <section class="part" aria-labelledby="codes">
      <h2 id="codes">{codes.title}</h2>
      <p>{left === 0 ? codes.none : `${codes.left(left)}${left <= fewBackupCodes ? ` ${codes.few}` : ''}`}</p>
      <OpenButton path={securityPaths.backupCodes} tone="secondary">
        {codes.makeNew}
      </OpenButton>
    </section>
  );
}

/** Pages about where the account is used: each is a line here. */
function Elsewhere({ texts: { more } }: PieceProps) {
  const pages = [
    { path: '/account/sessions', name: more.sessions, hint: more.sessionsHint },
    { path: '/account/apps', name: more.apps, hint: more.appsHint },
    { path: '/account/activity', name: more.activity, hint: more.activityHint },
  ];
  return (
    <section class="part" aria-labelledby="elsewhere">
      <h2 id="elsewhere">{more.title}</h2>
      <ul class="things">
        {pages.map(({ path, name, hint }) => (
          <li key={path}>
            <a href={path}>{name}</a>
            <p class="hint">{hint}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Last, and shown also to those who may not: then it says why. */
function Disabling({ props: { disabling }, texts }: PieceProps) {
  if (disabling.ok) {
    return (
      <section class="part" aria-label={texts.disable}>
        <OpenButton path={securityPaths.disable} tone="secondary">
          {texts.disable}
        </OpenButton>
      </section>
    );
  }
  if (disabling.because === 'mfa_not_enabled') return null;
  return (
    <section class="part" aria-label={texts.disable}>
      <button class="secondary" type="button" disabled aria-describedby="cannot-disable">
        {texts.disable}
      </button>
      <p class="hint" id="cannot-disable">
        {texts.cannotDisable[disabling.because]}
      </p>
    </section>
  );
}
