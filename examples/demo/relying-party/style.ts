/** The stylesheet of the relying party: one column, light and dark, down to 320 pixels. */

export const styleText = `
:root {
  color-scheme: light dark;
  --ground: #f6f5f2; --paper: #fff; --ink: #23272b; --soft: #5a626a; --line: #d9d7d1; --accent: #8a4b16; --on-accent: #fff; --strong: #1f6b45;
}
@media (prefers-color-scheme: dark) {
  :root { --ground: #16181a; --paper: #1f2225; --ink: #e8e6e1; --soft: #a5adb4; --line: #363b40; --accent: #e3a36c; --on-accent: #1b1410; --strong: #7fcfa3; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
header, main { max-inline-size: 46rem; margin-inline: auto; padding-inline: 1rem; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; justify-content: space-between; padding-block: 1rem; }
header > a { font-weight: 600; color: var(--ink); text-decoration: none; }
nav { display: flex; flex-wrap: wrap; gap: 1rem; }
main { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding-block: 1.25rem 2rem; }
h1 { font-size: 1.5rem; line-height: 1.2; margin-block: 0 .75rem; }
h2 { font-size: 1rem; margin-block: 1.75rem .5rem; }
a { color: var(--accent); text-underline-offset: .15em; }
.acts { display: flex; flex-wrap: wrap; gap: .75rem; margin-block: 1.25rem; }
button { font: inherit; min-block-size: 2.75rem; padding: .5rem 1.1rem; border: 1px solid var(--line); border-radius: .5rem; background: transparent; color: inherit; cursor: pointer; }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code, pre, .codes strong { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
pre { margin: 0; padding: .9rem; white-space: pre-wrap; border: 1px solid var(--line); border-radius: .5rem; background: var(--ground); }
[role=status] { margin: 0 0 1rem; padding: .6rem .9rem; border-inline-start: 3px solid var(--accent); background: var(--ground); }
.badge { display: inline-block; padding: .15rem .75rem; border: 1px solid var(--line); border-radius: 1rem; color: var(--soft); }
.badge.strong { border-color: var(--strong); color: var(--strong); }
.codes { list-style: none; padding: 0; }
.codes li { display: grid; gap: 0 1rem; padding-block: .75rem; border-block-start: 1px solid var(--line); }
.codes strong { font-weight: 400; font-size: 2rem; letter-spacing: .06em; line-height: 1.3; }
.codes strong.spent { color: var(--soft); text-decoration: line-through; }
.codes small, .codes em { color: var(--soft); }
.backup { columns: 10rem 2; }
`;
