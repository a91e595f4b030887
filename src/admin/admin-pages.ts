/** The pages of the console. A new one is a line here. */
import type { AdminPage } from './admin-parts.js';
import { disableMfa, resetMfa } from './remove-mfa.js';

export const adminPages: readonly AdminPage[] = [disableMfa, resetMfa];
