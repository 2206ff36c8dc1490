/**
 * Parameters that can be varied, taken from the controls of the form, and values to try around what stands there:
 * as they would be written, and as the slider of the control would write them.
 */
import {
  amountOf,
  type Control,
  type FormModel,
  type Range,
  sliderRange,
  sliderText,
} from "../../src/index.ts";
import type { Parameter } from "../engine/protocol.ts";

export type Variable = { readonly path: string; readonly name: string; readonly control: Control };

const DAY = 86_400;

/** What has a slider, in the order of the form. */
export const variablesOf = (form: FormModel): Variable[] =>
  form.groups.flatMap(({ title, section, controls }) =>
    section === "Study"
      ? []
      : controls
          .filter(({ slider, value }) => slider !== undefined && value !== "")
          .map((control) => ({ path: control.path, name: `${title}: ${control.label}`, control })),
  );

/** Notices of owners, which a ladder can be made of. */
export const noticesOf = (variables: readonly Variable[]): Variable[] =>
  variables.filter(({ path }) => /\.notice(\.owner)?$/.test(path));

/** The first of every group, then the second of every group, and so on. */
export const firstOfEach = (variables: readonly Variable[]): Variable[] => {
  const seen = new Map<string, number>();
  const ranked = variables.map((variable) => {
    const group = variable.name.slice(0, variable.name.lastIndexOf(": "));
    const rank = seen.get(group) ?? 0;
    seen.set(group, rank + 1);
    return { variable, rank };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ variable }) => variable);
};

/** What a planner asks of first: growth of demand along one axis, a tenant's notice along the other. */
export const firstPair = (variables: readonly Variable[]): readonly [Variable, Variable] | undefined => {
  const growth = variables.find(({ path }) => path.endsWith(".growth")) ?? variables[0];
  const other = noticesOf(variables)[0] ?? variables.find((one) => one !== growth);
  return growth === undefined || other === undefined || other === growth ? undefined : [growth, other];
};

const FACTORS = [0.5, 0.75, 1, 1.25, 1.5];
/** Lengths of time matter by orders of magnitude. */
const LENGTH_FACTORS = [1 / 12, 1 / 3, 2 / 3, 1, 2];

/** Up to five values around the present one, which is among them. */
export const valuesAround = ({ control }: Variable): string[] => {
  const { slider, kind, value } = control;
  const amount = amountOf(kind, value);
  if (slider === undefined) return [value];
  if (amount === undefined || amount <= 0) return overAll(control);
  if (slider.scale === "stops") return nearStops(slider.stops, control, amount);
  const { least, most } = slider;
  const inside = FACTORS.map((factor) => Math.min(most, Math.max(least, amount * factor)));
  return [...new Set(inside.map((wanted) => (wanted === amount ? value : written(control, wanted))))];
};

/** The ladder of a notice: what people use, from seconds to half a year and what stands there. */
export const LADDER = [
  "30 s",
  "2 min",
  "1 h",
  "1 day",
  "7 days",
  "30 days",
  "60 days",
  "90 days",
  "180 days",
];

/** A quarter less and a quarter more; undefined for what has no amount to take a part of. */
export const rangeAround = ({
  path,
  name,
  control,
}: Variable): (Range & { readonly name: string }) | undefined => {
  const { kind, value, slider } = control;
  const amount = amountOf(kind, value);
  if (amount === undefined || amount <= 0 || kind === "date" || slider === undefined) return undefined;
  const [low, high] =
    kind === "duration"
      ? [0.75, 1.25].map((factor) => lengthText(amount * factor))
      : [0.75, 1.25].map((factor) => written(control, Math.min(mostOf(control), amount * factor)));
  return low === high ? undefined : { path, name, low, high };
};

const mostOf = ({ kind }: Control): number => (kind === "share" ? 1 : Number.POSITIVE_INFINITY);

const lengthText = (seconds: number): string =>
  seconds >= 4 * DAY ? `${Math.round(seconds / DAY)} days` : `${Math.max(1, Math.round(seconds))} s`;

/** An amount as its control would write it: on a linear scale the position is the amount. */
const written = (control: Control, amount: number): string =>
  sliderText({ ...control, slider: { scale: "linear", least: 0, most: amount, step: amount } }, amount);

const nearStops = (stops: readonly string[], { kind, value }: Control, amount: number): string[] => {
  const factors = kind === "duration" ? LENGTH_FACTORS : FACTORS;
  const distance = (stop: string, wanted: number): number =>
    Math.abs((amountOf(kind, stop) ?? Number.POSITIVE_INFINITY) - wanted);
  const near = factors.map((factor) =>
    factor === 1
      ? value
      : stops.reduce((best, stop) =>
          distance(stop, amount * factor) < distance(best, amount * factor) ? stop : best,
        ),
  );
  return [...new Set(near)];
};

/** Five values from one end of the slider to the other. */
const overAll = (control: Control): string[] => {
  if (control.slider === undefined) return [control.value];
  const { min, max } = sliderRange(control.slider);
  return [...new Set([0, 1, 2, 3, 4].map((k) => sliderText(control, min + ((max - min) * k) / 4)))];
};

/** Values that somebody wrote, separated by commas. */
export const parameterOf = ({ path, name }: Variable, values: string): Parameter => ({
  path,
  name,
  values: values
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "")
    .slice(0, 12),
});
