/** Where a new password is typed: the rules beforehand, and which account it is for, so that password managers keep the right one. */
import { PasswordField } from '../../../interactions/views/elements.js';
import { messagesFor } from '../../../interactions/views/messages/catalogue.js';
import type { FieldError } from '../../../interactions/views/page-context.js';
import type { Locale } from '../../language/locale.js';
import { passwordMessages } from '../messages/password-catalogue.js';

/** Name of the input. */
export const newPasswordName = 'new_password';

export interface NewPasswordFieldProps {
  readonly locale: Locale;
  readonly label: string;
  readonly minLength: number;
  readonly error: FieldError | undefined;
  readonly focus?: boolean;
}

export function NewPasswordField({ locale, label, minLength, error, focus = false }: NewPasswordFieldProps) {
  return (
    <PasswordField
      name={newPasswordName}
      label={label}
      hint={passwordMessages(locale).rules(minLength)}
      autocomplete="new-password"
      error={error}
      focus={focus}
      messages={messagesFor(locale)}
    />
  );
}

/** Not to be seen: password managers read from it which account a form is about. It is never looked at when it comes back. */
export function AccountForManagers({ email }: { readonly email: string }) {
  return <input type="hidden" name="username" autocomplete="username" value={email} />;
}
