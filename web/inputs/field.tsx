/** How a value is set: a slider beside a field, a choice, a tick, or a button that begins an optional part. */
import { type Control, sliderPosition, sliderRange, sliderText } from "../../src/index.ts";

type FieldProps = {
  readonly id: string;
  readonly control: Control;
  /** The value, or what is being entered. */
  readonly shown: string;
  readonly describedBy: string;
  readonly isWrong: boolean;
  readonly onDrag: (value: string) => void;
  readonly onType: (value: string) => void;
  readonly onCommit: (value: string) => void;
  /** What is being entered is forgotten. */
  readonly onGiveUp: () => void;
};

export const Field = (props: FieldProps) => {
  switch (props.control.kind) {
    case "choice":
      return <ChoiceField {...props} />;
    case "flag":
      return <FlagField {...props} />;
    case "part":
      return <PartButton {...props} />;
    default:
      return <ValueField {...props} />;
  }
};

const ChoiceField = ({ id, control, shown, describedBy, isWrong, onCommit }: FieldProps) => (
  <select
    id={id}
    value={shown}
    aria-describedby={describedBy}
    aria-invalid={isWrong}
    onChange={(event) => onCommit(event.currentTarget.value)}
  >
    {shown === "" && <option value="">not set</option>}
    {control.choices?.map(({ value, label }) => (
      <option key={value} value={value}>
        {label}
      </option>
    ))}
  </select>
);

const FlagField = ({ id, shown, describedBy, onCommit }: FieldProps) => (
  <input
    id={id}
    type="checkbox"
    checked={shown === "true"}
    aria-describedby={describedBy}
    onChange={(event) => onCommit(String(event.currentTarget.checked))}
  />
);

const PartButton = ({ id, control, describedBy, onCommit }: FieldProps) => (
  <button
    id={id}
    type="button"
    class="small"
    aria-describedby={describedBy}
    onClick={() => onCommit(control.choices?.[0]?.value ?? "")}
  >
    Add {control.label.charAt(0).toLowerCase() + control.label.slice(1)}
  </button>
);

const ValueField = ({
  id,
  control,
  shown,
  describedBy,
  isWrong,
  onDrag,
  onType,
  onCommit,
  onGiveUp,
}: FieldProps) => (
  <div class="control-body">
    {control.slider !== undefined && (
      <SliderField control={control} shown={shown} onDrag={onDrag} onCommit={onCommit} />
    )}
    <input
      id={id}
      type="text"
      class="control-field"
      value={shown}
      placeholder="not set"
      autocomplete="off"
      spellcheck={false}
      aria-describedby={describedBy}
      aria-invalid={isWrong}
      onInput={(event) => onType(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") onGiveUp();
      }}
      onChange={(event) => {
        if (event.currentTarget.value.trim() !== "") onCommit(event.currentTarget.value.trim());
      }}
    />
    {control.unit !== "" && <span class="control-unit">{control.unit}</span>}
  </div>
);

const SliderField = ({
  control,
  shown,
  onDrag,
  onCommit,
}: Pick<FieldProps, "control" | "shown" | "onDrag" | "onCommit">) => {
  if (control.slider === undefined) return null;
  const { min, max, step } = sliderRange(control.slider);
  const position = sliderPosition(control, shown) ?? min;
  const textAt = (input: HTMLInputElement) => sliderText(control, input.valueAsNumber);
  return (
    <input
      type="range"
      min={min}
      max={max}
      step={step}
      value={position}
      aria-label={`${control.label}, slider`}
      aria-valuetext={`${shown === "" ? "not set" : shown} ${control.unit}`.trim()}
      style={{ "--filled": `${(100 * (position - min)) / (max - min || 1)}%` }}
      onInput={(event) => onDrag(textAt(event.currentTarget))}
      onChange={(event) => onCommit(textAt(event.currentTarget))}
    />
  );
};
