/** Who must have a second factor, in short, and who decided it. */
import { UserText } from '../../../interactions/views/elements.js';
import { formatsFor } from '../../language/formats.js';
import type { Locale } from '../../language/locale.js';
import type { EffectivePolicy, EffectiveRule } from '../../mfa/effective-policy.js';
import { dashboardMessages } from '../messages/dashboard-catalogue.js';

/** Groups that are listed: the policy page has them all. */
const shownGroups = 8;

export function PolicyInForce({ policy, locale }: { readonly policy: EffectivePolicy; readonly locale: Locale }) {
  const texts = dashboardMessages(locale);
  const { rules, levels, sources } = texts;
  const line = ({ level, source }: Pick<EffectiveRule, 'level' | 'source'>) => (
    <dd>
      {levels[level]} <span class="hint">({sources[source]})</span>
    </dd>
  );
  const { value: days, source } = policy.gracePeriodDays;
  return (
    <section class="panel" aria-labelledby="policy-in-force">
      <h2 id="policy-in-force">{texts.policy}</h2>
      <dl class="fact-list">
        <dt>{rules.all}</dt>
        {line(policy.all)}
        {policy.roles.map((rule) => [
          <dt key={`${rule.role} name`}>
            {rules.role} <code>{rule.role}</code>
          </dt>,
          line(rule),
        ])}
        {policy.groups.slice(0, shownGroups).map((rule) => [
          <dt key={`${rule.id} name`}>
            {rules.group} <UserText>{rule.name}</UserText>
          </dt>,
          line(rule),
        ])}
        <dt>{rules.grace}</dt>
        <dd>
          {formatsFor(locale).count(days, texts.days)} <span class="hint">({sources[source]})</span>
        </dd>
      </dl>
      <p class="aside">
        <a href="/admin/policy">{texts.changePolicy}</a>
      </p>
    </section>
  );
}
