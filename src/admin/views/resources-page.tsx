/** The APIs that tokens can be asked for, a page at a time. */
import { Moment } from '../../../interactions/views/moment.js';
import type { RegisteredResource } from '../../oidc/resource.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { clientsPath, newResourcePath, resourcePath, resourcesPath } from '../client-paths.js';
import { resourcesMessages } from '../messages/client-catalogues.js';
import type { ResourcesMessages } from '../messages/en-resources.js';
import { consolePage } from './console-page.js';
import { Pager } from './pager.js';

/** No acts. */
export interface ResourcesPageProps extends AdminPageContext {
  readonly resources: readonly RegisteredResource[];
  readonly isFirst: boolean;
  /** Cursor of the next page; null on the last one. */
  readonly next: string | null;
}

export function resourcesPage(props: ResourcesPageProps): string {
  const texts = resourcesMessages(props.locale);
  const { resources, isFirst, next } = props;
  return consolePage(props, {
    at: 'clients',
    title: texts.title,
    children: (
      <>
        <p class="acts">
          <a class="button" href={newResourcePath}>
            {texts.register}
          </a>
        </p>
        {resources.length === 0 ? <p>{texts.none}</p> : <ResourceTable props={props} texts={texts} />}
        <Pager path={resourcesPath} isFirst={isFirst} next={next} texts={texts} />
        <p class="aside">
          <a href={clientsPath}>{texts.back}</a>
        </p>
      </>
    ),
  });
}

function ResourceTable({ props, texts }: { readonly props: ResourcesPageProps; readonly texts: ResourcesMessages }) {
  const { columns } = texts;
  return (
    <table class="table named">
      <caption>{texts.means}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.identifier}</th>
          <th scope="col">{columns.scope}</th>
          <th scope="col">{columns.format}</th>
          <th scope="col">{columns.factor}</th>
          <th scope="col">{columns.registered}</th>
        </tr>
      </thead>
      <tbody>
        {props.resources.map((resource) => (
          <tr key={resource.id}>
            <th scope="row">
              <a href={resourcePath(resource.id)}>{resource.identifier}</a>
            </th>
            <td data-label={columns.scope}>{resource.scope || texts.noScope}</td>
            <td data-label={columns.format}>{texts.formats[resource.tokenFormat]}</td>
            <td data-label={columns.factor}>{resource.minAcr ?? texts.noAcr}</td>
            <td data-label={columns.registered}>
              <Moment at={resource.createdAt} locale={props.locale} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
