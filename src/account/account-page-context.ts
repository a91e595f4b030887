/** What every account page is told about its surroundings. */
import type { FormTarget, PageContext } from '../../interactions/views/page-context.js';

export interface AccountPageContext extends PageContext, FormTarget {
  /** E-mail address of whoever is signed in. */
  readonly account: string;
  /** Whether the way to the console is shown. */
  readonly isAdministrator?: boolean | undefined;
}
