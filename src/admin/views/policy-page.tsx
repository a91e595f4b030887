/** The policy as it counts: every rule, who decides it, and since when. */
import { UserText } from '../../../interactions/views/elements.js';
import { Moment } from '../../../interactions/views/moment.js';
import { mfaLevels } from '../../accounts/account-rules.js';
import type { EffectivePolicy } from '../../mfa/effective-policy.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { groupsPath } from '../group-paths.js';
import { groupsMessages } from '../messages/group-catalogue.js';
import { policyMessages } from '../messages/policy-catalogue.js';
import { daysVariable, rowsOf, sourceWords } from '../policy-rows.js';
import { consolePage } from './console-page.js';

export const changePolicyPath = '/admin/policy/change';

/** No acts. */
export interface PolicyPageProps extends AdminPageContext {
  readonly policy: EffectivePolicy;
}

export function policyPage(props: PolicyPageProps): string {
  const texts = policyMessages(props.locale);
  const { policy, locale } = props;
  const { columns, levels, levelsMean } = texts;
  const days = policy.gracePeriodDays;
  return consolePage(props, {
    at: 'policy',
    title: texts.title,
    children: (
      <>
        <p class="acts">
          <a class="button" href={changePolicyPath}>
            {texts.change}
          </a>
          <a class="button secondary" href={groupsPath}>
            {groupsMessages(locale).title}
          </a>
        </p>
        <table class="table named">
          <caption>{texts.means}</caption>
          <thead>
            <tr>
              <th scope="col">{columns.who}</th>
              <th scope="col">{columns.level}</th>
              <th scope="col">{columns.source}</th>
              <th scope="col">{columns.since}</th>
            </tr>
          </thead>
          <tbody>
            {rowsOf(policy, texts).map((row) => (
              <tr key={row.field}>
                <th scope="row">
                  <UserText>{row.who}</UserText>
                </th>
                <td data-label={columns.level}>
                  <span class={`state-word ${row.level === 'required' ? 'good' : 'calm'}`}>{levels[row.level]}</span>
                </td>
                <td data-label={columns.source}>{sourceWords(row, texts)}</td>
                <td data-label={columns.since}>{row.since && <Moment at={row.since} locale={locale} />}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{texts.days}</th>
              <td data-label={texts.days}>{days.value}</td>
              <td data-label={columns.source}>{sourceWords({ ...days, variable: daysVariable }, texts)}</td>
              <td data-label={columns.since} />
            </tr>
          </tbody>
        </table>
        <section class="panel form-width" aria-labelledby="words">
          <h2 id="words">{levelsMean.title}</h2>
          <dl class="fact-list">
            {mfaLevels.map((level) => (
              <>
                <dt>{levels[level]}</dt>
                <dd>{levelsMean[level]}</dd>
              </>
            ))}
          </dl>
        </section>
      </>
    ),
  });
}
