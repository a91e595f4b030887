/** The stylesheet of every page: one calm column, light and dark, from 320 px up, on paper too. */
import { pageStyleText } from './page-styles.js';

/** Colours by their use. Every pair of text and ground reaches 4.5:1, every border of a field 3:1 (WCAG 1.4.3, 1.4.11). */
const colours = `
:root {
  color-scheme: light dark;
  --ground: #f4f3ef; --surface: #ffffff; --ink: #1b2426; --soft: #55605f; --line: #dcdfdb; --field-line: #7a8584;
  --accent: #0f6b63; --accent-strong: #0a504a; --on-accent: #ffffff; --tint: #f0f6f4;
  --bad: #a3201d; --bad-tint: #fcf0ee; --warn: #744900; --warn-tint: #fdf4e1; --good: #1b6538; --good-tint: #edf6ef;
  --shadow: 0 1px 2px rgb(27 36 38 / 6%), 0 12px 32px -12px rgb(27 36 38 / 16%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101516; --surface: #192021; --ink: #e8eceb; --soft: #a5b1b0; --line: #2f3a3b; --field-line: #768686;
    --accent: #72cbbe; --accent-strong: #97ded3; --on-accent: #06211e; --tint: #1f2c2b;
    --bad: #ffa39a; --bad-tint: #341e1d; --warn: #f0c36f; --warn-tint: #2e2716; --good: #86d6a1; --good-tint: #192b20;
    --shadow: none;
  }
}`;

const ground = `
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { font: 100%/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; text-size-adjust: none; -webkit-text-size-adjust: none; }
body {
  margin: 0; min-block-size: 100vh; min-block-size: 100svh; padding: clamp(1rem, 8vh, 5rem) 1rem 3rem;
  background: var(--ground); color: var(--ink); overflow-wrap: break-word;
}
h1, h2, p, ol, ul, dl, dd { margin: 0; padding: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.012em; text-wrap: balance; }
@media (min-width: 18rem) { .together { white-space: nowrap; } }
h2 { font-size: 1rem; line-height: 1.4; font-weight: 650; }
p { text-wrap: pretty; }
a { color: var(--accent); text-underline-offset: 0.2em; }
a:hover { color: var(--accent-strong); text-decoration-thickness: 2px; }
code { font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', 'Segoe UI Mono', Menlo, Consolas, 'Liberation Mono', monospace; }
.name { overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 0.25rem; }
.visually-hidden {
  position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; padding: 0; border: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}

.brand, .card { max-inline-size: 28rem; margin-inline: auto; }
.brand { display: flex; align-items: center; gap: 0.625rem; margin-block-end: 1rem; padding-inline: 0.25rem; font-weight: 600; }
.brand img { flex: none; inline-size: 1.75rem; block-size: 1.75rem; object-fit: contain; }
.card {
  display: flex; flex-direction: column; gap: 1.25rem; padding: 2rem; overflow: clip;
  background: var(--surface); border: 1px solid var(--line); border-radius: 1rem; box-shadow: var(--shadow);
}
.party {
  display: flex; align-items: center; gap: 0.625rem; margin: -2rem -2rem 0.25rem; padding: 0.75rem 2rem;
  background: var(--tint); border-block-end: 1px solid var(--line); color: var(--soft); font-size: 0.9375rem;
}
.party strong { color: var(--ink); font-weight: 600; }
.party img { flex: none; inline-size: 1.5rem; block-size: 1.5rem; object-fit: contain; border-radius: 0.25rem; }
.aside, .hint { color: var(--soft); font-size: 0.9375rem; }
.aside a { display: inline-block; padding-block: 0.5rem; margin-block: -0.5rem; }
.optional { color: var(--soft); font-weight: 400; }

@media (max-width: 30rem) {
  body { padding: 0.75rem 0.75rem 2rem; }
  .brand { margin-block-end: 0.75rem; }
  .card { padding: 1.25rem; }
  .party { margin: -1.25rem -1.25rem 0; padding: 0.75rem 1.25rem; }
}
/* A phone with letters twice as large. */
@media (max-width: 15rem) {
  body { padding: 0.375rem; }
  .card { padding: 0.625rem; }
  .party { margin: -0.625rem -0.625rem 0; padding: 0.375rem 0.625rem; }
}`;

const forms = `
form { display: flex; flex-direction: column; gap: 1.25rem; }
label { display: block; font-weight: 600; }
.field { display: flex; flex-direction: column; gap: 0.5rem; }
.field > .hint { margin-block-start: -0.25rem; }
.input { display: flex; gap: 0.5rem; }
.input input, .field select {
  flex: 1; min-inline-size: 0; min-block-size: 3rem; padding: 0.5rem 0.875rem; font: inherit; color: inherit;
  background: var(--surface); border: 1px solid var(--field-line); border-radius: 0.625rem;
}
.input input:focus-visible, .field select:focus-visible { outline-offset: 0; border-color: var(--accent); border-radius: 0.625rem; }
.input input[readonly] { background: var(--tint); border-color: var(--line); }
.input input[aria-invalid], .input input[aria-invalid]:focus-visible { border-color: var(--bad); outline-color: var(--bad); }
.input input[aria-invalid] { border-width: 2px; }
.input input.code {
  font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', 'Segoe UI Mono', Menlo, Consolas, 'Liberation Mono', monospace;
  font-size: 1.375rem; letter-spacing: 0.12em;
}
@media (max-width: 15rem) {
  .input { flex-direction: column; }
  .input input { flex: none; }
  .input input.code { padding-inline: 0.25rem; font-size: 1.25rem; letter-spacing: 0; }
}
.uppercase { text-transform: uppercase; }

button, .button, .tool {
  display: inline-flex; align-items: center; justify-content: center; gap: 0.5rem; min-block-size: 3rem; padding: 0.5rem 1.25rem;
  font: inherit; font-weight: 600; line-height: 1.3; text-align: center; text-decoration: none; cursor: pointer;
  color: var(--ink); background: transparent; border: 1px solid var(--field-line); border-radius: 0.625rem;
}
:is(button, .button, .tool):focus-visible { border-radius: 0.625rem; }
:is(button, .button, .tool):hover { background: var(--tint); color: var(--ink); }
.primary, .button { color: var(--on-accent); background: var(--accent); border-color: transparent; }
:is(.primary, .button):hover { color: var(--on-accent); background: var(--accent-strong); }
.quiet, .quiet:hover {
  min-block-size: 2.75rem; padding: 0.375rem 0; color: var(--soft); background: transparent; border-color: transparent;
  font-weight: 400; font-size: 0.9375rem; text-align: start; text-decoration: underline; text-underline-offset: 0.2em;
}
.quiet:hover { color: var(--ink); text-decoration-thickness: 2px; }
.reveal, .tool { min-block-size: 2.75rem; padding: 0.375rem 0.875rem; font-size: 0.9375rem; font-weight: 500; }
.reveal[aria-pressed='true'] { background: var(--tint); border-color: var(--accent); }
.choice, .ways { display: flex; flex-direction: column; gap: 0.75rem; }
.ways-out {
  flex-direction: row; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem;
  margin-block-end: -0.75rem; padding-block-start: 0.5rem; border-block-start: 1px solid var(--line);
}

.error, .notice { padding: 0.625rem 0.875rem; border-radius: 0.625rem; border: 1px solid transparent; border-inline-start-width: 4px; }
.error { color: var(--bad); background: var(--bad-tint); border-inline-start-color: var(--bad); }
.error strong { display: block; font-weight: 650; }
.notice.info { background: var(--tint); border-inline-start-color: var(--accent); }
.notice.success { color: var(--good); background: var(--good-tint); border-inline-start-color: var(--good); }
.notice.warning { color: var(--warn); background: var(--warn-tint); border-inline-start-color: var(--warn); }
.notice a { color: inherit; font-weight: 600; }

.check { display: flex; flex-direction: column; gap: 0.5rem; }
.check label { display: flex; align-items: center; gap: 0.75rem; min-block-size: 2.75rem; font-weight: 500; cursor: pointer; }
.check input { flex: none; inline-size: 1.5rem; block-size: 1.5rem; margin: 0; accent-color: var(--accent); cursor: pointer; }`;

/** Source of the stylesheet, as it is sent. */
export const styleText = [colours, ground, forms, pageStyleText]
  .map((part) => part.trim())
  .join('\n\n')
  .concat('\n');
