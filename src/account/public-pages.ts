/** The pages there are for people who are not signed in. A new one is a line here. */
import type { PublicPage } from './public-parts.js';

export const publicPages: readonly PublicPage[] = [];
