/** The one GET of an interaction: shows what this sign-in needs next, or finishes it. */

import type { Context } from 'koa';
import { sendPage } from '../src/http/send-page.js';
import { ruledPeople } from '../src/mfa/describe-requirement.js';
import { showBackupCodeQuestion } from './backup-code-question.js';
import { finishSignIn, refuse } from './finish.js';
import type { OpenInteraction } from './open-interaction.js';
import { interactionProps } from './page-props.js';
import type { InteractionParts } from './parts.js';
import { showBackupCodes } from './show-backup-codes.js';
import { showChallenge } from './show-challenge.js';
import { showConsent } from './show-consent.js';
import { showEnrolment } from './show-enrolment.js';
import { showPassword } from './show-password.js';
import { reminderPage } from './views/reminder-page.js';

export async function show(ctx: Context, open: OpenInteraction, parts: InteractionParts): Promise<void> {
  if (open.details.prompt.name === 'consent') return showConsent(ctx, open, parts);
  // "Sign in with a different account": back to the password, whatever was proved for the other one.
  if (ctx.query.switch !== undefined) return showPassword(ctx, open, parts);
  const { step } = open;
  switch (step.step) {
    case 'password':
      return showPassword(ctx, open, parts);
    case 'challenge':
      return showChallenge(ctx, open, parts);
    case 'enrol':
      return showEnrolment(ctx, open, parts);
    case 'backup_codes':
      return showBackupCodes(ctx, open, parts);
    case 'remind':
    case 'encourage': {
      const requirement =
        step.step === 'remind'
          ? ({ by: 'organization', deadline: step.deadline, of: ruledPeople(step) ?? undefined } as const)
          : undefined;
      const props = { ...interactionProps(ctx, open, parts), account: step.account.email, now: open.state.now };
      return sendPage(ctx, reminderPage({ ...props, requirement }));
    }
    case 'backup_code_question':
      return showBackupCodeQuestion(ctx, open, step, parts);
    case 'refuse':
      return refuse(ctx, parts, {
        error: step.error,
        error_description: 'None of the requested acr values can be reached.',
      });
    case 'finish':
      return finishSignIn(ctx, open, step.assurance, parts);
  }
}
