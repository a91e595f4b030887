/** What the pages that need no sign-in have in common. */
import { Field } from '../../../interactions/views/elements.js';
import type { FieldError } from '../../../interactions/views/page-context.js';

/** The e-mail address of somebody who is about to prove it. */
export function EmailField({
  label,
  error,
  value,
}: {
  readonly label: string;
  readonly error: FieldError | undefined;
  readonly value?: string;
}) {
  return (
    <Field
      name="email"
      label={label}
      inputmode="email"
      autocomplete="username"
      autocapitalize="none"
      autocorrect="off"
      spellcheck={false}
      required
      value={value ?? ''}
      error={error}
      focus
      dir="ltr"
    />
  );
}

/** To the person's own pages, and so to the sign-in. */
export function SignInLink({ text }: { readonly text: string }) {
  return (
    <p class="aside">
      <a href="/account">{text}</a>
    </p>
  );
}
