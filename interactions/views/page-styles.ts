/** Styles that belong to one kind of page. */
import { listStyleText } from './list-styles.js';

const account = `
.account {
  align-self: flex-start; max-inline-size: 100%; padding: 0.25rem 0.875rem; color: var(--soft); font-size: 0.9375rem;
  background: var(--tint); border: 1px solid var(--line); border-radius: 1.125rem;
}
.account .name { display: inline-block; max-inline-size: 100%; color: var(--ink); font-weight: 600; word-break: break-all; }
.requirement { padding-inline-start: 0.875rem; border-inline-start: 3px solid var(--accent); font-weight: 500; }

.help { display: flex; flex-direction: column; gap: 0.25rem; }
.help ul { list-style-type: ''; }
.help li + li { border-block-start: 1px solid var(--line); }
.help summary { min-block-size: 2.75rem; margin-inline-start: 1.125rem; padding-block: 0.625rem; list-style-position: outside; color: var(--accent); cursor: pointer; }
.help summary:hover { color: var(--accent-strong); text-decoration: underline; text-underline-offset: 0.2em; }
.help .more { border-block-start: 1px solid var(--line); padding-block-start: 0.625rem; padding-inline-start: 1.125rem; font-size: 0.9375rem; }
.help details p { padding-block-end: 0.875rem; padding-inline-start: 1.125rem; }`;

const enrolment = `
.steps { display: flex; flex-direction: column; gap: 2rem; list-style-type: ''; counter-reset: step; }
.steps > li { display: flex; flex-direction: column; gap: 0.75rem; counter-increment: step; }
.steps h2 { display: flex; align-items: center; gap: 0.625rem; overflow-wrap: anywhere; }
.steps .hint { margin-block-start: 0; }
.steps label { font-weight: inherit; }
.steps h2::before {
  content: counter(step); flex: none; display: grid; place-items: center; inline-size: 1.75rem; block-size: 1.75rem;
  font-size: 0.9375rem; font-weight: 650; color: var(--accent); background: var(--tint); border: 1px solid var(--accent); border-radius: 50%;
}
.key-to-scan { display: flex; flex-direction: column; gap: 1.25rem; }
.qr {
  display: block; align-self: center; inline-size: min(15rem, 100%); overflow: clip; line-height: 0;
  background: #ffffff; border: 1px solid var(--line); border-radius: 0.75rem;
}
.qr, .qr:hover { color: #0a504a; }
.qr svg { display: block; inline-size: 100%; block-size: auto; }
.on-this-device { display: none; }
.key dl { display: grid; grid-template-columns: auto auto auto; justify-content: space-between; gap: 0.75rem 1rem; }
.key .whole { grid-column: 1 / -1; }
.key dt { color: var(--soft); font-size: 0.875rem; }
.key .whole dd { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; }
.key .whole dd { justify-content: space-between; }
.key code { max-inline-size: 22ch; font-size: 1.0625rem; letter-spacing: 0.04em; word-spacing: 0.1em; }
@media (max-width: 30rem) {
  .key { order: -1; display: flex; flex-direction: column; gap: 0.75rem; }
  .on-this-device { display: block; padding: 0.75rem 1rem 0; line-height: 1.4; text-align: center; }
}
@media (max-width: 24rem) { .key dl { grid-template-columns: 1fr 1fr; } .key dl > :nth-child(2) { grid-column: 1 / -1; } }`;

const codes = `
.sheet { padding: 1rem 1.25rem; background: var(--tint); border: 1px solid var(--line); border-radius: 0.75rem; }
.sheet-title { display: none; }
.codes { columns: 9.25rem 2; column-gap: 1rem; font-variant-numeric: tabular-nums; }
.codes li { margin-inline-start: 1.625rem; padding-block: 0.25rem; padding-inline-start: 0.25rem; break-inside: avoid; }
.codes li::marker { color: var(--soft); font-size: 0.875rem; }
.codes code { font-size: 1.0625rem; white-space: nowrap; }
@media (max-width: 30rem) {
  .sheet { padding: 0.75rem; }
  .codes { columns: 8.375rem 2; column-gap: 0.5rem; }
  .codes code { font-size: 1rem; }
}
@media (max-width: 15rem) { .sheet { padding: 0.375rem; } .codes li { margin-inline-start: 1.375rem; } }
.tools { display: flex; flex-wrap: wrap; gap: 0.625rem; }
.tools .tool { flex: 1 1 auto; }`;

const others = `
.scopes { display: flex; flex-direction: column; gap: 0.625rem; padding-inline-start: 1.25rem; }
.scopes li::marker { color: var(--accent); }
.links { display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem; }
.user-code { padding: 1rem; text-align: center; background: var(--tint); border: 1px solid var(--line); border-radius: 0.75rem; }
.user-code code { font-size: 1.625rem; letter-spacing: 0.1em; }
.technical {
  display: flex; flex-direction: column; gap: 0.25rem; padding-block-start: 1rem; border-block-start: 1px solid var(--line);
  color: var(--soft); font-size: 0.875rem;
}
.technical h2 { font-size: 0.875rem; }
.technical code { overflow-wrap: anywhere; }`;

const ownAccount = `
/* Above the heading for the eyes; after it for those who hear the page, who want to know first where they are. */
.account-navigation { order: -1; display: flex; flex-wrap: wrap; gap: 0 1.25rem; padding-block-end: 0.75rem; border-block-end: 1px solid var(--line); }
.account-navigation a { display: inline-flex; align-items: center; min-block-size: 2.75rem; }
.account-navigation a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; box-shadow: inset 0 -3px var(--accent); }
.account-navigation a:last-child { margin-inline-start: auto; }
.state { display: flex; flex-direction: column; gap: 0.75rem; padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: 0.75rem; }
.state.on { background: var(--good-tint); border-inline-start: 4px solid var(--good); }
.state.off { background: var(--warn-tint); border-inline-start: 4px solid var(--warn); }
.part { display: flex; flex-direction: column; gap: 0.75rem; padding-block-start: 1.25rem; border-block-start: 1px solid var(--line); }
.things { display: flex; flex-direction: column; gap: 0.875rem; list-style-type: ''; }
.thing { font-weight: 600; overflow-wrap: anywhere; }
.thing-links { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
.thing-links a, .things > li > a { display: inline-flex; align-items: center; min-block-size: 2.25rem; }
.things > li > a { font-weight: 600; }
.unconfirmed { display: flex; flex-direction: column; gap: 0.75rem; }
.effects { display: flex; flex-direction: column; gap: 0.5rem; }
.effects ul { display: flex; flex-direction: column; gap: 0.375rem; padding-inline-start: 1.25rem; }
button:disabled, button:disabled:hover { color: var(--soft); background: transparent; border-style: dashed; cursor: not-allowed; }
@media (max-width: 30rem) { .state { padding: 0.875rem 1rem; } }`;

const guide = `
.contents ul { list-style-type: ''; }
.contents li + li { border-block-start: 1px solid var(--line); }
.contents a { display: block; padding-block: 0.625rem; }
.answer { display: flex; flex-direction: column; gap: 0.75rem; padding-block-start: 1.25rem; border-block-start: 1px solid var(--line); }
.answer h2 { font-size: 1.1875rem; }
.answer ol { display: flex; flex-direction: column; gap: 0.5rem; padding-inline-start: 1.5rem; }
.answer li::marker { color: var(--soft); font-variant-numeric: tabular-nums; }
.answer:target { border-block-start: 3px solid var(--accent); }`;

const paper = `
@media print {
  :root { color-scheme: light; --ground: #ffffff; --surface: #ffffff; --ink: #000000; --soft: #333333; --line: #999999; --tint: #ffffff; --shadow: none; }
  body { padding: 0; }
  .card { border: 0; padding: 0; overflow: visible; }
  form, .tools, .party, .notice, .help, .aside, .account-navigation { display: none; }
  .sheet-title { display: block; margin-block-end: 0.75rem; }
  .sheet { break-inside: avoid; }
}`;

/** Source of these styles. */
export const pageStyleText = [account, enrolment, codes, others, ownAccount, listStyleText, guide, paper]
  .map((part) => part.trim())
  .join('\n\n');
