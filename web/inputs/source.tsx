/** Where a value comes from, as a line that opens to what it means, what it takes, and what its marks stand for. */
import { useState } from "preact/hooks";
import type { Control, FormModel } from "../../src/index.ts";

type SourceProps = {
  readonly id: string;
  readonly control: Control;
  readonly marks: FormModel["marks"];
  readonly onReset: (value: string) => void;
};

export const Source = ({ id, control, marks, onReset }: SourceProps) => {
  const [isOpen, setOpen] = useState(false);
  const { source, help, allowed, path } = control;
  const used = [...new Set(source.match(/(?<=\([^)]*)\b[A-Z]\b(?=[^(]*\))/g) ?? [])].filter(
    (mark) => marks[mark],
  );
  return (
    <div class="control-source">
      <button type="button" id={id} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span class="unseen">{control.label}, source: </span>
        {inFull(source, marks)}
      </button>
      {isOpen && (
        <div class="control-help">
          <p>{help}</p>
          <p>
            Takes {allowed}.{" "}
            {control.default !== undefined && !control.isDefault && (
              <button type="button" class="link" onClick={() => onReset(control.default as string)}>
                Set the default, {control.default}
              </button>
            )}
            {control.default !== undefined && control.isDefault && <>The default is {control.default}.</>}
          </p>
          {used.map((mark) => (
            <p key={mark}>
              ({mark}) {marks[mark]}.
            </p>
          ))}
          <p>
            <code>{path}</code>
          </p>
        </div>
      )}
    </div>
  );
};

/** A mark alone is told with what it stands for. */
const inFull = (source: string, marks: FormModel["marks"]): string => {
  const meaning = marks[/^\(([A-Z])\)$/.exec(source)?.[1] ?? ""];
  return meaning === undefined ? source : `${source} ${meaning}`;
};
