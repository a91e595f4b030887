/** What the demo prints when it is ready: what to open, who there is, what to try. Pure. */
import { demoAccounts, demoPassword } from './demo-accounts.js';
import type { Demo } from './start-demo.js';

/** Ends without a line end. */
export function summaryOf(
  demo: Pick<Demo, 'issuer' | 'relyingParty' | 'benKey' | 'benBackupCodes'>,
  isKept: boolean,
): string {
  const { issuer, relyingParty, benKey, benBackupCodes } = demo;
  const widest = Math.max(...demoAccounts.map(({ email }) => email.length));
  const lines = [
    `Open ${relyingParty} in a browser. It is a relying party; Countersign itself is at ${issuer}.`,
    '',
    `Accounts (the password of all five is "${demoPassword}")`,
    ...demoAccounts.map(({ email, about }) => `  ${email.padEnd(widest)}  ${about}`),
    '',
    `People look after their own account at ${issuer}/account, and find their mail at ${relyingParty}/mail.`,
    `Administrators look after everybody at ${issuer}/admin: sign in there as erin.`,
    `Codes without a phone: ${relyingParty}/authenticator shows what these people's authenticator apps would show.`,
    ...(benKey === undefined
      ? []
      : ['With a phone, take over Ben’s key:', `  key  ${grouped(benKey.seed)}`, `  uri  ${benKey.uri}`]),
    ...(benBackupCodes.length === 0 ? [] : [`Ben’s backup codes: ${benBackupCodes.join(' ')}`]),
    '',
    'Try',
    '  ben    sign in with a code, then once more in a private window with a backup code',
    '  anna   "Sign in, second factor demanded": she sets one up on the spot',
    '  carol  "Sign in", "Not now", then "Step up" at the relying party',
    '  dave   "Sign in": there is no "Not now" any more',
    '  erin   in the console: find anna, "Reset MFA", and see what anna meets at her next sign-in',
    '  anyone "Forgot your password?", "Create an account", or a new phone under Security',
    `  and the same from a single-page app at ${relyingParty}/spa/`,
    '',
    isKept
      ? 'Everything is kept in the folder for the next `npm run demo -- --keep`. Ctrl+C stops.'
      : 'Nothing is kept: everything is gone with Ctrl+C. `npm run demo -- --keep` keeps it.',
  ];
  return lines.join('\n');
}

function grouped(seed: string): string {
  return seed.replace(/(.{4})(?=.)/g, '$1 ');
}
