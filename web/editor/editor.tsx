/**
 * The scenario as text. CodeMirror comes when the editor is first shown; until it has come, and where it cannot
 * come, the text stands in a plain field that does the same without help.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../../src/index.ts";
import type { OpenEditor } from "./code-mirror.ts";
import type { JsonSchema } from "./schema-at.ts";

export type EditorProps = {
  readonly text: string;
  readonly problems: readonly Problem[];
  readonly warnings?: readonly Problem[];
  /** The JSON Schema of scenarios; without it there is no completion and no help. */
  readonly schema?: JsonSchema | undefined;
  readonly label?: string;
  readonly onChange: (text: string) => void;
  /** The editor is left: what was typed is complete. */
  readonly onLeave?: () => void;
};

const NONE: readonly Problem[] = [];

export const Editor = ({
  text,
  problems,
  warnings = NONE,
  schema,
  label = "Scenario, YAML",
  onChange,
  onLeave,
}: EditorProps) => {
  const place = useRef<HTMLDivElement>(null);
  const told = useRef({ onChange, text });
  told.current = { onChange, text };
  // Texts that were told and have not come back yet: while one types on, they come late and are no news.
  const expected = useRef<string[]>([]);
  const [editor, setEditor] = useState<OpenEditor | undefined>(undefined);
  useEffect(() => {
    let opened: OpenEditor | undefined;
    let isGone = false;
    import("./code-mirror.ts").then(
      ({ openEditor }) => {
        if (isGone || place.current === null) return;
        opened = openEditor(place.current, {
          text: told.current.text,
          label,
          onChange: (changed) => {
            expected.current.push(changed);
            told.current.onChange(changed);
          },
        });
        setEditor(opened);
      },
      () => undefined,
    );
    return () => {
      isGone = true;
      opened?.close();
    };
  }, [label]);
  useEffect(() => {
    const echo = expected.current.indexOf(text);
    expected.current.splice(0, echo < 0 ? expected.current.length : echo + 1);
    if (echo < 0) editor?.setText(text);
  }, [editor, text]);
  useEffect(() => editor?.setProblems(problems, warnings), [editor, problems, warnings]);
  useEffect(() => editor?.setSchema(schema), [editor, schema]);
  return (
    <div class="editor" data-ready={editor !== undefined}>
      <div class="editor-place" ref={place} onFocusOut={onLeave} />
      {editor === undefined && (
        <textarea
          class="editor-plain"
          aria-label={label}
          spellcheck={false}
          value={text}
          onInput={(event) => onChange(event.currentTarget.value)}
          onBlur={onLeave}
        />
      )}
      <p class="editor-keys">Ctrl-Space completes, Ctrl-F finds, Escape then Tab leaves.</p>
    </div>
  );
};
