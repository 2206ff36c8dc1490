/**
 * Whether the scenario takes what the axes set. Few points are all tried; of many, each value is tried with
 * a few of the others, and the points are judged again where they are run.
 */
import { InputError, type Problem } from "../../base/errors.ts";
import type { Finding } from "../explain/finding.ts";
import { type Override, overrideScenario, setPath } from "../parse.ts";
import type { Scenario } from "../schema.ts";
import type { Axis, AxisValue } from "../study/axis.ts";

const MOST_TRIED = 200;
/** Values of one axis that are tried when there are many points. */
const MOST_VALUES = 50;
const MOST_TOLD = 20;
/** Quantiles at which a drawn axis is tried. */
const TRIED_QUANTILES = [1e-6, 0.5, 1 - 1e-6];

type Trial = { readonly axis: Axis; readonly index: number | undefined; readonly value: AxisValue };

/** Problems of the axes, each at the path or the value that causes it. */
export function checkPoints(axes: readonly Axis[], scenario: Scenario): Finding[] {
  const columns = axes.map(trialsOf);
  const unknown = checkPaths(columns, scenario);
  if (unknown.length > 0) return unknown;
  const points = columns.reduce((product, { length }) => product * length, 1);
  const told = new Map<string, Finding>();
  const attempt = (trials: readonly Trial[]): void => {
    for (const finding of refusalsOf(trials, scenario)) {
      const key = JSON.stringify([finding.path, finding.message]);
      if (told.size < MOST_TOLD && !told.has(key)) told.set(key, finding);
    }
  };
  if (points <= MOST_TRIED) {
    for (let i = 0; i < points; i++) attempt(pointOf(columns, i));
  } else {
    const bases = [0, 0.5, 1].map((part) =>
      columns.map((column) => column[Math.round(part * (column.length - 1))] as Trial),
    );
    columns.forEach((column, a) => {
      for (const trial of thinned(column)) {
        const trials = bases.map((base) => base.map((other, b) => (a === b ? trial : other)));
        // what one combination refuses another may take
        if (trials.every((each) => refusalsOf(each, scenario).length > 0)) attempt(trials[0] as Trial[]);
      }
    });
  }
  return [...told.values()];
}

/** Paths that lead nowhere, whatever is set there; tried with the first value of each axis. */
function checkPaths(columns: readonly (readonly Trial[])[], scenario: Scenario): Finding[] {
  const document: unknown = JSON.parse(JSON.stringify(scenario));
  return columns.flatMap(([first]) => {
    const { axis, value } = first as Trial;
    return axis.paths.flatMap((path): Finding[] => {
      const set = setPath(document, path, value.written);
      if ("path" in set || set.finding.message.startsWith("the value is not valid")) return [];
      return [{ ...set.finding, path: ["axes", axis.key], onKey: true }];
    });
  });
}

const trialsOf = (axis: Axis): Trial[] =>
  axis.quantile === undefined
    ? axis.values.map((value, index) => ({ axis, index, value }))
    : TRIED_QUANTILES.map((u) => ({
        axis,
        index: undefined,
        value: (axis.quantile as (u: number) => AxisValue)(u),
      }));

const pointOf = (columns: readonly (readonly Trial[])[], place: number): Trial[] => {
  let rest = place;
  return columns.map((column) => {
    const trial = column[rest % column.length] as Trial;
    rest = Math.floor(rest / column.length);
    return trial;
  });
};

const thinned = <T>(list: readonly T[]): T[] => {
  const stride = Math.ceil(list.length / MOST_VALUES);
  return list.filter((_, i) => i % stride === 0 || i === list.length - 1);
};

/** What a scenario is given at a point. */
export const settingsOf = (axes: readonly Axis[], values: readonly AxisValue[]): Override[] =>
  axes.flatMap(({ paths }, a) => paths.map((path) => ({ path, value: (values[a] as AxisValue).written })));

function refusalsOf(trials: readonly Trial[], scenario: Scenario): Finding[] {
  try {
    overrideScenario(
      scenario,
      settingsOf(
        trials.map(({ axis }) => axis),
        trials.map(({ value }) => value),
      ),
    );
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map((problem) => placed(problem, trials));
  }
}

/** At the value whose override the problem names; else at the axes as a whole, with the values. */
function placed({ path, message, found, allowed, hint, file }: Problem, trials: readonly Trial[]): Finding {
  const own = trials.find(({ axis, value }) =>
    axis.paths.some((set) => file === `override ${set}=${writtenText(value.written)}`),
  );
  const what = path === "" ? message : `${path}: ${message}`;
  if (own !== undefined) {
    const at = own.index === undefined || isRange(own.axis) ? [] : [own.index];
    const where = at.length === 0 ? `at ${own.value.label}: ` : "";
    return { path: ["axes", own.axis.key, ...at], message: where + what, found, allowed, hint };
  }
  const where = trials.map(({ axis, value }) => `${axis.name} = ${value.label}`).join(", ");
  return { path: ["axes"], message: `${where === "" ? "" : `at ${where}: `}${what}`, found, allowed, hint };
}

const isRange = ({ isListed }: Axis): boolean => !isListed;

const writtenText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
