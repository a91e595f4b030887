/** The page `/account/forgot-password`: a mail with a link, for whoever reads the account's mail. The answer is the same for all. */
import { emailKey } from '../accounts/email.js';
import { sourceOf } from '../http/request-state.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import { requestPasswordReset } from './forgot-password-store.js';
import { passwordMessages } from './messages/password-catalogue.js';
import type { PublicAct, PublicPage } from './public-parts.js';
import { forgotPasswordPage, linkSentPage } from './views/forgot-password-page.js';

const path = '/account/forgot-password';

export const forgotPassword: PublicPage = {
  path,
  async show(ctx, { props }) {
    sendPage(ctx, ctx.query.sent === undefined ? forgotPasswordPage(props) : linkSentPage(props));
  },
  acts: { send_link: sendLink() },
};

function sendLink(): PublicAct {
  return async (ctx, { props }, form, { database }) => {
    const email = form.get('email') ?? '';
    if (emailKey(email) === '') {
      const error = { field: 'email', message: passwordMessages(props.locale).forgot.emailMissing };
      return sendPage(ctx, forgotPasswordPage({ ...props, error }), 422);
    }
    const actor = { type: 'anonymous', id: null } as const;
    await requestPasswordReset(database, email, { actor, ...sourceOf(ctx) });
    seeOther(ctx, `${path}?sent=1`);
  };
}
