/** Name and language of an account. */
import { ActButton, ActForm, Field } from '../../../interactions/views/elements.js';
import { renderPage } from '../../../interactions/views/layout.js';
import type { FieldError } from '../../../interactions/views/page-context.js';
import type { Locale } from '../../language/locale.js';
import type { AccountPageContext } from '../account-page-context.js';
import { AccountNavigation, profileMessages } from './account-navigation.js';

/** Act: `save_profile` (fields `name`, `locale`). */
export interface ProfilePageProps extends AccountPageContext {
  readonly name: string;
  readonly error?: FieldError | undefined;
}

const languages: readonly Locale[] = ['en', 'nl'];

export function profilePage(props: ProfilePageProps): string {
  const texts = profileMessages(props.locale);
  return renderPage(props, {
    title: texts.title,
    error: props.error,
    children: (
      <>
        <AccountNavigation page={props} at="profile" />
        <p>
          {texts.email}: <strong>{props.account}</strong>
        </p>
        <ActForm target={props}>
          <Field
            name="name"
            label={texts.name}
            hint={texts.nameHint}
            value={props.name}
            error={props.error}
            dir="auto"
          />
          <div class="field">
            <label for="locale">{texts.language}</label>
            <select id="locale" name="locale">
              {languages.map((language) => (
                <option value={language} lang={language} selected={language === props.locale}>
                  {texts.languages[language]}
                </option>
              ))}
            </select>
          </div>
          <ActButton act="save_profile">{texts.save}</ActButton>
        </ActForm>
      </>
    ),
  });
}
