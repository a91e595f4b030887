/** Somebody's second factors: whether there are any, what policy asks, and what an administrator can do about it. Nothing secret. */
import { UserText } from '../../../interactions/views/elements.js';
import { Moment } from '../../../interactions/views/moment.js';
import type { PieceProps, UserPageProps } from './user-facts.js';
import { ActLinks, Fact, permissionOf } from './user-parts.js';

export function MfaSection({ props, texts }: PieceProps) {
  const { user, mfa, locale, permission, standing } = props;
  const words = texts.mfa;
  const refused = permissionOf(permission);
  const hasFactor = user.mfaConfiguredAt !== null;
  const demanded = user.enrolmentDemandedAt === null ? undefined : ('enrolment_demanded' as const);
  return (
    <section class="panel" aria-labelledby="mfa">
      <h2 id="mfa">{words.title}</h2>
      <dl class="fact-list">
        <Fact name={words.title}>
          <State props={props} texts={texts} />
        </Fact>
        <Fact name={words.required}>
          <Required props={props} texts={texts} />
        </Fact>
        {!hasFactor && props.requirement.required && (
          <Fact name={words.grace}>
            <Grace props={props} texts={texts} />
          </Fact>
        )}
        {standing.handedOverUntil !== null && (
          <Fact name={words.handedOver}>
            {words.handedOverUntil(<Moment at={standing.handedOverUntil} locale={locale} />)}
          </Fact>
        )}
        {user.mfaLastVerifiedAt !== null && (
          <Fact name={words.lastVerified}>
            <Moment at={user.mfaLastVerifiedAt} locale={locale} />
          </Fact>
        )}
        {hasFactor && <Fact name={words.codes}>{words.codesLeft(mfa.backupCodesRemaining)}</Fact>}
      </dl>
      {mfa.factors.length > 0 && <FactorTable props={props} texts={texts} />}
      <ActLinks
        id="mfa-acts"
        texts={texts}
        userId={user.id}
        acts={[
          {
            page: 'disable-mfa',
            name: texts.acts.disable,
            refusal: refused ?? (hasFactor ? undefined : 'mfa_not_enabled'),
          },
          { page: 'reset-mfa', name: texts.acts.reset, refusal: refused },
          {
            page: 'enrol-mfa',
            name: texts.acts.enrol,
            refusal: refused ?? (hasFactor ? 'mfa_already_enabled' : undefined),
          },
          {
            page: 'extend-grace',
            name: texts.acts.grace,
            refusal: refused ?? (hasFactor ? 'nothing_waits' : demanded),
          },
        ]}
      />
      {refused === 'own_account' && (
        <p>
          <a href="/account/security">{texts.ownIsElsewhere}</a>
        </p>
      )}
    </section>
  );
}

/** On, off, or off although it must be on by now. */
function State({ props, texts: { mfa: words } }: PieceProps) {
  const { user, locale } = props;
  if (user.mfaConfiguredAt !== null) {
    return (
      <>
        <span class="state-word good">{words.on}</span>{' '}
        {words.since(<Moment at={user.mfaConfiguredAt} locale={locale} />)}
      </>
    );
  }
  if (isOverdue(props)) return <span class="state-word bad">{words.overdue}</span>;
  return <span class="state-word warn">{words.off}</span>;
}

function isOverdue({ requirement: { required, graceEndsAt }, user, now }: UserPageProps): boolean {
  return user.mfaConfiguredAt === null && required && (graceEndsAt === null || graceEndsAt <= now);
}

function Required({ props: { user, requirement }, texts: { mfa: words } }: PieceProps) {
  if (user.enrolmentDemandedAt !== null) return <>{words.afterReset}</>;
  if (!requirement.required) return <>{words.no}</>;
  const { of } = requirement;
  if (of === null) return <>{words.yes}</>;
  return (
    <>
      {words.yes}, {words.requiredBy[of.scope]}
      <UserText>{of.name}</UserText>
    </>
  );
}

function Grace({ props: { requirement, locale, now }, texts: { mfa: words } }: PieceProps) {
  const end = requirement.graceEndsAt;
  if (end === null) return <>{words.noGrace}</>;
  const when = <Moment at={end} locale={locale} />;
  return <>{end > now ? words.graceUntil(when) : words.graceOver(when)}</>;
}

function FactorTable({ props: { mfa, locale }, texts: { mfa: words } }: PieceProps) {
  const { columns } = words;
  return (
    <table class="table">
      <caption>{words.factors}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.name}</th>
          <th scope="col">{columns.added}</th>
          <th scope="col">{columns.used}</th>
        </tr>
      </thead>
      <tbody>
        {mfa.factors.map(({ id, name, createdAt, lastUsedAt }) => (
          <tr key={id}>
            <th scope="row">
              <UserText>{name}</UserText>
            </th>
            <td data-label={columns.added}>
              <Moment at={createdAt} locale={locale} />
            </td>
            <td data-label={columns.used}>
              {lastUsedAt === null ? words.notUsed : <Moment at={lastUsedAt} locale={locale} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
