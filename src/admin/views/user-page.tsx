/** One account as administrators see it: state first, then what it consists of, each with what can be done about it. */
import { UserText } from '../../../interactions/views/elements.js';
import { Moment } from '../../../interactions/views/moment.js';
import { isLockedOut } from '../../administration/user-standing-store.js';
import { userMessages } from '../messages/user-catalogue.js';
import { consolePage } from './console-page.js';
import type { PieceProps, UserPageProps } from './user-facts.js';
import { EventTable, SessionTable } from './user-lists.js';
import { MfaSection } from './user-mfa-section.js';
import { ActLinks, Fact, permissionOf } from './user-parts.js';

/** Sessions shown here; the others are on the page that signs them out. */
const sessionsShown = 5;

/** No acts: each is a page of its own. */
export function userPage(props: UserPageProps): string {
  const texts = userMessages(props.locale);
  const { user, sessions, events, locale } = props;
  const piece = { props, texts };
  return consolePage(props, {
    at: 'users',
    title: user.email,
    children: (
      <>
        <div class="columns">
          <Profile {...piece} />
          <MfaSection {...piece} />
        </div>
        <Access {...piece} />
        <section class="part" aria-labelledby="sessions">
          <h2 id="sessions">{texts.sessions.title}</h2>
          {sessions.length === 0 ? (
            <p>{texts.sessions.none}</p>
          ) : (
            <SessionTable sessions={sessions.slice(0, sessionsShown)} locale={locale} />
          )}
          {sessions.length > sessionsShown && (
            <p>
              <a href={`/admin/users/${user.id}/sessions`}>{texts.sessions.more(sessions.length)}</a>
            </p>
          )}
        </section>
        <section class="part" aria-labelledby="events">
          <h2 id="events">{texts.events.title}</h2>
          {events.length === 0 ? <p>{texts.events.none}</p> : <EventTable events={events} locale={locale} />}
          <p>
            <a href={`/admin/audit?user_id=${user.id}`}>{texts.events.all}</a>
          </p>
        </section>
        <p class="aside">
          <a href="/admin/users">{texts.back}</a>
        </p>
      </>
    ),
  });
}

function Profile({ props, texts }: PieceProps) {
  const { user, locale, standing, permission } = props;
  const { facts, acts } = texts;
  const tone = { active: 'good', pending: 'warn', disabled: 'bad' } as const;
  // One's own name may be changed: the page says what may not.
  const change = permission.ok || permission.because === 'own_account' ? undefined : permission.because;
  return (
    <section class="panel" aria-label={facts.status}>
      <dl class="fact-list">
        <Fact name={facts.status}>
          <span class={`state-word ${tone[user.status]}`}>{texts.status[user.status]}</span>
          {isLockedOut(standing) && (
            <>
              {' · '}
              <span class="state-word bad">{texts.access.lockedOut}</span>
            </>
          )}
        </Fact>
        <Fact name={facts.name}>{user.name === '' ? facts.noName : <UserText>{user.name}</UserText>}</Fact>
        <Fact name={facts.roles}>
          {user.roles.length === 0
            ? facts.noRoles
            : user.roles.map((role, index) => [index > 0 && ', ', <code key={role}>{role}</code>])}
        </Fact>
        <Fact name={facts.address}>{user.emailVerifiedAt === null ? facts.unproved : facts.proved}</Fact>
        <Fact name={facts.created}>
          <Moment at={user.createdAt} locale={locale} />
        </Fact>
        <Fact name={facts.lastSignIn}>
          {user.lastSignInAt === null ? facts.never : <Moment at={user.lastSignInAt} locale={locale} />}
        </Fact>
        <Fact name={facts.id}>
          <code>{user.id}</code>
        </Fact>
      </dl>
      <ActLinks
        id="profile"
        texts={texts}
        userId={user.id}
        acts={[
          { page: 'change', name: acts.change, refusal: change },
          { page: 'delete', name: acts.remove, refusal: permissionOf(permission), isDangerous: true },
        ]}
      />
    </section>
  );
}

/** Both acts also for one's own account: they only take away what stands in the way, or end sessions. */
function Access({ props: { user, standing, locale, permission }, texts }: PieceProps) {
  const { access, acts } = texts;
  const peers = permission.ok || permission.because === 'own_account' ? undefined : permission.because;
  const { passwordsRefusedUntil: passwords, codesRefusedUntil: codes, areCodesRefusedForGood } = standing;
  return (
    <section class="part" aria-labelledby="access">
      <h2 id="access">{access.title}</h2>
      {!isLockedOut(standing) && <p>{access.free}</p>}
      {passwords !== null && <p>{access.passwords(<Moment at={passwords} locale={locale} />)}</p>}
      {codes !== null && <p>{access.codes(<Moment at={codes} locale={locale} />)}</p>}
      {areCodesRefusedForGood && <p>{access.codesForGood}</p>}
      {isLockedOut(standing) && <p class="notice warning">{access.lookFirst}</p>}
      <ActLinks
        id="access-acts"
        texts={texts}
        userId={user.id}
        acts={[
          { page: 'unlock', name: acts.unlock, refusal: peers },
          { page: 'sessions', name: acts.sessions, refusal: peers },
        ]}
      />
    </section>
  );
}
