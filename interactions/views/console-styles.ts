/** Styles of the administrators' console: wider than a sign-in, tables that become cards on a phone. Loaded beside the common stylesheet. */

const frame = `
.brand, .card, .console-navigation { max-inline-size: 72rem; }
body { padding-block-start: 1.25rem; }
.console-navigation { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin-inline: auto; margin-block-end: 0.75rem; padding-inline: 0.25rem; }
.console-navigation a { display: inline-block; padding-block: 0.5rem; color: var(--soft); text-decoration: none; border-block-end: 3px solid transparent; }
.console-navigation a:hover { color: var(--ink); }
.console-navigation a[aria-current] { color: var(--ink); font-weight: 600; border-block-end-color: var(--accent); }
.console-navigation .apart { margin-inline-start: auto; }
@media (max-width: 44rem) { .console-navigation .apart { margin-inline-start: 0; } }
.narrow { max-inline-size: 34rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: 1.5rem 2rem; align-items: start; }
.panel { display: flex; flex-direction: column; gap: 0.75rem; min-inline-size: 0; }
.acts { display: flex; flex-wrap: wrap; gap: 0.75rem; }
.acts form { flex-direction: row; }
.acts :is(button, .button) { min-block-size: 2.75rem; padding: 0.375rem 1rem; font-size: 0.9375rem; }
.button.secondary, .button.secondary:hover { color: var(--ink); background: transparent; border-color: var(--field-line); }
.button.secondary:hover { background: var(--tint); }
.danger, .danger:hover { color: var(--bad); background: transparent; border-color: var(--bad); }
.danger:hover { background: var(--bad-tint); }`;

const tables = `
.filters { flex-direction: row; flex-wrap: wrap; gap: 0.75rem 1rem; align-items: end; }
.filters .field { flex: 1 1 10rem; gap: 0.25rem; min-inline-size: 0; max-inline-size: 100%; }
.filters label { font-size: 0.9375rem; font-weight: 500; }
.filters :is(input, select, button, .button) { min-block-size: 2.75rem; min-inline-size: 0; inline-size: 100%; }
.filters .field.act { flex: 0 1 auto; }
.table { inline-size: 100%; border-collapse: collapse; font-size: 0.9375rem; }
.table caption { text-align: start; color: var(--soft); padding-block-end: 0.5rem; }
.table th { text-align: start; color: var(--soft); font-weight: 600; white-space: nowrap; }
.table :is(th, td) { padding: 0.5rem 1rem 0.5rem 0; border-block-end: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
.table tbody th { color: var(--ink); white-space: normal; }
.table tbody th .hint { font-weight: 400; }
.table .number { text-align: end; font-variant-numeric: tabular-nums; }
.table td a { display: inline-block; padding-block: 0.125rem; }
.table td code { font-size: 0.875rem; }
.state-word { white-space: nowrap; font-weight: 600; }
.state-word.good { color: var(--good); } .state-word.warn { color: var(--warn); } .state-word.bad { color: var(--bad); } .state-word.calm { color: var(--soft); font-weight: 400; }
@media (max-width: 44rem) {
  .table, .table :is(tbody, tr, td, th[scope='row'], caption) { display: block; }
  /* What would be read aloud is the label of each cell. */
  .table thead { display: none; }
  .table tr { padding-block: 0.75rem; border-block-end: 1px solid var(--line); }
  .table :is(td, th[scope='row']) { padding: 0.125rem 0; border: 0; white-space: normal; }
  .table th[scope='row'] { color: var(--ink); font-size: 1rem; }
  .table td[data-label]::before { content: attr(data-label) ': '; color: var(--soft); font-weight: 400; }
  .table .number { text-align: start; }
  .table td:empty { display: none; }
}`;

const events = `
.events th[scope='row'] { min-inline-size: 15rem; white-space: normal; color: var(--ink); }
.events td:nth-child(2) { white-space: nowrap; }
.events details { font-weight: 400; font-size: 0.9375rem; }
.events summary { inline-size: fit-content; padding-block: 0.25rem; color: var(--accent); cursor: pointer; }
.events .fact-list { padding-block: 0.25rem 0.5rem; grid-template-columns: minmax(5rem, auto) 1fr; }
@media (max-width: 44rem) { .events th[scope='row'] { min-inline-size: 0; } .events td:nth-child(2) { white-space: normal; } }`;

const charts = `
.bar { display: block; inline-size: 100%; block-size: 1.75rem; border-radius: 0.375rem; background: var(--tint); }
.table .bar { block-size: 0.625rem; margin-block-start: 0.375rem; min-inline-size: 8rem; }
.chart.lines { block-size: 11rem; overflow: visible; }
.chart-days { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
.swatch { vertical-align: baseline; }
.fill { stroke: var(--surface); stroke-width: 1.5px; vector-effect: non-scaling-stroke; }
.fill.enrolled { fill: var(--good); } .fill.in_grace { fill: var(--warn); } .fill.overdue { fill: var(--bad); } .fill.exempt { fill: var(--field-line); }
.line, .dots, .grid { fill: none; stroke-width: 2.5px; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
.grid { stroke: var(--line); stroke-width: 1px; }
.dots { stroke-width: 7px; stroke-linecap: round; }
.line.enrolled, .dots.enrolled { stroke: var(--good); } .line.in_grace, .dots.in_grace { stroke: var(--warn); } .line.overdue, .dots.overdue { stroke: var(--bad); }
.line.in_grace { stroke-dasharray: 7 4; } .line.overdue { stroke-dasharray: 2 3; }`;

const facts = `
.fact-list { display: grid; grid-template-columns: minmax(8rem, auto) 1fr; gap: 0.375rem 1.25rem; }
.fact-list dt { color: var(--soft); }
.fact-list dd { overflow-wrap: anywhere; }
@media (max-width: 30rem) { .fact-list { grid-template-columns: 1fr; gap: 0; } .fact-list dd { margin-block-end: 0.625rem; } }
.form-width { max-inline-size: 44rem; }
.plain { list-style-type: ''; }
.named th[scope='row'] { white-space: normal; }
.named th[scope='row'] code { display: block; color: var(--soft); font-weight: 400; font-size: 0.875rem; }
.named td { overflow-wrap: break-word; }
fieldset { display: flex; flex-direction: column; gap: 1.25rem; min-inline-size: 0; margin: 0; padding: 1.25rem 0 0; border: 0; border-block-start: 1px solid var(--line); }
legend { float: inline-start; inline-size: 100%; padding: 0; font-weight: 650; }
.boxes { gap: 0; padding: 0; border: 0; }
.check span { min-inline-size: 0; overflow-wrap: anywhere; }
.check > .hint { margin-block-start: -0.5rem; margin-inline-start: 2.25rem; }
.chart { display: block; inline-size: 100%; block-size: auto; }
.big-number { font-size: 2rem; line-height: 1.1; font-weight: 650; font-variant-numeric: tabular-nums; }
textarea {
  inline-size: 100%; min-block-size: 5rem; padding: 0.5rem 0.875rem; font: inherit; color: inherit; resize: vertical;
  background: var(--surface); border: 1px solid var(--field-line); border-radius: 0.625rem;
}
textarea[aria-invalid] { border: 2px solid var(--bad); }`;

const fields = `
.tick { display: inline-flex; align-items: center; justify-content: center; min-inline-size: 2rem; min-block-size: 1.75rem; vertical-align: middle; }
.tick input { inline-size: 1.25rem; block-size: 1.25rem; margin: 0; accent-color: var(--accent); }
progress { inline-size: 100%; block-size: 1rem; accent-color: var(--accent); }
.in-table { gap: 0; }
.in-table button { min-block-size: 2.25rem; padding: 0.25rem 0.75rem; font-size: 0.9375rem; }
.acts .button.danger, .acts .button.danger:hover { color: var(--bad); border-color: var(--bad); }
.acts .button.danger:hover { background: var(--bad-tint); }`;

/** Source of the console's stylesheet, as it is sent. */
export const consoleStyleText = [frame, tables, events, charts, facts, fields]
  .map((part) => part.trim())
  .join('\n\n')
  .concat('\n');
