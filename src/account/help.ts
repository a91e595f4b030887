/** The page `/account/help`: for people who cannot sign in, so it asks for nothing. */
import { sendPage } from '../http/send-page.js';
import type { PublicPage } from './public-parts.js';
import { helpPage } from './views/help-page.js';

export const help: PublicPage = {
  path: '/account/help',
  async show(ctx, { props }) {
    sendPage(ctx, helpPage(props));
  },
  acts: {},
};
