/** What people do with a new phone, a lost one, a refused code: one page that needs no sign-in. */
import { renderPage } from '../../../interactions/views/layout.js';
import type { PageContext } from '../../../interactions/views/page-context.js';
import type { Locale } from '../../language/locale.js';
import { enHelp, type HelpAnswer, type HelpMessages } from '../messages/en-help.js';
import { nlHelp } from '../messages/nl-help.js';

const catalogues: Readonly<Record<Locale, HelpMessages>> = { en: enHelp, nl: nlHelp };

/** No acts. */
export function helpPage(props: PageContext): string {
  const texts = catalogues[props.locale];
  return renderPage(props, {
    title: texts.title,
    children: (
      <>
        <p>{texts.intro}</p>
        <nav class="contents" aria-label={texts.contents}>
          <ul>
            {texts.answers.map(({ id, title }) => (
              <li key={id}>
                <a href={`#${id}`}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
        {texts.answers.map((answer) => (
          <Answer key={answer.id} answer={answer} />
        ))}
        <p class="aside links">
          <a href="/account/security">{texts.security}</a>
          <a href="/account/forgot-password">{texts.forgot}</a>
        </p>
      </>
    ),
  });
}

function Answer({ answer: { id, title, first, steps, notes } }: { readonly answer: HelpAnswer }) {
  return (
    <section class="answer" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p>{first}</p>
      <ol>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </section>
  );
}
