/** What authenticator apps would show for the demo accounts, renewed in place where there is script. */
import type { AuthenticatorEntry, AuthenticatorReading } from '../authenticator.js';
import { renderPage } from './layout.js';

/** Source of the page's script: every two seconds, while somebody looks, the codes are replaced by those of now. */
export const authenticatorScript = `'use strict';
setInterval(async () => {
  if (document.hidden) return;
  const page = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(page, 'text/html').getElementById('codes');
  if (fresh) document.getElementById('codes').replaceWith(fresh);
}, 2000);
`;

export const authenticatorScriptPath = '/authenticator.js';

export function authenticatorPage(
  { entries, secondsLeft }: AuthenticatorReading,
  benBackupCodes: readonly string[],
): string {
  return renderPage({
    title: 'Authenticator',
    script: authenticatorScriptPath,
    children: (
      <>
        <p>
          For the demo accounts only: what their phones would show. A key that is on an enrolment page at this moment
          appears here too. Without JavaScript, <a href="/authenticator">look again</a> for newer codes.
        </p>
        <div id="codes">
          <p>New codes in {secondsLeft} s.</p>
          <ul class="codes">
            {entries.map((entry) => (
              <Entry key={entry.seed} entry={entry} />
            ))}
          </ul>
        </div>
        {benBackupCodes.length > 0 && <BackupCodes codes={benBackupCodes} />}
      </>
    ),
  });
}

function Entry({ entry: { email, code, nextCode, isSpent, isPending } }: { readonly entry: AuthenticatorEntry }) {
  return (
    <li>
      <span>
        {email} {isPending && <em>being set up</em>}
      </span>
      <strong class={isSpent ? 'spent' : undefined}>{inHalves(code)}</strong>
      <small>{isSpent ? 'used; wait for the next' : `next ${inHalves(nextCode)}`}</small>
    </li>
  );
}

function BackupCodes({ codes }: { readonly codes: readonly string[] }) {
  return (
    <section aria-labelledby="ben">
      <h2 id="ben">Backup codes of ben@example.com</h2>
      <p>Each works once, in the same field as the codes above.</p>
      <ol class="backup">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
    </section>
  );
}

function inHalves(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}
