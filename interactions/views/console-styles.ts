/** Styles of the administrators' console: wider than a sign-in, tables that become cards on a phone. Loaded beside the common stylesheet. */

const frame = `
.brand, .card, .console-navigation { max-inline-size: 72rem; }
body { padding-block-start: 1.25rem; }
.console-navigation { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin-inline: auto; margin-block-end: 0.75rem; padding-inline: 0.25rem; }
.console-navigation a { display: inline-block; padding-block: 0.5rem; color: var(--soft); text-decoration: none; border-block-end: 3px solid transparent; }
.console-navigation a:hover { color: var(--ink); }
.console-navigation a[aria-current] { color: var(--ink); font-weight: 600; border-block-end-color: var(--accent); }
.console-navigation .apart { margin-inline-start: auto; }
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
