/** `mfa rotate`: other keys in place of those an account has. */

import type { HeldUser } from '../../administration/administer.js';
import { mfaNotEnabled } from '../../administration/administration-problems.js';
import { type HandedOverApp, resetUserMfa } from '../../administration/user-mfa.js';
import { userOption } from '../account-lookup.js';
import { performNamed } from '../administered.js';
import { defineCommand } from '../command.js';
import { handedOverAnswer, handOver } from '../handed-over-app.js';
import { reasonOption } from '../mfa-removal.js';

export const mfaRotate = defineCommand({
  words: 'mfa rotate',
  summary: 'Take all second factors away and set a new authenticator app up in their place; prints its key once',
  place: 'beside-database',
  options: { user: userOption, reason: reasonOption },
  async run(context, { user, reason }) {
    const handOverApp = await handOver(context);
    const act = {
      // A reset and a hand-over in one transaction: nobody finds the account between them, with the password alone enough.
      async run(held: HeldUser, input: { readonly reason: string }): Promise<HandedOverApp> {
        if (held.target.mfaConfiguredAt === null) throw mfaNotEnabled();
        await resetUserMfa.run(held, input);
        return handOverApp.run(held, input);
      },
    };
    const { account, result } = await performNamed(context, { user, act, input: { reason } });
    return handedOverAnswer(account, result);
  },
});
