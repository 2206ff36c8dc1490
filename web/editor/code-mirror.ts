/**
 * CodeMirror as an editor of scenarios; loaded only when the editor is looked at. It lives in a shadow root: there
 * its style sheets are adopted as objects, which a policy without inline styles allows, instead of as elements.
 * The Escape key, then Tab, leaves it.
 */
import { acceptCompletion, autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentUnit } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { Problem } from "../../src/index.ts";
import { assistanceTheme, completionsFrom, helpFrom } from "./assistance.ts";
import { changeBetween, markOf } from "./changes.ts";
import type { JsonSchema } from "./schema-at.ts";
import { theme } from "./theme.ts";

export type EditorOptions = {
  readonly text: string;
  readonly label: string;
  readonly onChange: (text: string) => void;
};

export type OpenEditor = {
  /** Takes over a text from outside: only what differs changes, and nothing is told back. */
  setText(text: string): void;
  setProblems(problems: readonly Problem[], warnings: readonly Problem[]): void;
  /** Completion and help, as soon as the schema is there. */
  setSchema(schema: JsonSchema | undefined): void;
  focus(): void;
  close(): void;
};

/** Marks changes that came from outside. */
const fromOutside = Annotation.define<boolean>();

export function openEditor(place: HTMLElement, { text, label, onChange }: EditorOptions): OpenEditor {
  const root = place.shadowRoot ?? place.attachShadow({ mode: "open" });
  const assistance = new Compartment();
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        basics,
        assistance.of([]),
        EditorView.contentAttributes.of({
          "aria-label": label,
          tabindex: "0",
          autocapitalize: "off",
          autocorrect: "off",
        }),
        EditorView.updateListener.of(({ docChanged, transactions, state }) => {
          const isOwn = transactions.some((each) => each.docChanged && each.annotation(fromOutside) !== true);
          if (docChanged && isOwn) onChange(state.doc.toString());
        }),
      ],
    }),
  });
  return {
    setText(wanted) {
      const change = changeBetween(view.state.doc.toString(), wanted);
      if (change === undefined) return;
      // A step of its own, which undoing what is typed next does not take along.
      view.dispatch({ changes: change, annotations: [fromOutside.of(true), isolateHistory.of("full")] });
    },
    setProblems(problems, warnings) {
      const now = view.state.doc.toString();
      const marked = [
        ...problems.map((problem) => diagnosticOf(now, problem, "error")),
        ...warnings.map((problem) => diagnosticOf(now, problem, "warning")),
      ];
      view.dispatch(setDiagnostics(view.state, marked));
    },
    setSchema(schema) {
      view.dispatch({ effects: assistance.reconfigure(schema === undefined ? [] : assistanceOf(schema)) });
    },
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
}

const basics: Extension = [
  lineNumbers(),
  lintGutter(),
  history(),
  drawSelection(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  highlightSelectionMatches(),
  bracketMatching(),
  search(),
  yaml(),
  indentUnit.of("  "),
  EditorState.tabSize.of(2),
  EditorView.lineWrapping,
  // Lines of a JSON file may end in CR LF: what the user did not touch keeps its ends.
  EditorState.lineSeparator.of("\n"),
  keymap.of([
    { key: "Tab", run: acceptCompletion },
    ...completionKeymap,
    ...lintKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...defaultKeymap,
    indentWithTab,
  ]),
  theme,
];

const assistanceOf = (schema: JsonSchema): Extension => [
  autocompletion({ override: [completionsFrom(schema)], icons: false }),
  hoverTooltip(helpFrom(schema)),
  assistanceTheme,
];

function diagnosticOf(text: string, problem: Problem, severity: Diagnostic["severity"]): Diagnostic {
  const { from, to, message, hint } = markOf(text, problem);
  return {
    from,
    to,
    severity,
    message: hint === undefined ? message : `${message}\nhint: ${hint}`,
    renderMessage: () => {
      const box = document.createElement("div");
      box.append(message);
      if (hint !== undefined) {
        const line = document.createElement("span");
        line.className = "hint";
        line.textContent = `hint: ${hint}`;
        box.append(line);
      }
      return box;
    },
  };
}
