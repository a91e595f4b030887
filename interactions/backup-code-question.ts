/** The answers to what a sign-in says or asks about the backup codes that are left. */
import type { Context } from 'koa';
import { holdAccount } from '../src/accounts/hold-account-store.js';
import { seeOther } from '../src/http/see-other.js';
import { sendPage } from '../src/http/send-page.js';
import type { BackupCodeQuestion } from '../src/login/backup-code-question.js';
import {
  type BackupCodeAnswer,
  recordBackupCodeAnswer,
  takeNewCodes,
} from '../src/login/backup-code-question-store.js';
import { generateBackupCodes, hashBackupCode } from '../src/mfa/backup-codes.js';
import { renewBackupCodes } from '../src/mfa/renew-backup-codes-store.js';
import { advance, interactionPath } from './finish.js';
import { keptBy } from './kept.js';
import { attemptKeyOf, attemptOf, type OpenInteraction, originOf } from './open-interaction.js';
import { interactionProps } from './page-props.js';
import type { InteractionParts } from './parts.js';
import { showBackupCodes } from './show-backup-codes.js';
import { backupCodeQuestionPage } from './views/backup-code-question-page.js';

type Step = Extract<OpenInteraction['step'], { step: 'backup_code_question' }>;

export function showBackupCodeQuestion(ctx: Context, open: OpenInteraction, step: Step, parts: InteractionParts): void {
  const { account, question } = step;
  sendPage(ctx, backupCodeQuestionPage({ ...interactionProps(ctx, open, parts), account: account.email, question }));
}

/** Act `continue`, after a backup code: whoever has just used one has them. */
export function goOn(ctx: Context, open: OpenInteraction, parts: InteractionParts): Promise<void> {
  return answer(ctx, open, parts, { to: ['used'], with: 'has_them' });
}

/** Act `continue_confirmed`: "Yes, I have them". */
export function confirmCodes(ctx: Context, open: OpenInteraction, parts: InteractionParts): Promise<void> {
  return answer(ctx, open, parts, { to: ['check'], with: 'has_them' });
}

/** Act `continue_later`: "Not now". */
export function askLater(ctx: Context, open: OpenInteraction, parts: InteractionParts): Promise<void> {
  return answer(ctx, open, parts, { to: ['low', 'check'], with: 'not_now' });
}

/**
 * Act `make_codes`: the TOTP that was just verified is the proof. From two tabs at once, one makes them. Whoever is signed in with
 * the old codes is signed out, as when they are renewed on the account's own page.
 */
export async function makeCodes(ctx: Context, open: OpenInteraction, parts: InteractionParts): Promise<void> {
  const { step } = open;
  if (step.step !== 'backup_code_question' || !step.question.canMakeNew)
    return seeOther(ctx, interactionPath(open.uid));
  const key = attemptKeyOf(open);
  const { accountId } = key;
  const codes = generateBackupCodes(parts.settings.mfaBackupCodes);
  const areMade = await holdAccount(parts.database, accountId, async (transaction, account) => {
    if (account === undefined || account.mfaConfiguredAt === null) return false;
    if (!(await takeNewCodes(transaction, key))) return false;
    await renewBackupCodes(transaction, {
      accountId,
      hashes: codes.map((code) => hashBackupCode(parts.keyRing, accountId, code)),
      kept: keptBy(ctx, open, parts),
      events: [
        { ...originOf(ctx, open), type: 'mfa.backup_codes_regenerated', subjectId: accountId, outcome: 'success' },
      ],
    });
    return true;
  });
  if (!areMade) return seeOther(ctx, interactionPath(open.uid));
  showBackupCodes(ctx, open, parts, { codes });
}

async function answer(
  ctx: Context,
  open: OpenInteraction,
  parts: InteractionParts,
  given: { readonly to: readonly BackupCodeQuestion['about'][]; readonly with: BackupCodeAnswer },
): Promise<void> {
  const { step, state } = open;
  if (step.step !== 'backup_code_question' || !given.to.includes(step.question.about))
    return seeOther(ctx, interactionPath(open.uid));
  const isRecorded = await recordBackupCodeAnswer(parts.database, attemptKeyOf(open), given.with);
  if (!isRecorded) return seeOther(ctx, interactionPath(open.uid));
  await advance(ctx, open, { ...attemptOf(open), backupCodesAskedAt: state.now }, parts);
}
