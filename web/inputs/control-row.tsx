/**
 * One control: its name, how it is set, where its value comes from, and what is wrong with it. What is half typed
 * or being dragged is shown until the scenario has it; the Escape key gives it up.
 */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type Control, type FormModel, type Problem, reaches, type Slider } from "../../src/index.ts";
import { Field } from "./field.tsx";
import type { OnEdit } from "./form.tsx";
import { Source } from "./source.tsx";
import { useFrame } from "./use-frame.ts";

type RowProps = {
  readonly control: Control;
  readonly marks: FormModel["marks"];
  readonly problem: Problem | undefined;
  readonly original: Control | undefined;
  readonly onEdit: OnEdit;
};

export const ControlRow = ({ control, marks, problem, original, onEdit }: RowProps) => {
  const id = useId();
  const { draft, isDragging, set } = useDraft(control, problem);
  const frame = useFrame();
  const shown = draft ?? control.value;
  const commit = (value: string) => {
    frame.cancel();
    isDragging.current = false;
    if (value === control.value && draft === undefined) return;
    set(value);
    onEdit(control.path, value, true);
  };
  const drag = (value: string) => {
    isDragging.current = true;
    set(value);
    frame.request(() => onEdit(control.path, value, false));
  };
  const back = resetOf(control, original);
  return (
    <div class={problem === undefined ? "control" : "control wrong"} data-path={control.path}>
      <div class="control-head">
        {control.kind === "part" ? <span>{control.label}</span> : <label for={id}>{control.label}</label>}
        {back !== undefined && (
          <button
            type="button"
            class="control-reset"
            aria-label={`${control.label}: back to ${back}`}
            title={`Back to ${back}`}
            onClick={() => commit(back)}
          >
            ↺
          </button>
        )}
      </div>
      <Field
        id={id}
        control={{ ...control, slider: sliderOf(control, original) }}
        shown={shown}
        describedBy={problem === undefined ? `${id}-source` : `${id}-problem ${id}-source`}
        isWrong={problem !== undefined}
        onDrag={drag}
        onType={set}
        onCommit={commit}
        onGiveUp={() => set(undefined)}
      />
      {problem !== undefined && (
        <p class="control-problem" id={`${id}-problem`} role="alert">
          {problem.message}
          {problem.hint !== undefined && <span class="hint"> ({problem.hint})</span>}
        </p>
      )}
      <Source id={`${id}-source`} control={control} marks={marks} onReset={commit} />
    </div>
  );
};

/**
 * A slider reaches as far as when the scenario was opened, so that moving it does not move its ends; it reaches
 * further when a value beyond them was written.
 */
const sliderOf = (control: Control, original: Control | undefined): Slider | undefined =>
  original?.slider !== undefined &&
  original.kind === control.kind &&
  reaches(original.slider, control.kind, control.value)
    ? original.slider
    : control.slider;

/** What the user has entered and the scenario has not taken up yet. */
const useDraft = (control: Control, problem: Problem | undefined) => {
  const [draft, set] = useState<string | undefined>(undefined);
  const isDragging = useRef(false);
  // A new model has taken up what was entered, unless that is wrong and still to be seen.
  useEffect(() => {
    if (!isDragging.current && problem === undefined) set(undefined);
  }, [control, problem]);
  return { draft, isDragging, set };
};

/** Where the value goes back to: to what was opened, else to the default; undefined when it is there. */
const resetOf = (control: Control, original: Control | undefined): string | undefined => {
  if (original !== undefined)
    return original.value !== control.value && original.value !== "" ? original.value : undefined;
  return control.isDefault ? undefined : control.default;
};
