/** The device flow (RFC 8628): enter the user code, confirm it, done. */
import { Field, UserText } from './elements.js';
import { EngineForm, readUserCodeForm } from './engine-form.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { Messages } from './messages/en.js';
import type { PageContext } from './page-context.js';

/** Posts to the engine: `user_code`. */
export interface DeviceCodePageProps extends PageContext {
  /** The `op.deviceInputForm` that oidc-provider hands to `userCodeInputSource`. */
  readonly formHtml: string;
  readonly error?: keyof Messages['device']['errors'] | undefined;
}

/** Renders the page that asks for the user code. */
export function deviceCodePage(props: DeviceCodePageProps): string {
  const { device } = messagesFor(props.locale);
  const form = readUserCodeForm(props.formHtml);
  const error = props.error && { field: 'user_code', message: device.errors[props.error] };
  return renderPage(props, {
    title: device.title,
    error,
    children: (
      <form id="op.deviceInputForm" method="post" action={form.action}>
        <input type="hidden" name="xsrf" value={form.xsrf} />
        <Field
          name="user_code"
          label={device.code}
          hint={device.intro}
          class="code uppercase"
          inputmode={form.isNumeric ? 'numeric' : 'text'}
          autocomplete="off"
          autocapitalize="characters"
          autocorrect="off"
          spellcheck={false}
          required
          value={form.userCode}
          error={error}
          focus
          dir="ltr"
        />
        <button class="primary" type="submit">
          {device.submit}
        </button>
      </form>
    ),
  });
}

/** Posts to the engine: the confirmation, or `abort=yes`. */
export interface DeviceConfirmPageProps extends PageContext {
  /** The `op.deviceConfirmForm` that oidc-provider hands to `userCodeConfirmSource`. */
  readonly formHtml: string;
  readonly clientName: string;
  /** As the device shows it. */
  readonly userCode: string;
}

/** Renders the page that compares the codes: the defence against a code sent by somebody else (RFC 8628 section 5.4). */
export function deviceConfirmPage(props: DeviceConfirmPageProps): string {
  const { device } = messagesFor(props.locale);
  return renderPage(props, {
    title: device.confirmTitle,
    children: (
      <>
        <p>
          {device.confirm(
            <strong>
              <UserText>{props.clientName}</UserText>
            </strong>,
          )}
        </p>
        <p>{device.compare}</p>
        <p class="user-code">
          <code dir="ltr">{props.userCode}</code>
        </p>
        <p>{device.warning}</p>
        <EngineForm html={props.formHtml}>
          <p class="choice">
            <button class="primary" type="submit">
              {device.submit}
            </button>
            <button class="secondary" type="submit" name="abort" value="yes">
              {device.abort}
            </button>
          </p>
        </EngineForm>
      </>
    ),
  });
}

/** No acts. */
export interface DeviceSuccessPageProps extends PageContext {
  readonly clientName: string;
}

/** Renders the end of the flow in this browser. */
export function deviceSuccessPage(props: DeviceSuccessPageProps): string {
  const { device } = messagesFor(props.locale);
  return renderPage(props, {
    title: device.successTitle,
    children: (
      <p>
        {device.success(
          <strong>
            <UserText>{props.clientName}</UserText>
          </strong>,
        )}
      </p>
    ),
  });
}
