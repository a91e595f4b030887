/** Why an administrator does what they do: asked for on every page that takes something from somebody. */
import { ErrorMessage } from '../../../interactions/views/elements.js';
import type { FieldError } from '../../../interactions/views/page-context.js';
import type { Locale } from '../../language/locale.js';
import { adminMessages } from '../messages/admin-catalogue.js';

/** Longest reason, in characters. */
const longestReason = 500;

/** Input `reason`. */
export function ReasonField({
  locale,
  value = '',
  error,
}: {
  readonly locale: Locale;
  readonly value?: string | undefined;
  readonly error?: FieldError | undefined;
}) {
  const texts = adminMessages(locale).reason;
  const own = error?.field === 'reason' ? error : undefined;
  return (
    <div class="field">
      <label for="reason">{texts.label}</label>
      <p class="hint" id="reason-hint">
        {texts.hint}
      </p>
      <ErrorMessage id="reason-error" error={own} />
      <textarea
        id="reason"
        name="reason"
        rows={3}
        required
        maxlength={longestReason}
        dir="auto"
        aria-describedby={own === undefined ? 'reason-hint' : 'reason-hint reason-error'}
        aria-invalid={own === undefined ? undefined : 'true'}
        autofocus={own !== undefined}
      >
        {value}
      </textarea>
    </div>
  );
}

/** The reason as it is kept, or what is wrong with it. */
export function readReason(
  form: ReadonlyMap<string, string>,
  locale: Locale,
): { readonly ok: true; readonly reason: string } | { readonly ok: false; readonly error: FieldError } {
  const reason = (form.get('reason') ?? '').trim();
  const texts = adminMessages(locale).reason;
  if (reason === '') return { ok: false, error: { field: 'reason', message: texts.missing } };
  if (reason.length > longestReason) return { ok: false, error: { field: 'reason', message: texts.tooLong } };
  return { ok: true, reason };
}
