/** Styles of lists: what there is, a line or two about each, and what can be done with it. */

/** Source of these styles. */
export const listStyleText = `
.entries { display: flex; flex-direction: column; list-style-type: ''; }
.entry { display: flex; flex-direction: column; gap: 0.375rem; padding-block: 1rem; }
.entry + .entry { border-block-start: 1px solid var(--line); }
.part > .entries { margin-block: -0.25rem; }
.compact .entry { gap: 0.125rem; padding-block: 0.75rem; }
.entry-name { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.625rem; font-weight: 600; line-height: 1.4; }
.entry form { flex-direction: row; margin-block-start: 0.375rem; }
.entry button { min-block-size: 2.75rem; padding: 0.375rem 0.875rem; font-size: 0.9375rem; font-weight: 500; }
.entry .may { display: flex; flex-direction: column; gap: 0.25rem; }
.entry .scopes { gap: 0.125rem; }
.facts { color: var(--soft); font-size: 0.9375rem; list-style-type: ''; }
.badge { padding: 0 0.5rem; font-size: 0.8125rem; font-weight: 600; color: var(--accent); background: var(--tint); border: 1px solid currentColor; border-radius: 1rem; }
.bad, .bad .badge { color: var(--bad); }
.bad .badge { background: var(--bad-tint); }
.pager { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.5rem 1.5rem; }
.pager a { display: inline-block; padding-block: 0.5rem; }
.pager a[rel='next'] { margin-inline-start: auto; }
`;
