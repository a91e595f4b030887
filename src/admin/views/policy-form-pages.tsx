/** Changing the policy, in two steps: what shall be different, then what that means and whether to do it. */
import { ActButton, ActForm, Field, UserText } from '../../../interactions/views/elements.js';
import { mfaLevels } from '../../accounts/account-rules.js';
import type { PolicySimulation } from '../../administration/simulate-policy.js';
import type { EffectivePolicy } from '../../mfa/effective-policy.js';
import type { AdminPageContext } from '../admin-page-context.js';
import type { PolicyMessages } from '../messages/en-policy.js';
import { policyMessages } from '../messages/policy-catalogue.js';
import type { PolicyDifference } from '../policy-form.js';
import { daysVariable, fieldValue, noRule, type PolicyRow, rowsOf } from '../policy-rows.js';
import { consolePage } from './console-page.js';
import { CheckField, SelectField } from './fields.js';
import { PolicyEffects } from './policy-effects.js';
import { ReasonField } from './reason-field.js';

/** Act: `preview_policy`, with a field for every rule, `new_role`, `new_group`, `days`, `reason`. */
export interface PolicyFormPageProps extends AdminPageContext {
  readonly policy: EffectivePolicy;
  /** What was typed; empty at first. */
  readonly typed: ReadonlyMap<string, string>;
}

interface PieceProps {
  readonly props: PolicyFormPageProps;
  readonly texts: PolicyMessages;
}

export function policyFormPage(props: PolicyFormPageProps): string {
  const texts = policyMessages(props.locale);
  const { isSuperAdmin, policy, typed, error, locale } = props;
  return consolePage(props, {
    at: 'policy',
    title: texts.form.title,
    children: (
      <div class="panel form-width">
        {isSuperAdmin ? (
          <ActForm target={props}>
            {rowsOf(policy, texts).map((row) => (
              <Rule key={row.field} row={row} props={props} texts={texts} />
            ))}
            <Another kind="role" props={props} texts={texts} />
            <Another kind="group" props={props} texts={texts} />
            <Days props={props} texts={texts} />
            <ReasonField locale={locale} value={typed.get('reason')} error={error} />
            <div class="acts">
              <ActButton act="preview_policy">{texts.form.preview}</ActButton>
            </div>
          </ActForm>
        ) : (
          <p class="notice warning">{texts.form.superOnly}</p>
        )}
        <p class="aside">
          <a href="/admin/policy">{texts.form.back}</a>
        </p>
      </div>
    ),
  });
}

function Rule({ row, props, texts }: PieceProps & { readonly row: PolicyRow }) {
  if (row.fixed) {
    return (
      <p>
        <strong>{row.who}</strong>: {texts.levels[row.level]}. <span class="hint">{texts.fixed(row.variable)}</span>
      </p>
    );
  }
  const value = props.typed.get(row.field) ?? fieldValue(row);
  const none = row.hasDefault ? [{ value: noRule, text: texts.form.default }] : [];
  return (
    <SelectField
      name={row.field}
      label={row.who}
      value={value}
      choices={[...none, ...levelChoices(texts)]}
      error={props.error}
    />
  );
}

function Another({ kind, props, texts }: PieceProps & { readonly kind: 'role' | 'group' }) {
  const { typed, error } = props;
  const name = `new_${kind}`;
  const { form } = texts;
  return (
    <div class="columns">
      <Field
        name={name}
        label={kind === 'role' ? form.otherRole : form.otherGroup}
        hint={kind === 'role' ? form.otherRoleHint : form.otherGroupHint}
        value={typed.get(name) ?? ''}
        error={error}
        autocomplete="off"
        dir="auto"
      />
      <SelectField
        name={`${name}_level`}
        label={form.level}
        value={typed.get(`${name}_level`) ?? 'required'}
        choices={levelChoices(texts)}
        error={error}
      />
    </div>
  );
}

function Days({ props: { policy, typed, error }, texts }: PieceProps) {
  const { value, source, fixed } = policy.gracePeriodDays;
  if (fixed) {
    return (
      <p>
        <strong>{texts.days}</strong>: {value}. <span class="hint">{texts.fixed(daysVariable)}</span>
      </p>
    );
  }
  const shown = typed.get('days') ?? (source === 'default' ? '' : String(value));
  return <Field name="days" {...texts.form.days} value={shown} error={error} inputmode="numeric" autocomplete="off" />;
}

function levelChoices({ levels }: PolicyMessages) {
  return mfaLevels.map((level) => ({ value: level, text: levels[level] }));
}

/** Acts: `change_policy` (everything typed before, and `force`), `edit_policy`. */
export interface ConfirmPolicyPageProps extends AdminPageContext {
  readonly typed: ReadonlyMap<string, string>;
  readonly differences: readonly PolicyDifference[];
  /** Undefined when the change was refused: the counts were on the page before. */
  readonly simulation?: PolicySimulation | undefined;
  /** It was refused because nobody would be left to administer. */
  readonly mayForce: boolean;
}

export function confirmPolicyPage(props: ConfirmPolicyPageProps): string {
  const texts = policyMessages(props.locale).confirm;
  const { columns } = policyMessages(props.locale);
  const { typed, differences, mayForce, simulation, locale } = props;
  return consolePage(props, {
    at: 'policy',
    title: texts.title,
    children: (
      <div class="panel form-width">
        <table class="table named">
          <caption>{texts.rules}</caption>
          <thead>
            <tr>
              <th scope="col">{columns.who}</th>
              <th scope="col">{texts.from}</th>
              <th scope="col">{texts.to}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ who, from, to }) => (
              <tr key={who}>
                <th scope="row">
                  <UserText>{who}</UserText>
                </th>
                <td data-label={texts.from}>{from}</td>
                <td data-label={texts.to}>{to}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {simulation && <PolicyEffects simulation={simulation} locale={locale} />}
        <p>{texts.atOnce}</p>
        <ActForm target={props}>
          {[...typed].map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          {mayForce && <CheckField name="force" label={texts.force} hint={texts.forceHint} isChecked={false} />}
          <div class="acts">
            <ActButton act="change_policy">{texts.button}</ActButton>
            <ActButton act="edit_policy" tone="secondary">
              {texts.again}
            </ActButton>
          </div>
        </ActForm>
      </div>
    ),
  });
}
