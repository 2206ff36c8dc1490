/** Which parameters matter, for a person on the terminal: a table, the most important parameter first. */
import type { Estimate } from "../../studies/bootstrap.ts";
import type { SensitivityResult } from "../../studies/sensitivity.ts";
import { fixed, type Scale, scaleOf, scaleOfIntervals, write, writeSigned } from "../figures/numbers.ts";
import type { PairedDifference } from "../types.ts";
import { paintOf } from "./paint.ts";
import type { RenderOptions } from "./render.ts";
import { type Column, table } from "./table.ts";
import { printed, shown, wrapped } from "./text.ts";

export const renderSensitivity = (
  result: SensitivityResult,
  { width, color, unicode }: RenderOptions,
): string => {
  const paint = paintOf(color);
  const { measure, base, replications, runs, policy, scenario, seed, method } = result;
  const scale = scaleOfIntervals(measure.unit, [base]);
  const half = base.n > 1 ? ` (95 % interval ${write(base.low, scale)} to ${write(base.high, scale)})` : "";
  const { labels, columns, notes } = parts[method](result);
  const lines = [
    ...wrapped(shown(scenario.name), width),
    ...wrapped(
      `policy ${shown(policy)} · ${replications} replication${replications === 1 ? "" : "s"} at each point, ${runs} runs · seed ${shown(seed)}`,
      width,
    ).map(paint.faint),
    "",
    ...wrapped(
      `${shown(measure.label)} is ${write(base.mean, scale)}${half} in the scenario as it is.`,
      width,
    ).map(paint.strong),
    "",
    ...table(labels.map(shortened), columns, width, paint.faint),
    "",
    ...notes.flatMap((note) => wrapped(note, width)).map(paint.faint),
    paint.faint(shown(result.command)),
  ];
  return printed(lines, unicode);
};

/** A path with its middle left out: what it begins and ends with tells it apart. */
const shortened = (path: string): string => {
  const letters = [...shown(path)];
  if (letters.length <= LONGEST_LABEL) return letters.join("");
  return `${letters.slice(0, LONGEST_LABEL - TAIL - 1).join("")}…${letters.slice(-TAIL).join("")}`;
};
const LONGEST_LABEL = 33;
const TAIL = 16;

type Parts = {
  readonly labels: readonly string[];
  readonly columns: readonly Column[];
  readonly notes: readonly string[];
};

type Ranged = { readonly parameter: string; readonly from: string; readonly to: string };
type Cell<Row> = readonly [heading: string, text: (row: Row) => string];

const partsOf = <Row extends Ranged>(
  rows: readonly Row[],
  columns: readonly Cell<Row>[],
  note: string,
): Parts => ({
  labels: rows.map(({ parameter }) => parameter),
  columns: columns.map(([heading, text]) => ({ heading, cells: rows.map((row) => ({ text: text(row) })) })),
  notes: [note],
});

const from: Cell<Ranged> = ["from", (row) => shown(row.from)];
const to: Cell<Ranged> = ["to", (row) => shown(row.to)];

const tornado = ({ tornado: bars, measure }: SensitivityResult): Parts => {
  const own = scaleOf(
    measure.unit,
    bars.flatMap(({ lowChange, highChange }) => [lowChange.mean, highChange.mean]),
  );
  // a share changes by points, not by a share of itself
  const scale = measure.unit === "share" ? { ...own, suffix: "pt" } : own;
  return partsOf(
    bars,
    [
      from,
      ["changes it by", ({ lowChange }) => changeText(lowChange, scale)],
      to,
      ["changes it by", ({ highChange }) => changeText(highChange, scale)],
    ],
    "One parameter at a time, the others as in the scenario; in brackets the 95 % interval, on the same demand.",
  );
};

const changeText = (change: PairedDifference, scale: Scale): string => {
  const mean = writeSigned(change.mean, scale);
  if (change.n < 2 || change.low === change.high) return mean;
  const plain = { ...scale, prefix: "", suffix: "" };
  return `${mean} [${writeSigned(change.low, plain)}, ${writeSigned(change.high, plain)}]`;
};

const morris = ({ morris: rows, measure }: SensitivityResult): Parts => {
  const scale = scaleOf(
    measure.unit,
    rows.map(({ muStar }) => muStar.value),
  );
  return partsOf(
    rows,
    [
      from,
      to,
      ["μ*", ({ muStar }) => write(muStar.value, scale)],
      ["95 %", ({ muStar }) => betweenText(muStar, (value) => write(value, { ...scale, suffix: "" }))],
      ["μ", ({ mu }) => writeSigned(mu, scale)],
      ["σ", ({ sigma }) => write(sigma, scale)],
    ],
    "μ* is the mean size of the effect of a parameter over its whole range, μ the mean with sign; σ is large where the effect depends on where it is, by curvature or other parameters.",
  );
};

const sobol = ({ sobol: rows }: SensitivityResult): Parts => {
  const share = (value: number): string => fixed(value, 2);
  return partsOf(
    rows,
    [
      from,
      to,
      ["first", ({ first }) => share(first.value)],
      ["95 %", ({ first }) => betweenText(first, share)],
      ["total", ({ total }) => share(total.value)],
      ["95 %", ({ total }) => betweenText(total, share)],
    ],
    "Share of the variance of the mean that a parameter explains by itself (first) and with all its interactions (total), when all vary over their ranges.",
  );
};

const betweenText = ({ low, high }: Estimate, write: (value: number) => string): string =>
  `${write(low)} to ${write(high)}`;

const parts = { tornado, morris, sobol };
