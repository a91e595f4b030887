/** An authenticator app that is set up for somebody on the command line: what `mfa enroll` and `mfa rotate` have in common. */
import { type HandedOverApp, handOverUserApp } from '../administration/user-mfa.js';
import { createFactors } from '../mfa/factors.js';
import { qrCodeText } from '../mfa/qr-code.js';
import type { Answer, CommandContext } from './command.js';
import { fields } from './printable.js';

/** The act of the API, with the factors of this installation. */
export async function handOver(context: CommandContext): Promise<ReturnType<typeof handOverUserApp>> {
  const { totpEnrolment } = createFactors(await context.keyRing(), context.settings);
  return handOverUserApp((account) => totpEnrolment.startEnrolment(account));
}

/** With the key, which is printed here once and never again. */
export async function handedOverAnswer(
  account: { readonly id: string; readonly email: string },
  { fresh, expiresAt }: HandedOverApp,
): Promise<Answer> {
  const shown = { secret: fresh.seed, uri: fresh.uri, expires_at: expiresAt.toISOString() };
  const json = { id: account.id, email: account.email, factor_id: fresh.id, type: 'totp', ...shown };
  return {
    json,
    text: `${fields(shown)}\n\n${await qrCodeText(fresh.uri)}`,
    note: `The key is not shown again. Give it to ${account.email}, not by mail: at the next sign-in, after the password, its first code is asked for.`,
  };
}
