/** What every page of the console is told about its surroundings. */
import type { FieldError, FormTarget, PageContext } from '../../interactions/views/page-context.js';

export interface AdminPageContext extends PageContext, FormTarget {
  /** E-mail address of the administrator. */
  readonly account: string;
  /** Id of the administrator's account: what nobody does to themselves is explained, not hidden. */
  readonly accountId: string;
  /** Whether they may make, change and remove administrators. */
  readonly isSuperAdmin: boolean;
  readonly error?: FieldError | undefined;
}
