/**
 * A lease as bars: while it is firm, on notice, or handed back early. The height of a bar is its part of
 * the most the lease ever held, so that a ramp, a shrink and a slow departure show as steps.
 */
import type { LeaseStory, RunStory } from "../types.ts";

export type BarKind = "firm" | "noticed" | "vacated" | "run";

/** A stretch of time in which one lease had so many accelerators in one state. */
export type Bar = {
  readonly kind: BarKind;
  readonly from: number;
  readonly to: number;
  readonly gpus: number;
  /** Lower edge and height, as shares of the row. */
  readonly low: number;
  readonly height: number;
};

/** The bars of a lease inside `0 … horizon`; changes closer together than a three-hundredth of it are merged. */
export const barsOf = (lease: LeaseStory, horizon: number): Bar[] => {
  const steps = merged(lease.held, horizon / 300);
  const largest = mostHeld(lease);
  const bars: Bar[] = [];
  steps.forEach((step, i) => {
    const from = Math.max(0, step.at);
    const to = Math.min(horizon, steps[i + 1]?.at ?? (lease.end >= 0 ? lease.end : horizon));
    if (to <= from || largest === 0) return;
    let low = 0;
    for (const kind of ["firm", "noticed", "vacated"] as const) {
      const gpus = step[kind];
      if (gpus <= 0) continue;
      bars.push({ kind, from, to, gpus, low, height: gpus / largest });
      low += gpus / largest;
    }
  });
  return joined(bars);
};

/** The most accelerators a lease ever had. */
export const mostHeld = (lease: LeaseStory): number =>
  lease.held.reduce((most, { firm, noticed, vacated }) => Math.max(most, firm + noticed + vacated), 0);

/** The spells of an internal run; `to` of a spell that goes on is the horizon. */
export const barsOfRun = (run: RunStory, horizon: number): Bar[] => {
  const most = run.spells.reduce((largest, { gpus }) => Math.max(largest, gpus), 1);
  return run.spells
    .map(({ from, to, gpus }) => ({
      from: Math.max(0, from),
      to: to < 0 ? horizon : Math.min(to, horizon),
      gpus,
    }))
    .filter(({ from, to, gpus }) => to > from && gpus > 0)
    .map((spell) => ({ kind: "run", ...spell, low: 0, height: spell.gpus / most }));
};

type Held = LeaseStory["held"][number];

/** Steps at the same second, or within `gap` after one that changed little, count as one. */
const merged = (held: readonly Held[], gap: number): Held[] => {
  const kept: Held[] = [];
  for (const [i, step] of held.entries()) {
    const last = kept[kept.length - 1];
    const isLast = i === held.length - 1;
    if (last !== undefined && step.at === last.at) kept[kept.length - 1] = step;
    else if (last === undefined || isLast || step.at - last.at >= gap || isTurn(last, step)) kept.push(step);
  }
  return kept;
};

/** A state began or ended, or the total jumped: not one of many small steps. */
const isTurn = (a: Held, b: Held): boolean =>
  (["firm", "noticed", "vacated"] as const).some((kind) => a[kind] > 0 !== b[kind] > 0) ||
  Math.abs(a.firm - b.firm) > 0.05 * Math.max(a.firm, b.firm);

/** Neighbours in time of the same kind, place and size are one bar. */
const joined = (bars: readonly Bar[]): Bar[] => {
  const result: Bar[] = [];
  const open = new Map<BarKind, number>();
  for (const bar of bars) {
    const at = open.get(bar.kind);
    const last = at === undefined ? undefined : result[at];
    if (at !== undefined && last?.to === bar.from && last.gpus === bar.gpus && last.low === bar.low)
      result[at] = { ...last, to: bar.to };
    else {
      open.set(bar.kind, result.length);
      result.push(bar);
    }
  }
  return result;
};
