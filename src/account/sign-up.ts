/** The page `/account/sign-up`: an account for oneself, where the operator allows it. The password comes with the proof of the address. */
import { parseEmail } from '../accounts/email.js';
import { sourceOf } from '../http/request-state.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import { signUpMessages } from './messages/sign-up-catalogue.js';
import { readName } from './own-name.js';
import type { PublicAct, PublicPage } from './public-parts.js';
import { signUp as signUpWith } from './sign-up-store.js';
import { signUpClosedPage, signUpPage, signUpSentPage } from './views/sign-up-page.js';

const path = '/account/sign-up';

export const signUp: PublicPage = {
  path,
  async show(ctx, { props }, { settings }) {
    if (settings.signUp === 'closed') return sendPage(ctx, signUpClosedPage(props), 404);
    sendPage(ctx, ctx.query.sent === undefined ? signUpPage(props) : signUpSentPage(props));
  },
  acts: { sign_up: askForAccount() },
};

function askForAccount(): PublicAct {
  return async (ctx, { props }, form, { database, settings }) => {
    if (settings.signUp === 'closed') return sendPage(ctx, signUpClosedPage(props), 404);
    const typed = { email: (form.get('email') ?? '').trim(), name: form.get('name') ?? '' };
    const texts = signUpMessages(props.locale);
    const refuse = (field: string, message: string) =>
      sendPage(ctx, signUpPage({ ...props, ...typed, error: { field, message } }), 422);
    if (typed.email === '') return refuse('email', texts.emailMissing);
    const email = parseEmail(typed.email);
    if (!email.ok) return refuse('email', texts.emailMalformed);
    const name = readName(typed.name);
    if (name === undefined) return refuse('name', texts.nameTooLong);
    const origin = { actor: { type: 'anonymous', id: null }, ...sourceOf(ctx) } as const;
    await signUpWith(database, { email, name, locale: props.locale, origin });
    seeOther(ctx, `${path}?sent=1`);
  };
}
