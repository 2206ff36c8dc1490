/** What a goal seek found, for a person on the terminal: the answer in a sentence or two, then every value tried. */
import type { SeekPoint, SeekResult } from "../../studies/seek.ts";
import { type Scale, scaleOfIntervals, write } from "../figures/numbers.ts";
import { paintOf } from "./paint.ts";
import type { RenderOptions } from "./render.ts";
import { table } from "./table.ts";
import { bound, printed, shown, wrapped } from "./text.ts";

/** The answer in words; deterministic. */
export const seekAnswer = (result: SeekResult): string => {
  const { condition, crossing, path, points, replications } = result;
  const [first, last] = [points[0] as SeekPoint, points[points.length - 1] as SeekPoint];
  const range = `for ${path} from ${first.label} to ${last.label}`;
  if (crossing === null) {
    const holds = first.verdict === "holds" || (first.verdict === "open" && meanHolds(result, first));
    const open = points.filter(({ verdict }) => verdict === "open");
    const doubt =
      open.length === 0
        ? ""
        : ` At ${open.length} of the ${points.length} values tried ${replications} replications do not tell for sure.`;
    return `${condition} ${holds ? "holds throughout" : "nowhere holds"} ${range}.${doubt}`;
  }
  const { holds, fails, low, high, isLowKnown, isHighKnown, crossesAgain } = crossing;
  const isFirst =
    points.findIndex(({ value }) => value === holds.value) <
    points.findIndex(({ value }) => value === fails.value);
  const from = isLowKnown ? low.label : `${low.label} or less`;
  const to = isHighKnown ? high.label : `${high.label} or more`;
  const sure =
    replications === 1
      ? "One replication says nothing of how sure that is."
      : `With 95 % confidence it changes between ${from} and ${to}.`;
  const again = crossesAgain
    ? " The mean crosses the target more than once in the range: this is the first crossing, and the interval holds only if there is one."
    : "";
  return isFirst
    ? `${condition} holds ${range.replace(/ to .*/s, "")} up to ${holds.label}, and no longer at ${fails.label}. ${sure}${again}`
    : `${condition} holds for ${path} from ${holds.label} on, and not yet at ${fails.label}. ${sure}${again}`;
};

const meanHolds = ({ target, condition }: SeekResult, { measure }: SeekPoint): boolean =>
  /<|≤/.test(condition.replace(/P\s*\(.*\)/s, "")) ? measure.mean < target : measure.mean > target;

export const renderSeek = (result: SeekResult, { width, color, unicode }: RenderOptions): string => {
  const paint = paintOf(color);
  const { measure, points, replications, runs, policy, scenario, seed } = result;
  const scale = scaleOfIntervals(
    measure.unit,
    points.map((point) => point.measure),
  );
  const rows = worthShowing(result);
  const cells = (of: (point: SeekPoint) => string) => rows.map((point) => ({ text: of(point) }));
  const lines = [
    ...wrapped(shown(scenario.name), width),
    ...wrapped(
      `policy ${shown(policy)} · ${replications} replication${replications === 1 ? "" : "s"} at each of ${points.length} values, ${runs} runs · seed ${shown(seed)}`,
      width,
    ).map(paint.faint),
    "",
    ...wrapped(bound(seekAnswer(result)), width).map(paint.strong),
    "",
    ...table(
      rows.map(({ label }) => label),
      [
        { heading: shown(measure.label), cells: cells((point) => write(point.measure.mean, scale)) },
        { heading: "95 % interval", cells: cells((point) => intervalText(point, scale)) },
        { heading: "", cells: cells(({ verdict, measure: { n } }) => (n > 1 ? verdict : "")), side: "left" },
      ],
      width,
      paint.faint,
    ),
    "",
    paint.faint(shown(result.command)),
  ];
  return printed(lines, unicode);
};

/** The ends, what the answer names, and between them values that are not too close. */
const worthShowing = ({ points, crossing }: SeekResult): SeekPoint[] => {
  const named = new Set(
    crossing === null
      ? []
      : [crossing.holds, crossing.fails, crossing.low, crossing.high].map(({ place }) => place),
  );
  let latest = Number.NEGATIVE_INFINITY;
  return points.filter(({ place }) => {
    if (!named.has(place) && place !== 1 && place - latest < CLOSE) return false;
    latest = place;
    return true;
  });
};
const CLOSE = 0.1;

const intervalText = ({ measure: { n, low, high } }: SeekPoint, scale: Scale): string =>
  n > 1 ? `${write(low, { ...scale, suffix: "" })} to ${write(high, scale)}` : "";
