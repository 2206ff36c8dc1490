/**
 * Jobs of one replication as bars, a row each: thin while they wait, solid while they run, hatched while they
 * run on notice, with a mark where one was stopped. Of many jobs those are shown that notice touched, then the
 * largest, of what is on show; zooming shows others.
 */
import type { LoggedEvent } from "../../metrics/event-log.ts";
import { caption, label } from "../label.ts";
import type { StudyResult } from "../types.ts";
import { type Dates, datesOf, timeAxis } from "./dates.ts";
import { type Chart, legendAbove, type Marker, rowAxis, rowLabel, type Span, type Trace } from "./figure.ts";
import { type JobLine, jobLinesOf, type Stretch } from "./job-spells.ts";
import { fixed } from "./numbers.ts";
import { rowBars } from "./row-bars.ts";

/** Rows drawn; the note says how many jobs there were. */
export const MOST_JOBS = 40;

/** Lines that were read before: zooming asks for the same events over and over. */
const known = new WeakMap<readonly LoggedEvent[], readonly JobLine[]>();

/** @param events - of one replication under one policy, in order */
export const jobsChart = (
  { scenario }: Pick<StudyResult, "scenario">,
  events: readonly LoggedEvent[],
  part?: Span,
): Chart => {
  const lines = known.get(events) ?? jobLinesOf(events, scenario.horizon);
  known.set(events, lines);
  const { xaxis, time, below } = timeAxis(scenario, part);
  const dates = datesOf(scenario);
  const inside = lines.filter(({ stretches }) =>
    stretches.some(({ from, to }) => to >= time.from && from <= time.to),
  );
  const rows = shownOf(inside, time);
  return {
    time,
    title: "Jobs, one replication",
    note: `A row a job. Thin: waiting; hatched: running on notice.${
      inside.length > rows.length
        ? ` ${rows.length} of ${fixed(inside.length)} jobs of these dates: those that notice touched, then the largest.`
        : ""
    }`,
    data: [...barTraces(rows, dates), ...markTraces(rows, dates, time)],
    layout: {
      height: 96 + 26 * Math.max(2, rows.length),
      margin: { l: 58, r: 12, t: 60, b: below },
      hovermode: "closest",
      barmode: "overlay",
      showlegend: true,
      legend: legendAbove,
      xaxis: { ...xaxis, showgrid: true },
      yaxis: rowAxis(rows.length),
      annotations: rows.map((line, i) => ({
        ...rowLabel(caption`${label(line.name, 24)} · ${label(fixed(mostOf(line)))} GPUs`, -i + LOW + THICK),
        font: { size: 10, color: "@muted" },
      })),
    },
    table: tableOf(rows, inside.length, dates),
  };
};

const LOW = -0.45;
const THICK = 0.4;

const mostOf = ({ stretches }: JobLine): number =>
  stretches.reduce((most, { gpus }) => Math.max(most, gpus), 0);

/** The rows on show, by the second they begin. */
const shownOf = (lines: readonly JobLine[], { from, to }: Span): JobLine[] => {
  const touched = ({ noticed, stopped }: JobLine): number =>
    [...noticed, ...stopped].some((at) => at >= from && at <= to) ? 1 : 0;
  const size = (line: JobLine): number =>
    line.stretches.reduce((sum, stretch) => sum + stretch.gpus * (stretch.to - stretch.from), 0);
  return lines
    .map((line) => ({ line, touched: touched(line), size: size(line) }))
    .sort((a, b) => b.touched - a.touched || b.size - a.size || a.line.job - b.line.job)
    .slice(0, MOST_JOBS)
    .map(({ line }) => line)
    .sort((a, b) => a.stretches[0].from - b.stretches[0].from || a.job - b.job);
};

type Kind = {
  readonly kind: Stretch["kind"];
  readonly name: string;
  readonly marker: Marker;
  readonly thick: number;
};

const kinds: readonly Kind[] = [
  { kind: "waiting", name: "Waiting", marker: { color: "@lost" }, thick: 0.12 },
  { kind: "internal", name: "Internal job", marker: { color: "@internal" }, thick: THICK },
  { kind: "external", name: "Tenant's job", marker: { color: "@external" }, thick: THICK },
  {
    kind: "noticed",
    name: "On notice",
    marker: {
      color: "@noticed",
      pattern: { shape: "/", bgcolor: "@noticed", fgcolor: "@noticedInk", size: 6, solidity: 0.25 },
    },
    thick: THICK,
  },
];

const barTraces = (rows: readonly JobLine[], dates: Dates): Trace[] =>
  kinds.flatMap(({ kind, name, marker, thick }) => {
    const bars = rows.flatMap((line, row) =>
      line.stretches
        .filter((stretch) => stretch.kind === kind)
        .map(({ from, to, gpus }) => ({
          ...{ row, who: line.name, from, to, gpus },
          ...{ low: LOW + (THICK - thick) / 2, thick },
        })),
    );
    return rowBars(name, marker, bars, dates);
  });

const markTraces = (rows: readonly JobLine[], { axis, read }: Dates, { from, to }: Span): Trace[] => {
  const trace = (name: string, pick: (line: JobLine) => readonly number[], marker: Marker): Trace[] => {
    const marks = rows.flatMap((line, i) =>
      pick(line)
        .filter((at) => at >= from && at <= to)
        .map((at) => ({ line, i, at })),
    );
    if (marks.length === 0) return [];
    return [
      {
        type: "scatter",
        mode: "markers",
        name: label(name),
        x: marks.map(({ at }) => axis(at)),
        y: marks.map(({ i }) => -i + LOW + (marker.symbol === "x" ? THICK / 2 : -0.02)),
        marker,
        customdata: marks.map(({ line, at }) => [label(line.name, 40), label(read(at))]),
        hovertemplate: caption`%{customdata[0]}<br>${label(name)}, %{customdata[1]}<extra></extra>`,
        cliponaxis: false,
      },
    ];
  };
  return [
    ...trace("Notice served", ({ noticed }) => noticed, {
      symbol: "triangle-up",
      size: 8,
      color: "@ink",
      line: { color: "@background", width: 1 },
    }),
    ...trace("Stopped", ({ stopped }) => stopped, {
      symbol: "x",
      size: 8,
      color: "@unmet",
      line: { color: "@background", width: 1 },
    }),
  ];
};

const tableOf = (rows: readonly JobLine[], all: number, { read }: Dates): Chart["table"] => {
  const lines = rows.flatMap(({ name, stretches }) =>
    stretches.map(({ kind, gpus, from, to }) => [
      name,
      kinds.find((known) => known.kind === kind)?.name ?? "",
      fixed(gpus),
      read(from),
      read(to),
    ]),
  );
  const cut = [
    ...(all > rows.length ? [`${fixed(rows.length)} of ${fixed(all)} jobs of these dates.`] : []),
    ...(lines.length > 100 ? [`The first 100 of ${fixed(lines.length)} stretches of time.`] : []),
  ];
  return {
    columns: ["Job", "State", "GPUs", "From", "To"].map((head) => ({ head, isNumber: head === "GPUs" })),
    rows: lines.slice(0, 100),
    omitted: cut.join(" "),
  };
};
