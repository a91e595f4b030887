/** The parts that pages are made of: names, notices, forms, fields, buttons. No inline styles or scripts. */
import type { ComponentChildren } from 'preact';
import type { Messages } from './messages/en.js';
import type { Notice } from './notices.js';
import type { FieldError, FormTarget } from './page-context.js';

/** Marks that reverse the text after them: with them a name could read as another one (UAX #9 section 2). */
const directionOverrides = /[\u202a-\u202e\u2066-\u2069]/g;

/** A name that somebody chose: it cannot turn the text around it, nor itself. */
export function UserText({ children }: { readonly children: string }) {
  return <bdi class="name">{withoutOverrides(children)}</bdi>;
}

/** The same where there is no room for an element, as in a title. */
export function withoutOverrides(name: string): string {
  return name.replace(directionOverrides, '');
}

/** Something that happened before this page. */
export function NoticeLine({ notice: { tone, text, link } }: { readonly notice: Notice }) {
  return (
    <p class={`notice ${tone}`} role="status">
      {text} {link && <a href={link.href}>{link.text}</a>}
    </p>
  );
}

/** A form that posts to the page, with the hidden token in it. */
export function ActForm({
  target,
  class: className,
  children,
}: {
  readonly target: FormTarget;
  readonly class?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <form method="post" action={target.action} class={className}>
      <input type="hidden" name="csrf" value={target.csrf} />
      {children}
    </form>
  );
}

/** A button that sends `act`. The first in a form is what the Enter key does; the quiet ones never check the fields. */
export function ActButton({
  act,
  tone = 'primary',
  children,
}: {
  readonly act: string;
  readonly tone?: 'primary' | 'secondary' | 'quiet';
  readonly children: ComponentChildren;
}) {
  return (
    <button class={tone} type="submit" name="act" value={act} formnovalidate={tone === 'quiet'}>
      {children}
    </button>
  );
}

/** The ways out of a page, as one quiet form after the main one. */
export function WaysOut({ target, children }: { readonly target: FormTarget; readonly children: ComponentChildren }) {
  return (
    <ActForm target={target} class="ways-out">
      {children}
    </ActForm>
  );
}

/** The two ways out of most steps of a sign-in. Acts: `switch_account`, `cancel`. */
export function SwitchOrCancel({ target, acts }: { readonly target: FormTarget; readonly acts: Messages['acts'] }) {
  return (
    <WaysOut target={target}>
      <ActButton act="switch_account" tone="quiet">
        {acts.switchAccount}
      </ActButton>
      <ActButton act="cancel" tone="quiet">
        {acts.cancel}
      </ActButton>
    </WaysOut>
  );
}

/** The message of a refused field, or nothing when the refusal is about another field. */
export function ErrorMessage({ id, error }: { readonly id: string; readonly error: FieldError | undefined }) {
  if (error === undefined) return null;
  return (
    <p class="error" id={id}>
      <strong>{error.message}</strong> {error.detail}
    </p>
  );
}

/** Attributes of an input, by their HTML names. */
interface InputAttributes {
  readonly type?: 'text' | 'password';
  readonly value?: string;
  readonly class?: string;
  readonly autocomplete?: 'username' | 'current-password' | 'new-password' | 'one-time-code' | 'name' | 'off';
  readonly inputmode?: 'email' | 'numeric' | 'text';
  readonly autocapitalize?: 'none' | 'characters';
  readonly autocorrect?: 'off';
  readonly spellcheck?: boolean;
  readonly required?: boolean;
  readonly readonly?: boolean;
  readonly maxlength?: number;
  readonly dir?: 'ltr' | 'auto';
}

/** Props of {@link Field}: those of the input, and what stands around it. */
export interface FieldProps extends InputAttributes {
  /** Also the input's id; must be unique on the page. */
  readonly name: string;
  readonly label: ComponentChildren;
  /** The label is the heading of a step. */
  readonly isStep?: boolean;
  readonly hint?: ComponentChildren;
  /** The page's error; shown here when it names this field. */
  readonly error?: FieldError | undefined;
  /** Focused when nothing was refused. A refused field always is. */
  readonly focus?: boolean;
  /** Stands beside the input. */
  readonly children?: ComponentChildren;
}

/** Label, hint, error and input, tied together for people who hear the page (WCAG 1.3.1, 3.3.1). */
export function Field({ name, label, isStep, hint, error, focus, children, type = 'text', ...input }: FieldProps) {
  const own = error?.field === name ? error : undefined;
  const describedBy = [hint && `${name}-hint`, own && `${name}-error`].filter(Boolean).join(' ');
  const labelElement = <label for={name}>{label}</label>;
  const attributes = {
    ...input,
    id: name,
    name,
    'aria-describedby': describedBy || undefined,
    'aria-invalid': own && ('true' as const),
    autofocus: own !== undefined || (focus === true && error === undefined),
  };
  return (
    <div class={own ? 'field refused' : 'field'}>
      {isStep ? <h2>{labelElement}</h2> : labelElement}
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <ErrorMessage id={`${name}-error`} error={own} />
      <div class="input">
        {type === 'password' ? <input type="password" {...attributes} /> : <input type="text" {...attributes} />}
        {children}
      </div>
    </div>
  );
}

/** The password field, with a button to show what was typed when there is script. */
export function PasswordField({ messages, ...field }: FieldProps & { readonly messages: Messages }) {
  return (
    <Field {...field} type="password" required autocapitalize="none" spellcheck={false}>
      <button class="reveal" type="button" hidden data-reveal={field.name} aria-pressed="false">
        {messages.acts.showPassword.visible}
        <span class="visually-hidden">{messages.acts.showPassword.rest}</span>
      </button>
    </Field>
  );
}

/** The field for a TOTP or a backup code: forgiving, so without pattern or length. */
export function CodeField({
  keyboard,
  ...field
}: Omit<FieldProps, 'name'> & { readonly keyboard: 'numeric' | 'text' }) {
  return (
    <Field
      {...field}
      name="code"
      class="code"
      inputmode={keyboard}
      autocomplete="one-time-code"
      autocapitalize="none"
      autocorrect="off"
      spellcheck={false}
      required
    />
  );
}

/** Copies a text; only there when there is script. */
export function CopyButton({ text, messages }: { readonly text: string; readonly messages: Messages }) {
  return (
    <button class="tool" type="button" hidden data-copy={text} data-copied={messages.acts.copied}>
      {messages.acts.copy}
    </button>
  );
}

/** Which account this is about. */
export function AccountLine({ account, label }: { readonly account: string; readonly label: string }) {
  return (
    <p class="account">
      {label} <UserText>{account}</UserText>
    </p>
  );
}
