/** The account pages there are. A new one is a line here. */
import type { AccountPage } from './account-parts.js';
import { profile } from './profile.js';

export const accountPages: readonly AccountPage[] = [profile];
