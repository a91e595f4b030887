/** Shows backup codes in the answer to the act that made them; afterwards only that they were shown. */

import type { Context } from 'koa';
import { sendPage } from '../src/http/send-page.js';
import type { OpenInteraction } from './open-interaction.js';
import { interactionProps } from './page-props.js';
import type { InteractionParts } from './parts.js';
import { backupCodesPage } from './views/backup-codes-page.js';
import { savedError } from './views/field-errors.js';

export function showBackupCodes(
  ctx: Context,
  open: OpenInteraction,
  parts: InteractionParts,
  { codes, notSaved = false }: { readonly codes?: readonly string[]; readonly notSaved?: boolean } = {},
): void {
  const { account, now } = open.state;
  if (account === null) throw new Error('Backup codes belong to an account.');
  const props = interactionProps(ctx, open, parts);
  const html = backupCodesPage({
    ...props,
    issuer: parts.settings.mfaIssuer,
    account: account.email,
    madeAt: now,
    codes: codes ?? 'no_longer_shown',
    error: notSaved ? savedError(props.locale) : undefined,
  });
  sendPage(ctx, html, notSaved ? 422 : 200);
}
