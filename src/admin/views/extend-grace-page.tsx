/** More time for one account to set its second factor up. */
import { ActButton, ActForm, ErrorMessage } from '../../../interactions/views/elements.js';
import { Moment } from '../../../interactions/views/moment.js';
import type { FieldError } from '../../../interactions/views/page-context.js';
import type { DescribedRequirement } from '../../mfa/describe-requirement.js';
import type { UserActsMessages } from '../messages/en-user-acts.js';
import { userActsMessages } from '../messages/user-catalogue.js';
import { ReasonField } from './reason-field.js';
import { type UserActPageProps, userActPage } from './user-act-page.js';

/** Act: `extend_grace` (fields `until`, `reason`). */
export interface ExtendGracePageProps extends UserActPageProps {
  readonly now: Date;
  readonly requirement: DescribedRequirement;
  /** What was typed, or a suggestion: `2026-05-01`. */
  readonly until: string;
  readonly range: { readonly first: string; readonly last: string };
  readonly reason?: string | undefined;
}

export function extendGracePage(props: ExtendGracePageProps): string {
  const texts = userActsMessages(props.locale).grace;
  return userActPage(props, {
    title: texts.title,
    children: (
      <>
        <p>{texts.means}</p>
        <Present props={props} texts={texts} />
        <p>{texts.ends}</p>
        <ActForm target={props}>
          <LastDayField {...props} label={texts.until} hint={texts.untilHint} />
          <ReasonField locale={props.locale} value={props.reason} error={props.error} />
          <ActButton act="extend_grace">{texts.button}</ActButton>
        </ActForm>
      </>
    ),
  });
}

function Present({
  props,
  texts,
}: {
  readonly props: ExtendGracePageProps;
  readonly texts: UserActsMessages['grace'];
}) {
  const { requirement, now, locale } = props;
  if (!requirement.required) return <p>{texts.notRequired}</p>;
  if (requirement.graceEndsAt === null) return null;
  const when = <Moment at={requirement.graceEndsAt} locale={locale} />;
  return <p>{requirement.graceEndsAt > now ? texts.now(when) : texts.over(when)}</p>;
}

/** Input `until`: a day, as the browser lets people choose one, or typed as `2026-05-01`. */
export function LastDayField({
  until,
  range,
  label,
  hint,
  error,
}: Pick<ExtendGracePageProps, 'until' | 'range'> & {
  readonly label: string;
  readonly hint: string;
  readonly error?: FieldError | undefined;
}) {
  const own = error?.field === 'until' ? error : undefined;
  return (
    <div class="field">
      <label for="until">{label}</label>
      <p class="hint" id="until-hint">
        {hint}
      </p>
      <ErrorMessage id="until-error" error={own} />
      <div class="input">
        <input
          type="date"
          id="until"
          name="until"
          value={until}
          min={range.first}
          max={range.last}
          required
          aria-describedby={own === undefined ? 'until-hint' : 'until-hint until-error'}
          aria-invalid={own === undefined ? undefined : 'true'}
          autofocus={own !== undefined}
        />
      </div>
    </div>
  );
}
