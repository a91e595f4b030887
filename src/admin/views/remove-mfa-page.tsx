/** Taking somebody's second factors away: what will happen, in a plain sentence, and why it is done. */
import { ActButton, ActForm, UserText } from '../../../interactions/views/elements.js';
import type { Locale } from '../../language/locale.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { enRemoveMfa, type RemoveMfaMessages } from '../messages/en-remove-mfa.js';
import { nlRemoveMfa } from '../messages/nl-remove-mfa.js';
import { consolePage } from './console-page.js';
import { ReasonField } from './reason-field.js';

/** Act: `remove_mfa` (field `reason`). */
export interface RemoveMfaPageProps extends AdminPageContext {
  readonly kind: 'disable' | 'reset';
  readonly user: { readonly id: string; readonly email: string };
  readonly reason?: string | undefined;
}

const catalogues: Readonly<Record<Locale, RemoveMfaMessages>> = { en: enRemoveMfa, nl: nlRemoveMfa };

export function removeMfaPage(props: RemoveMfaPageProps): string {
  const texts = catalogues[props.locale];
  const { title, means, afterwards, button } = texts[props.kind];
  const { user, locale, reason, error } = props;
  return consolePage(props, {
    at: 'users',
    title,
    children: (
      <div class="panel narrow">
        <p>
          {means(
            <strong>
              <UserText>{user.email}</UserText>
            </strong>,
          )}
        </p>
        <p>{afterwards}</p>
        <p>{texts.told}</p>
        <p class="notice warning">{texts.sure}</p>
        <ActForm target={props}>
          <ReasonField locale={locale} value={reason} error={error} />
          <ActButton act="remove_mfa">{button}</ActButton>
        </ActForm>
        <p class="aside">
          <a href={`/admin/users/${user.id}`}>{texts.back}</a>
        </p>
      </div>
    ),
  });
}
