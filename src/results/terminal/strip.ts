/**
 * Utilization over time in block characters: who held the cluster when, in the mean of replications, each row on
 * the scale of what is installed at most, with a date axis below.
 */
import { formatGpus } from "../../base/units.ts";
import { datesOf } from "../figures/dates.ts";
import { type Channel, channels, type PolicyResult, type Series, type StudyResult } from "../types.ts";
import type { Paint } from "./paint.ts";
import { padded } from "./text.ts";

type Row = {
  readonly label: string;
  readonly of: readonly Channel[];
  readonly paint: keyof Paint;
  /** Left out when there is none of it: always, or where jobs have the cluster. */
  readonly unlessAny?: "leave out" | "leave out with jobs";
};

const rows: readonly Row[] = [
  { label: "internal", of: ["internal"], paint: "good" },
  { label: "tenants' jobs", of: ["external"], paint: "strong", unlessAny: "leave out" },
  { label: "leased", of: ["firm"], paint: "strong", unlessAny: "leave out with jobs" },
  { label: "on notice", of: ["noticed"], paint: "warn", unlessAny: "leave out with jobs" },
  { label: "stranded", of: ["vacated", "turnover", "held"], paint: "bad" },
  { label: "free", of: ["free"], paint: "faint" },
  { label: "unmet demand", of: ["unmet"], paint: "bad" },
];

const BLOCKS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
const LETTERS = [" ", ".", ":", "-", "=", "+", "*", "#", "@"] as const;
const LABEL = 14;
const SHARE = 8;
const TICK = 18;

/** Lines of the strip; none when the result has no series. */
export const strip = (
  result: StudyResult,
  policy: PolicyResult,
  options: { readonly width: number; readonly unicode: boolean; readonly paint: Paint },
): string[] => {
  const { series } = policy;
  const installed = channelOf(series, ["installed"]);
  const most = installed.reduce((a, b) => Math.max(a, b), 0);
  if (series.bins === 0 || most === 0) return [];
  const columns = Math.max(20, options.width - LABEL - SHARE);
  const letters = options.unicode ? BLOCKS : LETTERS;
  const total = sum(installed);
  const hasJobs = sum(channelOf(series, ["external", "queued"])) > 0;
  const lines = rows.flatMap(({ label, of, paint, unlessAny }) => {
    const values = channelOf(series, of);
    const isOptional = unlessAny === "leave out" || (unlessAny !== undefined && hasJobs);
    if (isOptional && !(sum(values) > 0)) return [];
    const bar = resampled(values, columns)
      .map((value) => letterFor(value / most, letters))
      .join("");
    // Demand may be many times what is installed.
    const mean = sum(values) / total;
    const share = mean > 9.99 ? `${mean.toFixed(1)} ×` : `${(100 * mean).toFixed(1)} %`;
    return [`${padded(label, LABEL)}${options.paint[paint](bar)}${padded(share, SHARE, "right")}`];
  });
  return [
    options.paint.faint(
      `${padded("", LABEL)}${padded(`${letters[8]} = ${formatGpus(most)} GPUs, installed at most`, columns)}${padded("mean", SHARE, "right")}`,
    ),
    ...lines,
    options.paint.faint(`${padded("", LABEL)}${axis(result, series, columns)}`),
  ];
};

/** Sum of channels, bin by bin. */
const channelOf = ({ bins, values }: Series, of: readonly Channel[]): number[] =>
  Array.from({ length: bins }, (_, bin) =>
    of.reduce((total, name) => total + (values[bin * channels.length + channels.indexOf(name)] as number), 0),
  );

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Means over as many equal stretches of time as there are columns; bins that straddle two count for both in part. */
export const resampled = (values: readonly number[], columns: number): number[] => {
  const perColumn = values.length / columns;
  return Array.from({ length: columns }, (_, column) => {
    const [from, to] = [column * perColumn, (column + 1) * perColumn];
    let total = 0;
    for (let bin = Math.floor(from); bin < Math.min(values.length, to); bin++) {
      total += (values[bin] as number) * (Math.min(bin + 1, to) - Math.max(bin, from));
    }
    return total / perColumn;
  });
};

/** The letter of a share of the scale; the least that is there at all is seen. */
const letterFor = (share: number, letters: readonly string[]): string => {
  if (!(share > 0.0005)) return letters[0] as string;
  return letters[Math.max(1, Math.min(8, Math.round(share * 8)))] as string;
};

/** Dates below the columns at which they begin. */
const axis = (result: StudyResult, { bins, binSeconds }: Series, columns: number): string => {
  const { read } = datesOf(result.scenario);
  const ticks = Math.max(1, Math.floor(columns / TICK));
  const span = Math.min(bins * binSeconds, result.scenario.horizon);
  return Array.from({ length: ticks }, (_, tick) => {
    const [at, next] = [tick, tick + 1].map((k) => Math.round((k * columns) / ticks)) as [number, number];
    return padded(`└${read(Math.round((span * at) / columns))}`, next - at);
  })
    .join("")
    .trimEnd();
};
