/**
 * When notice was served and when capacity was taken, in the sample replication: accelerators called above,
 * accelerators that came back below, on the same dates. Bars are as wide as a seventieth of what is shown.
 */
import { caption, label } from "../label.ts";
import { noticeOutcomes } from "../notice-words.ts";
import type { NoticeStory, PolicyResult, StudyResult } from "../types.ts";
import { datesOf, timeAxis } from "./dates.ts";
import { type Chart, legendAbove, type Marker, type Span, type Trace } from "./figure.ts";
import { fixed } from "./numbers.ts";

const BARS = 70;

/** Rows of the table. */
const MOST_LISTED = 60;

/** Notices served and evictions carried out under one policy. */
export const noticesChart = (result: StudyResult, { story }: PolicyResult, part?: Span): Chart => {
  const { scenario } = result;
  const { xaxis, time, below } = timeAxis(scenario, part, "y2");
  const bars = (name: string, of: Happened, marker: Marker, row: 0 | 1): Trace[] =>
    barTrace(name, story.notices.filter(of.isMeant), of.at, of.gpus, marker, row, scenario, time);
  return {
    time,
    title: "Notices and evictions",
    note: "GPUs, one replication. Above: on the date notice was served. Below: on the date they came back by an eviction. A bar adds up what lies close together.",
    data: [
      ...bars("Notice by the owner", served("owner"), { color: "@noticed", pattern: hatch }, 0),
      ...bars("Notice by a tenant", served("tenant"), { color: "@external" }, 0),
      ...bars("Came back by eviction", evicted, { color: "@unmet" }, 1),
    ],
    layout: {
      height: 320,
      margin: { l: 58, r: 12, t: 48, b: below },
      hovermode: "x unified",
      hoversubplots: "axis",
      barmode: "stack",
      showlegend: true,
      legend: legendAbove,
      xaxis,
      yaxis: { domain: [0.56, 1], ...upwards, title: { text: label("called"), standoff: 6 } },
      yaxis2: { domain: [0, 0.44], ...upwards, title: { text: label("came back"), standoff: 6 } },
    },
    table: tableOf(story.notices, datesOf(scenario).read),
  };
};

const upwards = { rangemode: "tozero", nticks: 4 } as const;
const hatch = { shape: "/", bgcolor: "@noticed", fgcolor: "@noticedInk", size: 7, solidity: 0.25 } as const;

type Happened = {
  readonly isMeant: (notice: NoticeStory) => boolean;
  readonly at: (notice: NoticeStory) => number;
  readonly gpus: (notice: NoticeStory) => number;
};

const served = (by: NoticeStory["by"]): Happened => ({
  isMeant: (notice) => notice.by === by,
  at: ({ issuedAt }) => issuedAt,
  gpus: ({ gpus }) => gpus,
});

/** Whether a notice of the owner took capacity before the term ended by itself. */
export const isEvicted = ({ by, kind, state, endedAt }: NoticeStory): boolean =>
  by === "owner" && kind !== "nonRenew" && (state === "complied" || state === "enforced") && endedAt >= 0;

const evicted: Happened = {
  isMeant: isEvicted,
  at: ({ endedAt }) => endedAt,
  gpus: ({ returned }) => returned,
};

const barTrace = (
  name: string,
  notices: readonly NoticeStory[],
  at: Happened["at"],
  gpus: Happened["gpus"],
  marker: Marker,
  row: 0 | 1,
  scenario: StudyResult["scenario"],
  { from, to }: Span,
): Trace[] => {
  const { axis } = datesOf(scenario);
  const width = (to - from) / BARS;
  const bins = new Map<number, NoticeStory[]>();
  for (const notice of notices) {
    const bin = Math.min(BARS - 1, Math.floor((at(notice) - from) / width));
    if (at(notice) < from || at(notice) > to) continue;
    bins.set(bin, [...(bins.get(bin) ?? []), notice]);
  }
  const filled = [...bins].sort(([a], [b]) => a - b);
  if (filled.length === 0) return [];
  return [
    {
      type: "bar",
      name: label(name),
      ...(row === 1 ? { yaxis: "y2" } : {}),
      x: filled.map(([bin]) => axis(Math.round(from + (bin + 0.5) * width))),
      y: filled.map(([, together]) => together.reduce((sum, notice) => sum + gpus(notice), 0)),
      width: filled.map(() => Math.round(width * 1000)),
      marker: { ...marker, line: { color: "@background", width: 1 } },
      ids: filled.map(([, together]) => `notice-${largest(together, gpus).id}`),
      customdata: filled.map(([, together]) => label(whom(together, gpus), 80)),
      hovertemplate: caption`%{y:,.0f}: %{customdata}`,
    },
  ];
};

const largest = (together: readonly NoticeStory[], gpus: Happened["gpus"]): NoticeStory =>
  together.reduce((most, notice) => (gpus(notice) > gpus(most) ? notice : most));

const whom = (together: readonly NoticeStory[], gpus: Happened["gpus"]): string => {
  const first = largest(together, gpus).target;
  return together.length === 1 ? first : `${first} and ${fixed(together.length - 1)} more`;
};

const tableOf = (notices: readonly NoticeStory[], read: (at: number) => string): Chart["table"] => ({
  columns: ["Served", "On", "By", "GPUs", "Due", "Outcome", "Ended", "GPUs back"].map((head) => ({
    head,
    isNumber: head.startsWith("GPUs"),
  })),
  rows: notices
    .slice(0, MOST_LISTED)
    .map(({ issuedAt, target, by, gpus, effectiveAt, state, endedAt, returned }) => [
      read(issuedAt),
      target,
      by,
      fixed(gpus),
      read(effectiveAt),
      noticeOutcomes[state],
      endedAt < 0 ? "–" : read(endedAt),
      fixed(returned),
    ]),
  omitted:
    notices.length > MOST_LISTED ? `The first ${MOST_LISTED} of ${fixed(notices.length)} notices.` : "",
});
