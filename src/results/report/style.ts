/**
 * The style of a report: system fonts, one column, two schemes, and a page for print.
 */
export const style = `
:root {
  color-scheme: light dark;
  --ink: #1b2430; --muted: #566172; --faint: #eef1f4; --line: #d9dee5; --paper: #ffffff; --ground: #f6f7f9;
  --accent: #005a8c; --good: #00664a; --good-ground: #e0f4ed; --warn: #94400a; --warn-ground: #fdeee2; --answer: #eaf3f9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e7ebf0; --muted: #a2adbb; --faint: #1e252e; --line: #333d49; --paper: #14181e; --ground: #0e1115;
    --accent: #7cc4f0; --good: #58d6ae; --good-ground: #10332a; --warn: #ffae7a; --warn-ground: #38210f; --answer: #142634;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; overflow-wrap: break-word; }
.sheet { max-width: 76rem; margin: 0 auto; padding: clamp(1rem, 4vw, 3.5rem); background: var(--paper); min-height: 100vh; }
h1 { font-size: clamp(1.6rem, 4vw, 2.4rem); line-height: 1.15; letter-spacing: -0.02em; margin: 0.2rem 0 0.5rem; }
h2 { font-size: 1.4rem; line-height: 1.25; letter-spacing: -0.01em; margin: 0 0 0.75rem; }
h3 { font-size: 1.05rem; margin: 2rem 0 0.25rem; }
p { margin: 0.5rem 0; max-width: 46rem; }
section { margin-top: 3.5rem; }
.brand { font-weight: 600; letter-spacing: 0.08em; text-transform: uppercase; font-size: 0.75rem; color: var(--muted); margin: 0; }
.question { font-size: 1.15rem; color: var(--muted); margin: 0 0 1.5rem; }
.answer { margin: 0 0 1rem; padding: 1.25rem clamp(1rem, 3vw, 1.75rem); background: var(--answer); border-left: 5px solid var(--accent); border-radius: 0 8px 8px 0; }
.answer h2 { font-size: 0.75rem; letter-spacing: 0.08em; text-transform: uppercase; color: var(--accent); margin: 0; }
.answer p { font-size: clamp(1.05rem, 2vw, 1.25rem); line-height: 1.45; font-weight: 500; margin: 0.25rem 0 0; max-width: 60rem; text-wrap: pretty; }
.note, .description { color: var(--muted); font-size: 0.9rem; }
.assumptions { font-size: 0.9rem; color: var(--muted); }
.assumptions strong { color: var(--ink); }
.warnings { margin: 1.25rem 0; padding: 0.9rem 1.25rem; border-left: 5px solid var(--warn); background: var(--warn-ground); border-radius: 0 8px 8px 0; font-size: 0.95rem; }
.warnings strong { color: var(--warn); }
.warnings ul { margin: 0.25rem 0 0; padding-left: 1.1rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; margin: 1.5rem 0 0; padding: 0; font-size: 0.9rem; }
.mark { display: inline-block; min-width: 1.25em; padding: 0 0.3em; border: 1px solid var(--muted); border-radius: 4px; font-size: 0.72em; line-height: 1.35; font-weight: 600; text-align: center; color: var(--muted); vertical-align: 0.1em; }
.scroll { position: relative; overflow-x: auto; margin: 0.75rem 0; border-radius: 4px; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.5rem 0.9rem 0.5rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { font-size: 0.9em; font-weight: 600; color: var(--muted); vertical-align: bottom; border-bottom: 2px solid var(--line); }
tbody th { font-weight: 500; }
tbody th:not(.number, .short) { min-width: 9rem; }
.short { white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
th.number { white-space: normal; min-width: 5.5rem; }
th.number:not(:last-child), td.number:not(:last-child) { padding-right: 1.4rem; }
.number + td:not(.number), .number + th:not(.number) { padding-left: 0.6rem; }
thead th:first-child, tbody th { position: sticky; left: 0; background: var(--paper); }
tbody tr:hover, tbody tr:hover th { background: var(--faint); }
.unit { margin-left: 0.35em; font-size: 0.86em; font-weight: 400; color: var(--muted); }
.spread { color: var(--muted); font-size: 0.85em; }
.best { color: var(--good); font-size: 0.7em; vertical-align: 0.12em; }
.direction { font-weight: 700; }
.prose { display: block; min-width: 15rem; max-width: 30rem; }
.quiet { color: var(--muted); }
.tag { display: inline-block; padding: 0 0.5em; border-radius: 4px; background: var(--faint); font-size: 0.9em; white-space: nowrap; }
.tag.good { background: var(--good-ground); color: var(--good); }
.tag.warn { background: var(--warn-ground); color: var(--warn); }
figure { margin: 2.25rem 0 0; }
figcaption h3 { margin: 0; }
figcaption p { margin: 0.15rem 0 0.25rem; }
.chart { width: 100%; min-height: 16rem; overflow: hidden; }
details { margin: 0.75rem 0; border-top: 1px solid var(--line); }
details + details { margin-top: -0.75rem; }
details.twin { border: 0; margin: 0; }
summary { cursor: pointer; padding: 0.5rem 0; font-size: 0.95rem; color: var(--accent); }
.twin summary { font-size: 0.85rem; }
.notice summary { color: var(--ink); }
summary:hover { text-decoration: underline; }
.notice > :not(summary) { margin-left: 1.1rem; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.choice { position: sticky; top: 0; z-index: 5; margin: 0; padding: 0.6rem 0; max-width: none; background: var(--paper); border-bottom: 1px solid var(--line); }
select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--muted); border-radius: 6px; padding: 0.35rem 0.6rem; max-width: 100%; min-height: 2.5rem; margin-left: 0.4rem; }
.choice label { font-weight: 600; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); gap: 0.75rem 2rem; margin: 1rem 0; }
.facts dt { font-size: 0.8rem; color: var(--muted); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: 0.88em; }
pre { background: var(--faint); padding: 0.9rem 1.1rem; border-radius: 6px; overflow-x: auto; max-width: 100%; }
footer { margin-top: 4rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.85rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }
@media (max-width: 40rem) {
  section { margin-top: 2.5rem; }
  th, td { padding-right: 0.6rem; }
}
@media print {
  :root {
    color-scheme: light;
    --ink: #000000; --muted: #444444; --faint: #f2f2f2; --line: #bbbbbb; --paper: #ffffff; --ground: #ffffff;
    --accent: #00466e; --good: #005a41; --good-ground: #ffffff; --warn: #7a3204; --warn-ground: #ffffff; --answer: #f2f6f9;
  }
  @page { margin: 14mm; }
  .modebar, nav, details:not([open], .notice), details.twin { display: none !important; }
  body { font-size: 10pt; }
  .sheet { padding: 0; max-width: none; }
    .choice { position: static; }
  .scroll { overflow: visible; }
  table { font-size: 7.5pt; }
  th.number { min-width: 0; }
  th.number:not(:last-child), td.number:not(:last-child), th, td { padding: 0.35em 0.8em 0.35em 0; }
  .number + td:not(.number) { padding-left: 0; }
  tbody th:not(.number, .short), .prose { min-width: 0; }
  summary { color: inherit; }
  section { margin-top: 2rem; }
  h2, h3 { break-after: avoid; }
  figure, tr, .answer { break-inside: avoid; }
  pre { white-space: pre-wrap; }
}
`;
