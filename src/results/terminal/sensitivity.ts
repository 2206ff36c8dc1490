/** Which parameters matter, for a person on the terminal: a table, the most important parameter first. */
import type { Estimate } from "../../studies/bootstrap.ts";
import type { SensitivityResult } from "../../studies/sensitivity.ts";
import { fixed, type Scale, scaleOf, scaleOfIntervals, write, writeSigned } from "../figures/numbers.ts";
import type { PairedDifference } from "../types.ts";
import { paintOf } from "./paint.ts";
import type { RenderOptions } from "./render.ts";
import { type Column, table } from "./table.ts";
import { inAscii, shown, wrapped } from "./text.ts";

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
  const text = `${lines.join("\n")}\n`.replaceAll("\u00a0", " ");
  return unicode ? text : inAscii(text);
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

const column = (heading: string, texts: readonly string[]): Column => ({
  heading,
  cells: texts.map((text) => ({ text })),
});

const tornado = ({ tornado: bars, measure }: SensitivityResult): Parts => {
  const own = scaleOf(
    measure.unit,
    bars.flatMap(({ lowChange, highChange }) => [lowChange.mean, highChange.mean]),
  );
  // a share changes by points, not by a share of itself
  const scale = measure.unit === "share" ? { ...own, suffix: "pt" } : own;
  return {
    labels: bars.map(({ parameter }) => parameter),
    columns: [
      column(
        "from",
        bars.map(({ from }) => shown(from)),
      ),
      column(
        "changes it by",
        bars.map(({ lowChange }) => changeText(lowChange, scale)),
      ),
      column(
        "to",
        bars.map(({ to }) => shown(to)),
      ),
      column(
        "changes it by",
        bars.map(({ highChange }) => changeText(highChange, scale)),
      ),
    ],
    notes: [
      "One parameter at a time, the others as in the scenario; in brackets the 95 % interval, on the same demand.",
    ],
  };
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
  return {
    labels: rows.map(({ parameter }) => parameter),
    columns: [
      column(
        "from",
        rows.map(({ from }) => shown(from)),
      ),
      column(
        "to",
        rows.map(({ to }) => shown(to)),
      ),
      column(
        "μ*",
        rows.map(({ muStar }) => write(muStar.value, scale)),
      ),
      column(
        "95 %",
        rows.map(({ muStar }) => betweenText(muStar, (value) => write(value, { ...scale, suffix: "" }))),
      ),
      column(
        "μ",
        rows.map(({ mu }) => writeSigned(mu, scale)),
      ),
      column(
        "σ",
        rows.map(({ sigma }) => write(sigma, scale)),
      ),
    ],
    notes: [
      "μ* is the mean size of the effect of a parameter over its whole range, μ the mean with sign; σ is large where the effect depends on where it is, by curvature or other parameters.",
    ],
  };
};

const sobol = ({ sobol: rows }: SensitivityResult): Parts => {
  const share = (value: number): string => fixed(value, 2);
  return {
    labels: rows.map(({ parameter }) => parameter),
    columns: [
      column(
        "from",
        rows.map(({ from }) => shown(from)),
      ),
      column(
        "to",
        rows.map(({ to }) => shown(to)),
      ),
      column(
        "first",
        rows.map(({ first }) => share(first.value)),
      ),
      column(
        "95 %",
        rows.map(({ first }) => betweenText(first, share)),
      ),
      column(
        "total",
        rows.map(({ total }) => share(total.value)),
      ),
      column(
        "95 %",
        rows.map(({ total }) => betweenText(total, share)),
      ),
    ],
    notes: [
      "Share of the variance of the mean that a parameter explains by itself (first) and with all its interactions (total), when all vary over their ranges.",
    ],
  };
};

const betweenText = ({ low, high }: Estimate, write: (value: number) => string): string =>
  `${write(low)} to ${write(high)}`;

const parts = { tornado, morris, sobol };
