/** The HTML half of a mail: the same words as the text half, laid out for mail programs, which want their styles inline. */
import { renderToString } from 'preact-render-to-string';
import type { MailContent } from './mail-content.js';

const styles = {
  body: 'margin:0;padding:24px;font-family:system-ui,sans-serif;font-size:16px;line-height:1.5',
  column: 'max-width:560px;margin:0 auto',
  heading: 'font-size:20px;line-height:1.3;margin:0 0 16px',
  label: 'text-align:left;vertical-align:top;font-weight:normal;padding:2px 16px 2px 0;white-space:nowrap',
  value: 'padding:2px 0;font-weight:bold;overflow-wrap:anywhere',
  small: 'font-size:14px',
} as const;

/** A whole document. `href` is the address of the mail's link. */
export function mailPage({ content, href }: { readonly content: MailContent; readonly href: string }): string {
  const { link } = content;
  return `<!DOCTYPE html>${renderToString(
    <html lang={content.locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{content.subject}</title>
      </head>
      <body style={styles.body}>
        <div style={styles.column}>
          <h1 style={styles.heading}>{content.subject}</h1>
          {content.paragraphs.map((text) => (
            <p key={text}>{text}</p>
          ))}
          <table role="presentation">
            {content.facts.map(({ label, value }) => (
              <tr key={label}>
                <th scope="row" style={styles.label}>
                  {label}
                </th>
                <td style={styles.value}>
                  <bdi>{value}</bdi>
                </td>
              </tr>
            ))}
          </table>
          {content.closing.map((text) => (
            <p key={text}>{text}</p>
          ))}
          {link && (
            <p>
              <a href={href}>{link.text}</a>
            </p>
          )}
          {link?.hint && <p style={styles.small}>{link.hint}</p>}
          <p style={styles.small}>{content.sentBy}</p>
        </div>
      </body>
    </html>,
  )}`;
}
