/** The pages `/admin/resources/new` and `/admin/resources/:id/change`. */
import type { FieldError } from '../../interactions/views/page-context.js';
import { resourceNotFound } from '../administration/administration-problems.js';
import { changeResource, registerResource } from '../administration/change-resource.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import type { Locale } from '../language/locale.js';
import type { RegisteredResource, Resource } from '../oidc/resource.js';
import type { ResourceMembers } from '../oidc/resource-members.js';
import { resourceProblemWords } from '../oidc/resource-problem-words.js';
import type { AdminPage } from './admin-parts.js';
import { newResourcePath, resourcePath, resourcesPath } from './client-paths.js';
import { resourcesMessages } from './messages/client-catalogues.js';
import type { ResourcesMessages } from './messages/en-resources.js';
import { orShowAgain } from './refused-act.js';
import { resourceOf, resourceRefusals } from './resources.js';
import { type ResourceFields, resourceFormPage } from './views/resource-form-page.js';

export const newResource: AdminPage = {
  path: newResourcePath,
  needsFreshSignIn: true,
  /** One statement: the session and its account. */
  async show(ctx, { props }) {
    sendPage(ctx, resourceFormPage({ ...props, fields: typedFields(new Map([['token_format', 'jwt']])) }));
  },
  acts: {
    async save_resource(ctx, { props, administrator }, form, { database, settings }) {
      const { locale } = props;
      const fields = typedFields(form);
      const page = (error: FieldError) => resourceFormPage({ ...props, fields, error });
      const refuse = (because: Because, status = 422) => sendPage(ctx, page(errorOf(because, locale)), status);
      const members = membersOf(fields);
      if (members === undefined) return refuse('unknown_format');
      const asked = { identifier: fields.identifier.trim(), ...members };
      const registered = await orShowAgain(ctx, { locale, sentences: resourceRefusals(locale), page }, () =>
        registerResource(database, administrator, settings.issuer, asked),
      );
      if (registered === undefined) return;
      const { done } = registered;
      if (!done.ok) return refuse(done.because, done.because === 'identifier_taken' ? 409 : 422);
      seeOther(ctx, `${resourcePath(done.resource.id)}?done=registered`);
    },
  },
};

export const changeOneResource: AdminPage = {
  path: `${resourcesPath}/:id/change`,
  needsFreshSignIn: true,
  /** Two statements: the session and its account, the resource. */
  async show(ctx, open, parts) {
    const found = await resourceOf(open, parts);
    sendPage(ctx, resourceFormPage({ ...open.props, id: found.id, fields: fieldsOf(found) }));
  },
  acts: {
    async save_resource(ctx, open, form, parts) {
      const { props, administrator } = open;
      const { locale } = props;
      const { id, identifier } = await resourceOf(open, parts);
      const fields = { ...typedFields(form), identifier };
      const page = (error: FieldError) => resourceFormPage({ ...props, id, fields, error });
      const members = membersOf(fields);
      if (members === undefined) return sendPage(ctx, page(errorOf('unknown_format', locale)), 422);
      const changed = await orShowAgain(ctx, { locale, sentences: resourceRefusals(locale), page }, () =>
        changeResource(parts.database, administrator, { id }, members),
      );
      if (changed === undefined) return;
      const { done } = changed;
      if (done.ok) return seeOther(ctx, `${resourcePath(id)}?done=changed`);
      if (done.because === 'resource_not_found') throw resourceNotFound();
      sendPage(ctx, page(errorOf(done.because, locale)), 422);
    },
  },
};

type Because = keyof ResourcesMessages['problems'];

/** At its field, in words. */
function errorOf(because: Because, locale: Locale): FieldError {
  const message = resourcesMessages(locale).problems[because];
  if (because === 'unknown_format') return { field: 'token_format', message };
  return { field: because === 'identifier_taken' ? 'identifier' : resourceProblemWords[because].field, message };
}

function fieldsOf({
  identifier,
  scope,
  tokenFormat,
  minAcr,
  accessTokenTtlSeconds,
}: RegisteredResource): ResourceFields {
  return {
    identifier,
    scope,
    token_format: tokenFormat,
    min_acr: minAcr ?? '',
    access_token_ttl: String(accessTokenTtlSeconds ?? ''),
  };
}

/** Fields that the form does not have are not read. */
function typedFields(form: ReadonlyMap<string, string>): ResourceFields {
  const text = (name: keyof ResourceFields) => form.get(name) ?? '';
  return {
    identifier: text('identifier'),
    scope: text('scope'),
    token_format: text('token_format'),
    min_acr: text('min_acr'),
    access_token_ttl: text('access_token_ttl'),
  };
}

/** Undefined for a format of tokens that is not known; everything else is checked where it is kept. */
function membersOf({
  scope,
  token_format,
  min_acr,
  access_token_ttl: ttl,
}: ResourceFields): ResourceMembers | undefined {
  const tokenFormat = (['jwt', 'opaque'] as const).find((format: Resource['tokenFormat']) => format === token_format);
  if (tokenFormat === undefined) return undefined;
  const seconds = ttl.trim();
  const accessTokenTtlSeconds = seconds === '' ? null : /^\d{1,12}$/.test(seconds) ? Number(seconds) : Number.NaN;
  return { scope, tokenFormat, minAcr: min_acr || null, accessTokenTtlSeconds };
}
