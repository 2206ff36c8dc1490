/**
 * Which of the owner's programs has what, in the sample replication: stacked, with what all of them want as a
 * line. The mean over replications is known for all programs together only.
 */
import { caption, label } from "../label.ts";
import type { PolicyResult, StudyResult } from "../types.ts";
import { datesOf, timeAxis } from "./dates.ts";
import { type Chart, legendAbove, type Span } from "./figure.ts";
import { fixed } from "./numbers.ts";
import { kth } from "./palette.ts";
import { sampledRows, visiblePoints } from "./thin.ts";

/** Programs drawn by themselves; the others are one layer. */
const MOST_PROGRAMS = 8;

type Steps = readonly { readonly at: number; readonly value: number }[];

/** What each program holds over time under one policy. */
export const programsChart = (result: StudyResult, { story }: PolicyResult, part?: Span): Chart => {
  const { scenario } = result;
  const { xaxis, time, below } = timeAxis(scenario, part);
  const { axis, read } = datesOf(scenario);
  const times = timesOf(
    story.programs.flatMap(({ demand, held }) => [demand, held]),
    scenario.horizon,
  );
  const held = story.programs.map((program) => valuesAt(program.held, times));
  const wanted = summed(
    story.programs.map((program) => valuesAt(program.demand, times)),
    times.length,
  );
  const layers = [
    ...held.slice(0, MOST_PROGRAMS).map((values, k) => ({ name: story.programs[k].name, values })),
    ...(held.length > MOST_PROGRAMS
      ? [{ name: "All others", values: summed(held.slice(MOST_PROGRAMS), times.length) }]
      : []),
  ];
  const kept = visiblePoints([...layers.map(({ values }) => values), wanted], undefined, undefined, {
    from: firstAfter(times, time.from),
    to: Math.min(times.length, firstAfter(times, time.to) + 2),
  });
  const x = kept.map((i) => axis(times[i]));
  const common = { type: "scatter", mode: "lines", x, hovertemplate: caption`%{y:,.0f}` } as const;
  return {
    time,
    title: "Internal programs, one replication",
    note: "What each program holds, stacked, and what all of them want together.",
    data: [
      ...layers.map(({ name, values }, k) => ({
        ...common,
        stackgroup: "programs",
        name: label(name, 40),
        y: kept.map((i) => values[i]),
        line: { width: 0, color: kth(k).color, shape: "hv" } as const,
        fillcolor: kth(k).color,
        ...(k % 2 === 0
          ? {}
          : {
              fillpattern: {
                shape: k % 4 === 1 ? "/" : "x",
                bgcolor: kth(k).color,
                fgcolor: "@background",
                size: 9,
                solidity: 0.12,
              } as const,
            }),
      })),
      {
        ...common,
        name: label("Wanted by all"),
        y: kept.map((i) => wanted[i]),
        line: { width: 1.8, color: "@ink", shape: "hv" },
      },
    ],
    layout: {
      height: 300,
      margin: { l: 58, r: 12, t: 52, b: below },
      hovermode: "x unified",
      showlegend: true,
      legend: legendAbove,
      xaxis,
      yaxis: {
        rangemode: "tozero",
        nticks: 6,
        title: { text: label("GPUs"), standoff: 6 },
      },
    },
    table: {
      columns: ["From", ...layers.map(({ name }) => name), "Wanted by all"].map((head, i) => ({
        head,
        isNumber: i > 0,
      })),
      rows: sampledRows(times.length).map((i) => [
        read(times[i]),
        ...layers.map(({ values }) => fixed(values[i])),
        fixed(wanted[i]),
      ]),
      omitted: times.length > 60 ? `60 of ${fixed(times.length)} changes, evenly spread.` : "",
    },
  };
};

/** Every second at which something changes, and the end. */
const timesOf = (all: readonly Steps[], horizon: number): number[] =>
  [...new Set([0, horizon, ...all.flatMap((steps) => steps.map(({ at }) => at))])]
    .filter((at) => at >= 0 && at <= horizon)
    .sort((a, b) => a - b);

/** Index of the last time at or before a second, at least 0. */
const firstAfter = (times: readonly number[], at: number): number => {
  const next = times.findIndex((time) => time > at);
  return Math.max(0, (next === -1 ? times.length : next) - 1);
};

const valuesAt = (steps: Steps, times: readonly number[]): Float64Array => {
  let place = -1;
  return Float64Array.from(times, (time) => {
    while (place + 1 < steps.length && steps[place + 1].at <= time) place++;
    return place < 0 ? 0 : steps[place].value;
  });
};

const summed = (columns: readonly Float64Array[], length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => columns.reduce((sum, values) => sum + values[i], 0));
