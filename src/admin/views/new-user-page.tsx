/** Makes an account for somebody. */
import { ActButton, ActForm, Field } from '../../../interactions/views/elements.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { userActsMessages } from '../messages/user-catalogue.js';
import { consolePage } from './console-page.js';
import { NameField, RoleFields } from './user-fields.js';

/** Act: `create_user` (fields `email`, `name`, `admin`, `super_admin`, `roles`, `new_password`). */
export interface NewUserPageProps extends AdminPageContext {
  readonly email: string;
  readonly typed: { readonly name: string; readonly roles: readonly string[] };
  /** Of a password. */
  readonly minLength: number;
}

export function newUserPage(props: NewUserPageProps): string {
  const { locale, email, typed, minLength, error } = props;
  const texts = userActsMessages(locale).create;
  return consolePage(props, {
    at: 'users',
    title: texts.title,
    children: (
      <div class="panel narrow">
        <ActForm target={props}>
          <Field
            name="email"
            label={texts.email}
            hint={texts.emailHint}
            autocomplete="off"
            autocapitalize="none"
            autocorrect="off"
            spellcheck={false}
            inputmode="email"
            value={email}
            error={error}
            required
          />
          <NameField page={props} value={typed.name} />
          <RoleFields page={props} roles={typed.roles} />
          <Field
            name="new_password"
            type="password"
            label={
              <>
                {texts.password} <span class="optional">{texts.passwordOptional}</span>
              </>
            }
            hint={texts.passwordHint(minLength)}
            autocomplete="new-password"
            autocapitalize="none"
            spellcheck={false}
            error={error}
          />
          <ActButton act="create_user">{texts.button}</ActButton>
        </ActForm>
        <p class="aside">
          <a href="/admin/users">{texts.back}</a>
        </p>
      </div>
    ),
  });
}
