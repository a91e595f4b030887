/** The page `/account/password`: another password, for whoever knows the present one. */
import type { Context } from 'koa';
import { messagesFor } from '../../interactions/views/messages/catalogue.js';
import type { FieldError } from '../../interactions/views/page-context.js';
import { setPassword } from '../accounts/account-change-store.js';
import { passwordProblems } from '../accounts/password-policy.js';
import { seeOther } from '../http/see-other.js';
import { secondsUntil, sendBlocked, sendPage } from '../http/send-page.js';
import type { AccountPage, AccountParts, OpenAccount } from './account-parts.js';
import { checkCurrentPassword } from './current-password.js';
import { newPasswordError, passwordMessages } from './messages/password-catalogue.js';
import { keptOf, ownOrigin } from './own-proof.js';
import { changePasswordPage, passwordChangedPage } from './views/change-password-page.js';
import { newPasswordName } from './views/new-password-field.js';

const path = '/account/password';
const currentName = 'current_password';

export const password: AccountPage = {
  path,
  needsFreshSignIn: true,
  async show(ctx, { props }, { settings: { passwordMinLength: minLength } }) {
    const isDone = ctx.query.changed !== undefined;
    sendPage(ctx, isDone ? passwordChangedPage(props) : changePasswordPage({ ...props, minLength }));
  },
  acts: { change_password: changePassword },
};

/** Two statements when the present password is right, two when it is wrong, one when it may not be tried. */
async function changePassword(
  ctx: Context,
  { session, props }: OpenAccount,
  form: ReadonlyMap<string, string>,
  parts: AccountParts,
): Promise<void> {
  const { account } = session;
  const current = form.get(currentName) ?? '';
  const typed = form.get(newPasswordName) ?? '';
  const minLength = parts.settings.passwordMinLength;
  const page = (error: FieldError) => changePasswordPage({ ...props, minLength, error });
  const texts = passwordMessages(props.locale).change;
  const refusal = await refusalOf({ current, typed }, { session, props }, minLength);
  if (refusal !== undefined) return sendPage(ctx, page(refusal), 422);

  const prepare = () => parts.hasher.hash(typed);
  const checked = await checkCurrentPassword(ctx, account, { typed: current, prepare }, parts);
  if (!checked.ok && checked.because === 'locked_out') {
    const seconds = secondsUntil(checked.retryAt, parts.clock.now());
    const message = texts.locked(messagesFor(props.locale).formats.duration(seconds));
    return sendBlocked(ctx, page({ field: currentName, message }), seconds);
  }
  if (!checked.ok) return sendPage(ctx, page({ field: currentName, message: texts.currentWrong }), 422);

  const changed = await setPassword(parts.database, account.id, {
    passwordHash: checked.prepared,
    onlyIfGeneration: account.generation,
    kept: keptOf(ctx, session, parts),
    events: [{ ...ownOrigin(ctx, session), type: 'password.changed', subjectId: account.id, outcome: 'success' }],
    also: [checked.release],
  });
  // Not set: the account changed while this request was under way, and the session may have ended with it.
  seeOther(ctx, changed.ok ? `${path}?changed=1` : path);
}

/** What is wrong with the form by itself: that costs no try of the present password. */
async function refusalOf(
  { current, typed }: { readonly current: string; readonly typed: string },
  { session, props }: OpenAccount,
  minLength: number,
): Promise<FieldError | undefined> {
  const texts = passwordMessages(props.locale).change;
  if (current === '') return { field: currentName, message: texts.currentMissing };
  if (typed !== '' && typed.normalize('NFKC') === current.normalize('NFKC')) {
    return { field: newPasswordName, message: texts.same };
  }
  const problems = await passwordProblems(typed, { ...session.account, minLength });
  return newPasswordError(props.locale, newPasswordName, { typed, problems, minLength });
}
