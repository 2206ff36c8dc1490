/** A group of controls: what matters most at once, the rest behind one more line. Closed ones cost nothing. */
import { useState } from "preact/hooks";
import type { Control, ControlGroup, FormModel, Problem } from "../../src/index.ts";
import { ControlRow } from "./control-row.tsx";
import type { OnEdit } from "./form.tsx";

type GroupProps = {
  readonly group: ControlGroup;
  /** Those of the group that are sought; all when nothing is. */
  readonly controls: readonly Control[];
  readonly marks: FormModel["marks"];
  readonly problems: readonly Problem[];
  readonly originals: ReadonlyMap<string, Control>;
  readonly isOpen: boolean;
  readonly isSought: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  readonly onEdit: OnEdit;
};

export const Group = (props: GroupProps) => {
  const { group, controls, isOpen, isSought, problems, onToggle } = props;
  const [isMoreOpen, setMoreOpen] = useState(false);
  const main = isSought ? controls : controls.filter(({ isMain }) => isMain);
  const more = isSought ? [] : controls.filter(({ isMain }) => !isMain);
  const own = problems.filter(({ path }) => path.startsWith(group.name)).length;
  return (
    <details
      class="form-group"
      open={isOpen}
      onToggle={(event) => {
        if (event.currentTarget.open !== isOpen) onToggle(event.currentTarget.open);
      }}
    >
      <summary>
        <span class="form-title">{group.title}</span>
        {own > 0 && <span class="form-count">{own === 1 ? "1 problem" : `${own} problems`}</span>}
        {!isOpen && <span class="form-gist">{gistOf(controls)}</span>}
      </summary>
      {isOpen && (
        <fieldset>
          <legend class="unseen">{group.title}</legend>
          {main.map((control) => (
            <Row key={control.path} control={control} {...props} />
          ))}
          {more.length > 0 && (
            <details
              class="form-more"
              open={isMoreOpen}
              onToggle={(event) => setMoreOpen(event.currentTarget.open)}
            >
              <summary>{main.length === 0 ? `${more.length} values` : `${more.length} more`}</summary>
              {isMoreOpen && more.map((control) => <Row key={control.path} control={control} {...props} />)}
            </details>
          )}
        </fieldset>
      )}
    </details>
  );
};

const Row = ({
  control,
  controls,
  marks,
  problems,
  originals,
  onEdit,
}: GroupProps & { control: Control }) => (
  <ControlRow
    control={control}
    marks={marks}
    problem={problemOf(control, controls, problems)}
    original={originals.get(control.path)}
    onEdit={onEdit}
  />
);

/** A problem at the control's own place, or below it where no other control is nearer. */
const problemOf = (
  { path }: Control,
  controls: readonly Control[],
  problems: readonly Problem[],
): Problem | undefined =>
  problems.find((problem) => problem.path === path) ??
  problems.find(
    (problem) =>
      isBelow(problem.path, path) &&
      !controls.some((other) => other.path.length > path.length && isBelow(`${problem.path}.`, other.path)),
  );

const isBelow = (path: string, holder: string): boolean =>
  path.startsWith(holder) && /^[.[]/.test(path.slice(holder.length));

/** The first choices or values, so that a closed group still says something. */
const gistOf = (controls: readonly Control[]): string => {
  const main = controls.filter(({ isMain, value }) => isMain && value !== "");
  const choices = main.filter(({ kind }) => kind === "choice");
  const told = main[0]?.kind === "choice" ? choices : main.filter(({ kind }) => kind !== "choice");
  return told.slice(0, 2).map(inBrief).join(" · ");
};

const inBrief = ({ value, unit, choices }: Control): string =>
  choices?.find((choice) => choice.value === value)?.label ??
  (unit === "" ? value : `${grouped(value)} ${unit}`);

/** Digits in threes: 325,000. */
const grouped = (value: string): string =>
  /^\d{5,}$/.test(value) ? value.replace(/\B(?=(\d{3})+$)/g, ",") : value;
