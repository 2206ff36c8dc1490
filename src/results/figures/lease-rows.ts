/**
 * Rows of the chart of leases, and the marks on them: where the lockout ends, where the owner served notice
 * and where capacity was taken.
 */
import { caption, label } from "../label.ts";
import type { LeaseStory, PolicyResult, StudyResult } from "../types.ts";
import { datesOf } from "./dates.ts";
import type { Marker, Trace } from "./figure.ts";
import { type Bar, barsOf, barsOfRun, mostHeld } from "./lease-bars.ts";
import { isEvicted } from "./notices.ts";
import { fixed } from "./numbers.ts";

export type Row = {
  readonly kind: "lease" | "run";
  readonly name: string;
  readonly most: number;
  readonly bars: readonly Bar[];
  readonly story: LeaseStory | undefined;
};

/** Height of a bar in its row, and the lower edge of both, relative to the row's place. */
export const BAR = 0.46;
export const BOTTOM = -0.42;
const MIDDLE = BOTTOM + BAR / 2;

/** A row for each lease, then one for each of the owner's runs. */
export const rowsOf = ({ story }: PolicyResult, horizon: number): Row[] => [
  ...story.leases.map(
    (lease): Row => ({
      kind: "lease",
      name: lease.name,
      most: mostHeld(lease),
      bars: barsOf(lease, horizon),
      story: lease,
    }),
  ),
  ...story.runs.map((run): Row => {
    const bars = barsOfRun(run, horizon);
    const most = bars.reduce((largest, { gpus }) => Math.max(largest, gpus), 0);
    return { kind: "run", name: run.name, most, bars, story: undefined };
  }),
];

type Mark = {
  readonly row: number;
  readonly at: number;
  readonly text: string;
  /** The notice that it belongs to. */
  readonly notice?: number;
};

/** The marks, a trace a kind. */
export const markTraces = (
  rows: readonly Row[],
  { story }: PolicyResult,
  { scenario }: StudyResult,
): Trace[] => {
  const { axis, read } = datesOf(scenario);
  const place = new Map(rows.map((row, i) => [row.name, i]));
  const notices = story.notices.flatMap((notice) => {
    const row = place.get(notice.target);
    return row === undefined ? [] : [{ notice, row }];
  });
  const served = notices
    .filter(({ notice }) => notice.by === "owner")
    .map(({ notice, row }) => ({
      row,
      notice: notice.id,
      at: notice.issuedAt,
      text: `${fixed(notice.gpus)} GPUs, due ${read(notice.effectiveAt)}`,
    }));
  const evicted = notices
    .filter(({ notice }) => isEvicted(notice))
    .map(({ notice, row }) => ({
      row,
      notice: notice.id,
      at: notice.endedAt,
      text: `${fixed(notice.returned)} GPUs came back`,
    }));
  const lockouts = rows.flatMap(({ story: lease }, row) =>
    lease !== undefined && lease.lockoutEnd > 0 && lease.lockoutEnd > lease.start
      ? [{ row, at: lease.lockoutEnd, text: "No notice before this date" }]
      : [],
  );
  const trace = (name: string, marks: readonly Mark[], marker: Marker): Trace[] => {
    const inside = marks.filter(({ at }) => at >= 0 && at <= scenario.horizon);
    if (inside.length === 0) return [];
    return [
      {
        type: "scatter",
        mode: "markers",
        name: label(name),
        x: inside.map(({ at }) => axis(at)),
        y: inside.map(({ row }) => -row + (marker.symbol === "triangle-up" ? BOTTOM - 0.06 : MIDDLE)),
        marker,
        ...(inside.some(({ notice }) => notice !== undefined)
          ? { ids: inside.map(({ notice }) => `notice-${notice}`) }
          : {}),
        customdata: inside.map(({ row, at, text }) => [
          label(rows[row].name, 40),
          label(text),
          label(read(at)),
        ]),
        hovertemplate: caption`%{customdata[0]}<br>${label(name)}, %{customdata[2]}<br>%{customdata[1]}<extra></extra>`,
        cliponaxis: false,
      },
    ];
  };
  return [
    ...trace("Lockout ends", lockouts, {
      symbol: "line-ns-open",
      size: 22,
      color: "@ink",
      line: { color: "@ink", width: 2 },
    }),
    ...trace("Notice served", served, {
      symbol: "triangle-up",
      size: 10,
      color: "@ink",
      line: { color: "@background", width: 1 },
    }),
    ...trace("Evicted", evicted, {
      symbol: "x",
      size: 10,
      color: "@unmet",
      line: { color: "@background", width: 1.5 },
    }),
  ];
};
