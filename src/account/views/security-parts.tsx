/** What the security pages share: the way to another page as a button, the field for a proof, the way back. */
import { ActButton, ActForm, CodeField } from '../../../interactions/views/elements.js';
import type { FieldError, FormTarget } from '../../../interactions/views/page-context.js';
import type { SecurityMessages } from '../messages/en-security.js';

/** Pages of this area, by what is done there. */
export const securityPaths = {
  overview: '/account/security',
  add: '/account/security/add',
  rename: '/account/security/rename',
  remove: '/account/security/remove',
  disable: '/account/security/disable',
  backupCodes: '/account/security/backup-codes',
} as const;

/** A button that opens a page: a form, so that it needs no script and is a button to everybody. */
export function OpenButton({
  path,
  tone,
  children,
}: {
  readonly path: string;
  readonly tone: 'primary' | 'secondary';
  readonly children: string;
}) {
  return (
    <form method="get" action={path}>
      <button class={tone} type="submit">
        {children}
      </button>
    </form>
  );
}

/** The code that proves whose hands these are. `app`: a TOTP only. */
export function ProofField({
  kind,
  texts,
  error,
}: {
  readonly kind: 'either' | 'app';
  readonly texts: SecurityMessages;
  readonly error: FieldError | undefined;
}) {
  return (
    <CodeField
      label={texts.proof.label}
      hint={texts.proof[kind]}
      keyboard={kind === 'app' ? 'numeric' : 'text'}
      error={error}
    />
  );
}

/** Codes that were shown and perhaps not saved. Act: `codes_saved` of the page it stands on. */
export function UnconfirmedCodes({ target, texts }: { readonly target: FormTarget; readonly texts: SecurityMessages }) {
  return (
    <div class="notice warning unconfirmed">
      <p>{texts.codes.unconfirmed}</p>
      <ActForm target={target}>
        <input type="hidden" name="saved" value="yes" />
        <ActButton act="codes_saved" tone="secondary">
          {texts.codes.confirm}
        </ActButton>
      </ActForm>
    </div>
  );
}

/** The way out of a page: nothing has changed. */
export function BackLink({ children }: { readonly children: string }) {
  return (
    <p class="aside">
      <a href={securityPaths.overview}>{children}</a>
    </p>
  );
}
