/** Whom a change of the policy would touch: counts before and after, who is left to administer, and some by name. */
import { UserText } from '../../../interactions/views/elements.js';
import { Moment } from '../../../interactions/views/moment.js';
import type { PolicySimulation } from '../../administration/simulate-policy.js';
import type { NamedCounts } from '../../census/census.js';
import type { Locale } from '../../language/locale.js';
import { policyMessages } from '../messages/policy-catalogue.js';

/** Named on the page; the rest are in the counts. */
const mostShown = 20;

export function PolicyEffects({
  simulation,
  locale,
}: {
  readonly simulation: PolicySimulation;
  readonly locale: Locale;
}) {
  const { confirm: texts, columns } = policyMessages(locale);
  const { before, after, administrators, affected, leavesNoAdministrator } = simulation;
  const standings = ['enrolled', 'in_grace', 'overdue', 'exempt'] as const;
  const rows = [
    ...standings.map((standing) => [texts.standings[standing], before.all[standing], after.all[standing]] as const),
    [texts.administrators, administrators.before.admin, administrators.after.admin] as const,
    [texts.superAdmins, administrators.before.super_admin, administrators.after.super_admin] as const,
  ];
  return (
    <section class="panel" aria-labelledby="effects">
      <h2 id="effects">{texts.effects}</h2>
      {leavesNoAdministrator && <p class="notice warning">{texts.noAdmin}</p>}
      <table class="table named">
        <caption>{texts.effectsMeans}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.who}</th>
            <th scope="col">{texts.from}</th>
            <th scope="col">{texts.to}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, from, to]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-label={texts.from}>{from}</td>
              <td data-label={texts.to}>{to}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <NamedChanges title={texts.byRole} before={before.roles} after={after.roles} locale={locale} />
      <NamedChanges title={texts.byGroup} before={before.groups} after={after.groups} locale={locale} />
      {affected.length === 0 ? (
        <p>{texts.nobody}</p>
      ) : (
        <>
          <p>{texts.affected}:</p>
          <ul class="plain">
            {affected.slice(0, mostShown).map(({ id, email, to }) => (
              <li key={id}>
                <UserText>{email}</UserText>
                {to.deadline !== null &&
                  to.standing === 'in_grace' &&
                  texts.byDay(<Moment at={to.deadline} locale={locale} />)}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** The roles or groups in which somebody stands otherwise afterwards; nothing when there are none. */
function NamedChanges({
  title,
  before,
  after,
  locale,
}: {
  readonly title: string;
  readonly before: readonly NamedCounts[];
  readonly after: readonly NamedCounts[];
  readonly locale: Locale;
}) {
  const { confirm: texts, columns } = policyMessages(locale);
  const shown = ['in_grace', 'overdue', 'exempt'] as const;
  const rows = after.flatMap((then) => {
    const now = before.find(({ name }) => name === then.name) ?? then;
    return shown.some((standing) => now[standing] !== then[standing]) ? [{ now, then }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <table class="table named">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.who}</th>
          {shown.map((standing) => (
            <th key={standing} scope="col">
              {texts.standings[standing]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, mostShown).map(({ now, then }) => (
          <tr key={then.name}>
            <th scope="row">
              <UserText>{then.name}</UserText>
            </th>
            {shown.map((standing) => (
              <td key={standing} data-label={texts.standings[standing]}>
                {texts.fromTo(now[standing], then[standing])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
