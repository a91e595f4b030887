/** The page `/account`: who is signed in, the name and the language that the person wants. */
import { changeAccount } from '../accounts/account-change-store.js';
import { sourceOf } from '../http/request-state.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import { chooseLocale } from '../language/locale.js';
import type { AccountAct, AccountPage } from './account-parts.js';
import { readName } from './own-name.js';
import { profileMessages } from './views/account-navigation.js';
import { profilePage } from './views/profile-page.js';

export const profile: AccountPage = {
  path: '/account',
  needsFreshSignIn: false,
  async show(ctx, { session, props }) {
    const texts = profileMessages(props.locale);
    const notice = ctx.query.saved === undefined ? undefined : ({ tone: 'success', text: texts.saved } as const);
    sendPage(ctx, profilePage({ ...props, notice, name: session.account.name }));
  },
  acts: { save_profile: saveProfile() },
};

/** One statement. What is shown of a person is no matter of security: nothing is signed out. */
function saveProfile(): AccountAct {
  return async (ctx, { session, props }, form, { database }) => {
    const typed = form.get('name') ?? '';
    const name = readName(typed);
    if (name === undefined) {
      const error = { field: 'name', message: profileMessages(props.locale).nameTooLong };
      return sendPage(ctx, profilePage({ ...props, name: typed, error }), 422);
    }
    const locale = chooseLocale({ uiLocales: form.get('locale') });
    const { account } = session;
    await changeAccount(database, account.id, { name, locale }, [
      {
        actor: { type: 'account', id: account.id },
        ...sourceOf(ctx),
        type: 'user.updated',
        subjectId: account.id,
        outcome: 'success',
        detail: { fields: ['name', 'locale'] },
      },
    ]);
    seeOther(ctx, '/account?saved=1');
  };
}
