/** What the demo accounts find in their mail. */
import type { OutgoingMail } from '../../../src/mail/render-mail.js';
import { renderPage } from './layout.js';

export function mailboxPage(mails: readonly OutgoingMail[]): string {
  return renderPage({
    title: 'Mail',
    children: (
      <>
        <p>
          For the demo accounts only: every mail that Countersign sends, the newest first. It takes a few seconds; then{' '}
          <a href="/mail">look again</a>.
        </p>
        {mails.length === 0 && <p>Nothing yet. “Forgot your password?” on the sign-in page sends one.</p>}
        {mails.map((mail) => (
          <article key={mail.id} aria-labelledby={mail.id}>
            <h2 id={mail.id}>{mail.subject}</h2>
            <p>
              To {mail.to}, <time dateTime={mail.date.toISOString()}>{mail.date.toISOString().slice(11, 19)} UTC</time>
            </p>
            <pre lang={mail.language}>{withLinks(mail.text)}</pre>
          </article>
        ))}
      </>
    ),
  });
}

/** Addresses become links, as mail programs do it. */
function withLinks(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) => (index % 2 === 1 ? <a href={part}>{part}</a> : part));
}
