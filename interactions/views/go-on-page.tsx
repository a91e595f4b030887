/** Between two pages: a form that the script sends at once, and that a button sends where there is none. */
import { EngineForm } from './engine-form.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { PageContext } from './page-context.js';

/** Posts what the engine put into its form, to where the engine says. */
export interface GoOnPageProps extends PageContext {
  /** A form with the id `op.goOnForm`, which the script sends; its values are escaped. */
  readonly formHtml: string;
}

/** Renders the page. */
export function goOnPage(props: GoOnPageProps): string {
  const { goOn, acts } = messagesFor(props.locale);
  return renderPage(props, {
    title: goOn.title,
    children: (
      <>
        <p>{goOn.sentence}</p>
        <EngineForm html={props.formHtml}>
          <button class="primary" type="submit">
            {acts.continue}
          </button>
        </EngineForm>
      </>
    ),
  });
}
