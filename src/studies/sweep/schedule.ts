/**
 * Which unit is next. Units come point by point and are made when they are asked for. With a precision, some points
 * are open at a time: each is given another round of replications when all of its last one are there and do not
 * suffice. What is known already is passed over.
 */
import type { Standing } from "../stopping.ts";
import type { SweepPlan, SweepPoint, SweepUnit } from "./plan.ts";
import { PointRows } from "./point-rows.ts";
import type { UnitRecord } from "./record.ts";
import type { UnitSource } from "./run.ts";
import { worstStanding } from "./standing.ts";

/** What is known: results by key, and units that were given up. */
export type Known = {
  readonly has: (key: string) => boolean;
  readonly read: (key: string) => UnitRecord | undefined;
  readonly isGivenUp: (key: string) => boolean;
};

/** A part of a study: of every `of` units, or points when their number of replications is open, the one at `index`. */
export type Share = { readonly index: number; readonly of: number };

export type Schedule = UnitSource & {
  /** How many units were passed over because they are known. */
  readonly passed: () => number;
  /** A unit's result, or that it is given up, is known now. */
  readonly settle: (unit: SweepUnit) => void;
  /** Gives a unit out once more. */
  readonly again: (unit: SweepUnit) => void;
  /** How well the points at work are known; undefined when their number of replications is fixed, or at first. */
  readonly standing: () => Standing | undefined;
};

export const createSchedule = (
  plan: SweepPlan,
  known: Known,
  share: Share = { index: 0, of: 1 },
): Schedule => {
  return plan.startStop === undefined ? fixedSchedule(plan, known, share) : openSchedule(plan, known, share);
};

/** How many units there are at each point, and how many in all; with a precision, at the least. */
export const unitCount = (plan: SweepPlan): number =>
  plan.points * Math.ceil(plan.replications.least / plan.study.batch);

/**
 * Units that are known, and all that are known to be needed: with a precision or a selection those of the rounds that
 * each point has come to, so that the sum grows with what is found.
 */
export const countUnits = (
  plan: SweepPlan,
  known: Known,
): { readonly done: number; readonly total: number } => {
  const shares = plan.startStop === undefined ? 1 : plan.points;
  let done = 0;
  let missing = 0;
  for (let index = 0; index < shares; index++) {
    const schedule = createSchedule(plan, known, { index, of: shares });
    while (schedule.next() !== undefined) missing++;
    done += schedule.passed();
  }
  return { done, total: done + missing };
};

const fixedSchedule = (plan: SweepPlan, known: Known, { index, of }: Share): Schedule => {
  const repeated: SweepUnit[] = [];
  let place = 0;
  let from = 0;
  let counter = 0;
  let passed = 0;
  let point: SweepPoint | undefined;
  const nextNew = (): SweepUnit | undefined => {
    while (place < plan.points) {
      const isOurs = counter % of === index;
      if (isOurs) point ??= plan.pointAt(place);
      const unit = isOurs ? plan.unitAt(point as SweepPoint, from) : undefined;
      counter++;
      from += plan.study.batch;
      if (from >= plan.replications.most) {
        from = 0;
        place++;
        point = undefined;
      }
      if (unit === undefined) continue;
      if (known.has(unit.key)) passed++;
      else if (!known.isGivenUp(unit.key)) return unit;
    }
    return undefined;
  };
  return {
    passed: () => passed,
    next: () => repeated.shift() ?? nextNew(),
    settle: () => {},
    again: (unit) => {
      repeated.push(unit);
    },
    standing: () => undefined,
  };
};

/** Points that are open at the same time. */
const MOST_OPEN = 64;

type OpenPoint = {
  readonly point: SweepPoint;
  readonly rows: PointRows;
  /** Replications that were handed out, and up to which this round goes. */
  handed: number;
  until: number;
  /** Keys that are out. */
  readonly out: Set<string>;
};

const openSchedule = (plan: SweepPlan, known: Known, { index, of }: Share): Schedule => {
  const { batch } = plan.study;
  const { least, most } = plan.replications;
  const open = new Map<number, OpenPoint>();
  const ready: SweepUnit[] = [];
  let place = index;
  let passed = 0;

  /** Hands out the round; goes on to the next as long as everything is known. */
  const advance = (state: OpenPoint): void => {
    for (;;) {
      for (; state.handed < state.until; state.handed += batch) {
        const unit = plan.unitAt(state.point, state.handed);
        if (known.isGivenUp(unit.key)) return void open.delete(state.point.index);
        if (known.has(unit.key)) {
          passed++;
          continue;
        }
        state.out.add(unit.key);
        ready.push(unit);
      }
      if (state.out.size > 0) return;
      if (!takeUp(state) || state.rows.isEnough) return void open.delete(state.point.index);
      state.until = Math.min(most, state.handed + Math.max(batch, Math.floor(state.handed / 2)));
    }
  };

  /** The units of this round, in order. */
  const takeUp = (state: OpenPoint): boolean => {
    while (state.rows.replications < state.handed && !state.rows.isEnough) {
      const record = known.read(plan.unitAt(state.point, state.rows.replications).key);
      if (record === undefined) return false;
      state.rows.add(record);
    }
    return true;
  };

  const refill = (): void => {
    while (ready.length === 0 && open.size < MOST_OPEN && place < plan.points) {
      const point = plan.pointAt(place);
      place += of;
      const state = { point, rows: new PointRows(plan), handed: 0, until: least, out: new Set<string>() };
      open.set(point.index, state);
      advance(state);
    }
  };

  return {
    passed: () => passed,
    next: () => {
      refill();
      return ready.shift();
    },
    settle: (unit) => {
      const state = open.get(unit.point);
      if (state === undefined) return;
      state.out.delete(unit.key);
      if (state.out.size === 0) advance(state);
    },
    again: (unit) => {
      ready.push(unit);
    },
    standing: () => worstStanding([...open.values()].flatMap(({ rows }) => rows.standing() ?? [])),
  };
};
