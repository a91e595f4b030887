/** Backup codes after an enrolment: saved, or made anew when the page that showed them was lost. */

import type { Context } from 'koa';
import { seeOther } from '../src/http/see-other.js';
import { recordCodesSaved } from '../src/login/login-attempt-store.js';
import { replaceBackupCodes } from '../src/mfa/backup-code-store.js';
import { generateBackupCodes, hashBackupCode } from '../src/mfa/backup-codes.js';
import { advance, interactionPath } from './finish.js';
import { attemptKeyOf, attemptOf, type OpenInteraction, originOf } from './open-interaction.js';
import type { InteractionParts } from './parts.js';
import { showBackupCodes } from './show-backup-codes.js';

/** Act `codes_saved`. The box must be ticked: an account whose owner has no codes ends at an administrator's desk. */
export async function codesSaved(
  ctx: Context,
  open: OpenInteraction,
  form: ReadonlyMap<string, string>,
  parts: InteractionParts,
): Promise<void> {
  if (open.step.step !== 'backup_codes') return seeOther(ctx, interactionPath(open.uid));
  if (form.get('saved') === undefined) return showBackupCodes(ctx, open, parts, { notSaved: true });
  await recordCodesSaved(parts.database, attemptKeyOf(open));
  await advance(ctx, open, { ...attemptOf(open), backupCodesSavedAt: open.state.now }, parts);
}

/** Act `new_backup_codes`: the former set is dead. Only before the person has said that the codes are saved. */
export async function newBackupCodes(ctx: Context, open: OpenInteraction, parts: InteractionParts): Promise<void> {
  if (open.step.step !== 'backup_codes') return seeOther(ctx, interactionPath(open.uid));
  const { accountId } = attemptKeyOf(open);
  const codes = generateBackupCodes(parts.settings.mfaBackupCodes);
  const result = await replaceBackupCodes(parts.database, accountId, {
    hashes: codes.map((code) => hashBackupCode(parts.keyRing, accountId, code)),
    events: [
      { ...originOf(ctx, open), type: 'mfa.backup_codes_regenerated', subjectId: accountId, outcome: 'success' },
    ],
  });
  if (!result.ok) return seeOther(ctx, interactionPath(open.uid));
  showBackupCodes(ctx, open, parts, { codes });
}
