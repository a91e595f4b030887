/** The pages there are for people who are not signed in. A new one is a line here. */
import { activate } from './activate.js';
import { forgotPassword } from './forgot-password.js';
import { help } from './help.js';
import { notMe } from './not-me.js';
import type { PublicPage } from './public-parts.js';
import { resetPassword } from './reset-password.js';
import { signUp } from './sign-up.js';

export const publicPages: readonly PublicPage[] = [help, notMe, forgotPassword, resetPassword, signUp, activate];
