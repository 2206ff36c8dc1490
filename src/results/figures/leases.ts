/**
 * What became of each lease in the sample replication: a row a lease, successors in rows of their own,
 * solid while firm, hatched while on notice, with marks where notice was served, where capacity was taken
 * and where the lockout ends. Bars, never shapes: thousands of bars still zoom at once.
 */
import { caption, label } from "../label.ts";
import type { PolicyResult, StudyResult } from "../types.ts";
import { type Dates, datesOf, timeAxis } from "./dates.ts";
import { type Chart, legendAbove, type Marker, rowAxis, rowLabel, type Span, type Trace } from "./figure.ts";
import type { BarKind } from "./lease-bars.ts";
import { BAR, BOTTOM, markTraces, type Row, rowsOf } from "./lease-rows.ts";
import { fixed } from "./numbers.ts";
import { rowBars } from "./row-bars.ts";

/** Rows drawn; the table says how many there were. */
export const MOST_ROWS = 60;

/** The leases, and below them the owner's runs, of the story of one policy. */
export const leaseChart = (result: StudyResult, policy: PolicyResult, part?: Span): Chart => {
  const { horizon } = result.scenario;
  const { xaxis, time, below } = timeAxis(result.scenario, part);
  const dates = datesOf(result.scenario);
  const all = rowsOf(policy, horizon);
  const rows = all.slice(0, MOST_ROWS);
  return {
    time,
    title: "Leases, one replication in full",
    note: `A row a lease; the height of a bar is its share of the most that lease held. Hatched: on notice, still in use.${
      all.length > rows.length ? ` The first ${rows.length} of ${fixed(all.length)} rows.` : ""
    }`,
    data: [...barTraces(rows, dates), ...markTraces(rows, policy, result)],
    layout: {
      height: 96 + 52 * Math.max(1, rows.length),
      margin: { l: 58, r: 12, t: 60, b: below },
      hovermode: "closest",
      barmode: "overlay",
      showlegend: true,
      legend: legendAbove,
      xaxis: { ...xaxis, showgrid: true },
      yaxis: rowAxis(rows.length),
      annotations: rows.map(({ name, most }, i) =>
        rowLabel(caption`${label(name, 28)} · ${label(fixed(most))} GPUs`, -i + BOTTOM + BAR),
      ),
    },
    table: tableOf(all, dates, horizon),
  };
};

const kinds: readonly { readonly kind: BarKind; readonly name: string; readonly marker: Marker }[] = [
  { kind: "firm", name: "Firm", marker: { color: "@firm" } },
  {
    kind: "noticed",
    name: "On notice",
    marker: {
      color: "@noticed",
      pattern: { shape: "/", bgcolor: "@noticed", fgcolor: "@noticedInk", size: 7, solidity: 0.25 },
    },
  },
  {
    kind: "vacated",
    name: "Left early, not yet back",
    marker: {
      color: "@stranded",
      pattern: { shape: "x", bgcolor: "@stranded", fgcolor: "@strandedInk", size: 7, solidity: 0.25 },
    },
  },
  { kind: "run", name: "Internal run", marker: { color: "@internal" } },
];

const barTraces = (rows: readonly Row[], dates: Dates): Trace[] =>
  kinds.flatMap(({ kind, name, marker }) => {
    const bars = rows.flatMap(({ name: who, bars: ofRow }, row) =>
      ofRow
        .filter((bar) => bar.kind === kind)
        .map(({ from, to, gpus, low, height }) => ({
          ...{ row, who, from, to, gpus },
          ...{ low: BOTTOM + low * BAR, thick: height * BAR },
        })),
    );
    return rowBars(name, marker, bars, dates);
  });

const tableOf = (rows: readonly Row[], { read }: Dates, horizon: number): Chart["table"] => {
  const lines = rows.flatMap(({ name, bars }) =>
    bars.map(({ kind, from, to, gpus }) => [
      name,
      kinds.find((known) => known.kind === kind)?.name ?? "",
      fixed(gpus),
      read(from),
      to >= horizon ? "goes on" : read(to),
    ]),
  );
  return {
    columns: ["Lease", "State", "GPUs", "From", "To"].map((head) => ({ head, isNumber: head === "GPUs" })),
    rows: lines.slice(0, 60),
    omitted: lines.length > 60 ? `The first 60 of ${fixed(lines.length)} stretches of time.` : "",
  };
};
