/**
 * How large a drawn scenario is, and the values that bite at that size: nothing, one, a power of two and its
 * neighbours, exactly the horizon and one second more, and times that fall together.
 */
import { type Chance, chanceFor } from "./chance.ts";

export type SizeName = "tiny" | "medium" | "large";

export type Scale = {
  readonly size: SizeName;
  /** Seconds. */
  readonly horizon: number;
  /** About how many accelerators the first pool has. */
  readonly gpus: number;
  /** About how many jobs a stream sends. */
  readonly jobs: number;
  /** Copies of each tenant. */
  readonly crowd: number;
};

const HOUR = 3600;
const DAY = 24 * HOUR;

/** 80 % tiny, 19 % medium, 1 % large. */
export const scaleOf = (seed: number, index: number): Scale => {
  const chance = chanceFor(seed, index, "scale");
  const place = chance.whole(0, 99);
  if (place < 80) {
    const horizon = chance.pick(0, 1, HOUR, DAY, 3 * DAY, 10 * DAY, 10 * DAY, 31 * DAY, 61 * DAY, 100 * DAY);
    return { size: "tiny", horizon, gpus: chance.pick(1, 7, 8, 16, 33, 63, 64, 65, 100), jobs: 15, crowd: 1 };
  }
  if (place < 99) {
    const horizon = chance.pick(60 * DAY, 200 * DAY, 365 * DAY, 400 * DAY + 1);
    return {
      size: "medium",
      horizon,
      gpus: chance.pick(64, 500, 1000, 5000),
      jobs: 80,
      crowd: chance.pick(1, 3),
    };
  }
  return {
    size: "large",
    horizon: chance.pick(2, 5) * 365 * DAY,
    gpus: 250_000,
    jobs: 1000,
    crowd: chance.pick(3, 8),
  };
};

/** Lengths of time that meet the horizon, a day, an hour, or nothing. */
export const length = (chance: Chance, { horizon }: Scale): number =>
  chance.pick(
    0,
    0,
    1,
    30,
    120,
    HOUR,
    DAY,
    3 * DAY,
    Math.floor(horizon / 10),
    Math.floor(horizon / 4),
    horizon,
    horizon + 1,
  );

/** Moments inside the horizon, on a coarse grid so that many coincide, some of them a second beside it. */
export const moment = (chance: Chance, { horizon }: Scale): number =>
  Math.max(
    0,
    Math.min(horizon, Math.floor((horizon * chance.whole(0, 12)) / 12) + chance.pick(0, 0, 0, 1, -1)),
  );

/** Steps of a grid: at most three hundred of them. */
export const grid = (chance: Chance, scale: Scale): number =>
  Math.max(part(scale, 300), chance.pick(part(scale, 12), part(scale, 60), part(scale, 300), HOUR, DAY));

/** Whole accelerators, up to more than there are. */
export const quantity = (chance: Chance, { gpus }: Scale): number =>
  chance.pick(
    1,
    2,
    8,
    Math.max(1, Math.floor(gpus / 4)),
    Math.max(1, Math.floor(gpus / 2)),
    Math.max(1, gpus - 1),
    gpus,
    gpus + 1,
    2 * gpus,
  );

/** A part of the horizon, at least a second. */
export const part = ({ horizon }: Scale, parts: number): number => Math.max(1, Math.floor(horizon / parts));

/** A date of the language, so many seconds after another. */
export const dateAfter = (start: string, seconds: number): string => {
  const midnight = start.includes("T") ? start : `${start}T00:00:00Z`;
  return new Date(Date.parse(midnight) + seconds * 1000).toISOString().replace(".000", "");
};
