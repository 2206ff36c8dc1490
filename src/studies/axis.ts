/**
 * A parameter that runs over a range: `PATH=LOW..HIGH`, in any unit the language has. A place from 0 to 1 on the
 * axis becomes a value as it would be written in the file; where the language wants whole numbers, a whole one.
 */

import { formatInstant, parseInstant } from "../base/calendar.ts";
import { InputError } from "../base/errors.ts";
import { formatDuration, parseDuration, parsePower } from "../base/units.ts";
import { overrideScenario } from "../scenario/parse.ts";
import type { Scenario } from "../scenario/schema.ts";

export type Range = { readonly path: string; readonly low: string; readonly high: string };

export type Axis = {
  readonly path: string;
  /** The value at a place from 0 to 1, as it would stand in the file. */
  textAt(place: number): string;
  /** The same as people read it. */
  labelAt(place: number): string;
  /** The nearest place whose value can be written: whole seconds, whole accelerators. */
  snap(place: number): number;
};

/**
 * Reads `PATH=LOW..HIGH`.
 *
 * @throws InputError when it is anything else
 */
export const parseRange = (text: string): Range => {
  const at = text.indexOf("=");
  const dots = text.indexOf("..", at + 1);
  const path = text.slice(0, Math.max(0, at)).trim();
  const low = text.slice(at + 1, dots).trim();
  const high = text.slice(dots + 2).trim();
  if (at > 0 && dots > 0 && path !== "" && low !== "" && high !== "") return { path, low, high };
  throw new InputError([
    {
      path: "vary",
      message: `${JSON.stringify(text)} is no range of a parameter`,
      found: text,
      allowed: "PATH=LOW..HIGH",
      hint: 'write PATH=LOW..HIGH, such as "tenants.anthropic.contract.notice.owner=7 days..180 days"',
    },
  ]);
};

/**
 * The axis of a range in a scenario.
 *
 * @throws InputError when there is no such parameter, or an end of the range is no value of it
 */
export const axisOf = (scenario: Scenario, { path, low, high }: Range): Axis => {
  const from = quantityOf(low);
  const to = quantityOf(high);
  if (from === undefined || to === undefined || from.kind !== to.kind)
    throw refused(
      path,
      `${low}..${high}`,
      "both ends must be numbers, percentages, lengths of time in days or less, powers or dates, of one kind",
    );
  if (!(from.value < to.value))
    throw refused(path, `${low}..${high}`, "the first end must be below the second");
  const { write, label, steps } = kinds[from.kind];
  const accepts = (value: string): boolean => {
    try {
      overrideScenario(scenario, [{ path, value }]);
      return true;
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  };
  for (const value of [low, high]) overrideScenario(scenario, [{ path, value }]);
  const span = to.value - from.value;
  // a number between whole ones is no value of this parameter, and the whole one below it is
  const inside = from.value + span * 0.3819660112501051;
  const isInteger = !accepts(write(inside)) && accepts(write(Math.floor(inside)));
  const finest = isInteger || steps.length > 0 ? 1 : fineStep(span);
  // a step that reads well, such as a day, when that is fine enough
  const step = steps.find((each) => span >= FINE_ENOUGH * each) ?? finest;
  const valueAt = (place: number): number => {
    if (place === 0 || place === 1) return place === 0 ? from.value : to.value;
    return Number((Math.round((from.value + span * place) / step) * step).toPrecision(DIGITS));
  };
  return {
    path,
    textAt: (place) => write(valueAt(place)),
    labelAt: (place) => label(valueAt(place)),
    snap: (place) => (valueAt(place) - from.value) / span,
  };
};

/** Steps that a range must hold for a step that reads well, and that one of any number holds. */
const FINE_ENOUGH = 100;
const FINE = 10_000;
/** Digits of a value; fewer than a double has, so that 0.1 + 0.2 is 0.3. */
const DIGITS = 12;

/** The largest power of ten of which the span holds as many as needed. */
const fineStep = (span: number): number => {
  let exponent = 0;
  while (Number(`1e${exponent}`) * FINE > span) exponent--;
  while (Number(`1e${exponent + 1}`) * FINE <= span) exponent++;
  return Number(`1e${exponent}`);
};

type Kind = "number" | "percent" | "duration" | "power" | "date";

const quantityOf = (text: string): { readonly kind: Kind; readonly value: number } | undefined => {
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(text))
    return { kind: "number", value: Number(text) };
  const percent = /^([+-]?\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1];
  if (percent !== undefined) return { kind: "percent", value: Number(percent) };
  const duration = parseDuration(text);
  if (duration?.months === 0) return { kind: "duration", value: duration.seconds };
  const power = parsePower(text);
  if (power !== undefined) return { kind: "power", value: power };
  const instant = parseInstant(text);
  return instant === undefined ? undefined : { kind: "date", value: instant };
};

type Writer = {
  readonly write: (value: number) => string;
  readonly label: (value: number) => string;
  /** Sizes of steps between values, the largest first; none where any number is a value. */
  readonly steps: readonly number[];
};

const SPANS: readonly number[] = [86_400, 3600, 60, 1];

/** Up to five digits for reading; all of them for the file. */
const short = (value: number): string => String(Number(value.toPrecision(5)));

const kinds: { readonly [K in Kind]: Writer } = {
  number: { write: String, label: short, steps: [] },
  percent: { write: (value) => `${value} %`, label: (value) => `${short(value)} %`, steps: [] },
  duration: { write: (value) => `${value} s`, label: formatDuration, steps: SPANS },
  power: {
    write: (value) => `${value} W`,
    label: (value) => `${short(value / 1e6)} MW`,
    steps: [1e6, 1000, 1],
  },
  date: { write: formatInstant, label: (value) => formatInstant(value).slice(0, 10), steps: SPANS },
};

const refused = (path: string, found: string, message: string): InputError =>
  new InputError([
    { path, message: `${found}: ${message}`, found, hint: "write it like 7 days..180 days or 1.2..4.5" },
  ]);
