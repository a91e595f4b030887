/** The form about an application: registering one, and changing what is registered. */
import type { ComponentChildren } from 'preact';
import { ActButton, ActForm, Field, UserText } from '../../../interactions/views/elements.js';
import type { FieldError } from '../../../interactions/views/page-context.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { type ClientBox, type ClientFields, type GrantBox, grantBoxes, offeredAcrValues } from '../client-fields.js';
import { clientPath, clientsPath } from '../client-paths.js';
import { clientFormMessages } from '../messages/client-catalogues.js';
import type { ClientFormMessages } from '../messages/en-client-form.js';
import { consolePage } from './console-page.js';
import { CheckField, SelectField, TextAreaField } from './fields.js';

/** Act: `save_client`, with the fields of ClientFields and `seen`. */
export interface ClientFormPageProps extends AdminPageContext {
  /** Undefined: it is a new one. */
  readonly client?: { readonly id: string; readonly name: string; readonly seen: string } | undefined;
  readonly fields: ClientFields;
  /** Everything that was refused, each at its field. */
  readonly errors: readonly FieldError[];
}

interface PieceProps {
  readonly props: ClientFormPageProps;
  readonly texts: ClientFormMessages;
}

export function clientFormPage(props: ClientFormPageProps): string {
  const texts = clientFormMessages(props.locale);
  const { client, errors, fields } = props;
  const { title, button } = client === undefined ? texts.register : texts.change;
  const error = errors.length > 1 ? { field: 'form', message: texts.many } : errors[0];
  return consolePage(
    { ...props, error: props.error ?? error },
    {
      at: 'clients',
      title,
      children: (
        <div class="panel form-width">
          {client !== undefined && (
            <p>
              <strong>
                <UserText>{client.name}</UserText>
              </strong>{' '}
              <code>{client.id}</code>
            </p>
          )}
          <ActForm target={props}>
            {client !== undefined && <input type="hidden" name="seen" value={client.seen} />}
            <Field
              name="client_name"
              {...texts.name}
              value={fields.text.client_name}
              error={errorOf(props, 'client_name')}
              required
              autocomplete="off"
              dir="auto"
            />
            <Addresses props={props} texts={texts} />
            <Proof props={props} texts={texts} />
            <SignIn props={props} texts={texts} />
            <Tokens props={props} texts={texts} />
            <Group title={texts.about}>
              {(['client_uri', 'policy_uri', 'tos_uri'] as const).map((name) => (
                <Line key={name} name={name} props={props} {...texts[name]} />
              ))}
            </Group>
            <div class="acts">
              <ActButton act="save_client">{button}</ActButton>
            </div>
          </ActForm>
          <p class="aside">
            <a href={client === undefined ? clientsPath : clientPath(client.id)}>{texts.cancel}</a>
          </p>
        </div>
      ),
    },
  );
}

function Addresses({ props, texts }: PieceProps) {
  const { text } = props.fields;
  return (
    <Group title={texts.addresses}>
      {(['redirect_uris', 'post_logout_redirect_uris'] as const).map((name) => (
        <TextAreaField
          key={name}
          name={name}
          {...texts[name]}
          value={text[name]}
          rows={4}
          isCode
          error={errorOf(props, name)}
        />
      ))}
      <Choice name="application_type" props={props} {...texts.application_type} />
    </Group>
  );
}

function Proof({ props, texts }: PieceProps) {
  const { text } = props.fields;
  return (
    <Group title={texts.proof}>
      <Choice name="token_endpoint_auth_method" props={props} {...texts.token_endpoint_auth_method} />
      <TextAreaField name="jwks" {...texts.jwks} value={text.jwks} isCode error={errorOf(props, 'jwks')} />
      <Line name="jwks_uri" props={props} {...texts.jwks_uri} />
      <Grants props={props} texts={texts} />
      <Line name="scope" props={props} {...texts.scope} />
    </Group>
  );
}

/** A refusal of the grants stands at the first of them. */
function Grants({ props, texts }: PieceProps) {
  const refused = errorOf(props, 'grant_types');
  const boxes = Object.keys(grantBoxes) as GrantBox[];
  return (
    <fieldset class="boxes">
      <legend>{texts.grant_types}</legend>
      {boxes.map((name, index) => (
        <Box
          key={name}
          name={name}
          props={props}
          label={texts.grants[name]}
          error={index === 0 && refused ? { ...refused, field: name } : undefined}
        />
      ))}
    </fieldset>
  );
}

function SignIn({ props, texts }: PieceProps) {
  const { text } = props.fields;
  const acrs = Object.fromEntries(offeredAcrValues.map((acr) => [acr, acr]));
  return (
    <Group title={texts.signIn}>
      <Box name="require_mfa" props={props} {...texts.require_mfa} />
      <Choice name="min_acr" props={props} label={texts.min_acr.label} choices={{ '': texts.min_acr.none, ...acrs }} />
      <TextAreaField
        name="default_acr_values"
        {...texts.default_acr_values}
        value={text.default_acr_values}
        rows={2}
        isCode
        error={errorOf(props, 'default_acr_values')}
      />
      <Box name="skip_consent" props={props} {...texts.skip_consent} />
      <Box name="first_party_challenge" props={props} {...texts.first_party_challenge} />
    </Group>
  );
}

function Tokens({ props, texts }: PieceProps) {
  return (
    <Group title={texts.tokens}>
      <Choice name="id_token_signed_response_alg" props={props} {...texts.id_token_signed_response_alg} />
      {(['access_token_ttl', 'refresh_token_ttl', 'id_token_ttl'] as const).map((name) => (
        <Line key={name} name={name} props={props} {...texts[name]} hint={texts.ttlHint} inputmode="numeric" />
      ))}
    </Group>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <fieldset>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

function Line({
  name,
  props,
  ...field
}: {
  readonly name: keyof ClientFields['text'];
  readonly props: ClientFormPageProps;
  readonly label: string;
  readonly hint: string;
  readonly inputmode?: 'numeric';
}) {
  const value = props.fields.text[name];
  return (
    <Field {...field} name={name} value={value} error={errorOf(props, name)} autocomplete="off" spellcheck={false} />
  );
}

function Choice({
  name,
  props,
  label,
  choices,
}: {
  readonly name: keyof ClientFields['text'];
  readonly props: ClientFormPageProps;
  readonly label: string;
  readonly choices: Readonly<Record<string, string>>;
}) {
  const offered = Object.entries(choices).map(([value, text]) => ({ value, text }));
  const value = props.fields.text[name];
  return <SelectField name={name} label={label} value={value} choices={offered} error={errorOf(props, name)} />;
}

function Box({
  name,
  props,
  ...field
}: {
  readonly name: ClientBox;
  readonly props: ClientFormPageProps;
  readonly label: string;
  readonly hint?: string;
  readonly error?: FieldError | undefined;
}) {
  return <CheckField error={errorOf(props, name)} {...field} name={name} isChecked={props.fields.checked.has(name)} />;
}

function errorOf({ errors }: ClientFormPageProps, name: string): FieldError | undefined {
  return errors.find(({ field }) => field === name);
}
