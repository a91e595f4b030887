/** For an administrator whose sign-in proves the password only, where policy wants more. */
import type { AdminPageContext } from '../admin-page-context.js';
import { adminMessages } from '../messages/admin-catalogue.js';
import { consolePage } from './console-page.js';

/** No acts. */
export function factorNeededPage(props: AdminPageContext): string {
  const texts = adminMessages(props.locale).factorNeeded;
  return consolePage(props, {
    at: undefined,
    title: texts.title,
    children: (
      <>
        <p>{texts.sentence}</p>
        <p class="ways narrow">
          <a class="button" href="/account/security">
            {texts.setUp}
          </a>
        </p>
      </>
    ),
  });
}
