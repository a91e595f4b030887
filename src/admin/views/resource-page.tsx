/** One API: what is said of it, and its end. */
import { ActButton, ActForm } from '../../../interactions/views/elements.js';
import { Moment } from '../../../interactions/views/moment.js';
import type { RegisteredResource } from '../../oidc/resource.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { resourcePath, resourcesPath } from '../client-paths.js';
import { clientsMessages, resourcesMessages } from '../messages/client-catalogues.js';
import { consolePage } from './console-page.js';

/** No acts. */
export interface ResourcePageProps extends AdminPageContext {
  readonly resource: RegisteredResource;
}

export function resourcePage(props: ResourcePageProps): string {
  const { resource, locale, isSuperAdmin } = props;
  const texts = resourcesMessages(locale);
  const { facts } = clientsMessages(locale);
  const { fields } = texts;
  return consolePage(props, {
    at: 'clients',
    title: resource.identifier,
    children: (
      <>
        {!isSuperAdmin && <p class="notice info">{texts.superOnly}</p>}
        <p class="acts">
          <a class="button" href={resourcePath(resource.id, 'change')}>
            {texts.change.act}
          </a>
          <a class="button danger" href={resourcePath(resource.id, 'delete')}>
            {texts.remove.act}
          </a>
        </p>
        <dl class="fact-list form-width">
          <dt>{fields.scope.label}</dt>
          <dd>{resource.scope || texts.noScope}</dd>
          <dt>{fields.token_format.label}</dt>
          <dd>{fields.token_format.choices[resource.tokenFormat]}</dd>
          <dt>{texts.columns.factor}</dt>
          <dd>{resource.minAcr ?? texts.noAcr}</dd>
          <dt>{fields.access_token_ttl.label}</dt>
          <dd>{resource.accessTokenTtlSeconds ?? texts.asServer}</dd>
          <dt>{facts.registered}</dt>
          <dd>
            <Moment at={resource.createdAt} locale={locale} />
          </dd>
          <dt>{facts.changed}</dt>
          <dd>
            <Moment at={resource.updatedAt} locale={locale} />
          </dd>
        </dl>
        <p class="aside">
          <a href={resourcesPath}>{texts.backToList}</a>
        </p>
      </>
    ),
  });
}

/** Act: `delete_resource`. */
export function deleteResourcePage(props: ResourcePageProps): string {
  const { resource, isSuperAdmin } = props;
  const texts = resourcesMessages(props.locale);
  return consolePage(props, {
    at: 'clients',
    title: texts.remove.title,
    children: (
      <div class="panel narrow">
        <p>
          <code>{resource.identifier}</code>
        </p>
        {isSuperAdmin ? (
          <>
            <p>{texts.remove.means}</p>
            <p>{texts.remove.last}</p>
            <ActForm target={props}>
              <ActButton act="delete_resource">{texts.remove.button}</ActButton>
            </ActForm>
          </>
        ) : (
          <p class="notice warning">{texts.superOnly}</p>
        )}
        <p class="aside">
          <a href={resourcePath(resource.id)}>{texts.cancel}</a>
        </p>
      </div>
    ),
  });
}
