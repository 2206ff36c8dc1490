/** How the editor looks: the colours of the page by their variables, so that both schemes follow by themselves. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const chrome = EditorView.theme({
  "&": {
    height: "100%",
    color: "var(--ink)",
    backgroundColor: "var(--paper)",
    fontSize: "0.8125rem",
    border: "1px solid var(--edge, var(--muted))",
    borderRadius: "6px",
    overflow: "hidden",
  },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": {
    fontFamily: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
    lineHeight: "1.5",
    overflow: "auto",
  },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.5rem 0" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": {
    color: "var(--muted)",
    backgroundColor: "var(--faint)",
    border: "0",
    borderRight: "1px solid var(--line)",
  },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 7%, transparent)" },
  ".cm-activeLineGutter": {
    color: "var(--ink)",
    backgroundColor: "color-mix(in srgb, var(--accent) 14%, transparent)",
  },
  "& .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 30%, transparent)",
  },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--accent) 18%, transparent)" },
  ".cm-searchMatch": { backgroundColor: "var(--warn-ground)", outline: "1px solid var(--warn)" },
  ".cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--accent) 22%, transparent)" },
  ".cm-tooltip, .cm-panels": {
    color: "var(--ink)",
    backgroundColor: "var(--paper)",
    border: "1px solid var(--edge, var(--muted))",
    fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  },
  ".cm-tooltip": { borderRadius: "6px", boxShadow: "0 4px 14px rgb(0 0 0 / 0.2)", zIndex: "20" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace' },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    color: "var(--on-accent, var(--paper))",
    backgroundColor: "var(--accent)",
  },
  ".cm-completionDetail": { opacity: "1", color: "inherit", fontStyle: "normal", fontSize: "0.9em" },
  ".cm-panels.cm-panels-bottom": { borderWidth: "1px 0 0" },
  ".cm-textfield, .cm-button": {
    color: "var(--ink)",
    backgroundColor: "var(--paper)",
    backgroundImage: "none",
    border: "1px solid var(--edge, var(--muted))",
    borderRadius: "4px",
  },
  ".cm-diagnostic": { padding: "0.35rem 0.6rem", maxWidth: "min(30rem, 85vw)", overflowWrap: "anywhere" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--warn)" },
  ".cm-diagnostic-warning": { borderLeft: "4px solid var(--muted)" },
  ".cm-diagnostic .hint": { display: "block", color: "var(--muted)" },
  ".cm-lintRange": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--muted)",
    textUnderlineOffset: "0.2em",
  },
  ".cm-lintRange-error": { textDecorationColor: "var(--warn)", backgroundColor: "var(--warn-ground)" },
  ".cm-lint-marker": {
    width: "0.7em",
    height: "0.7em",
    content: '""',
    borderRadius: "50%",
    margin: "0.35em 0.1em",
  },
  ".cm-lint-marker-error": { backgroundColor: "var(--warn)" },
  ".cm-lint-marker-warning": { backgroundColor: "var(--muted)" },
});

const highlighting = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.keyword], color: "var(--good)" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: "var(--muted)" },
  { tag: tags.invalid, color: "var(--warn)" },
]);

export const theme: Extension = [chrome, syntaxHighlighting(highlighting)];
