/**
 * Arrivals: rates become those of a second, relative rates become factors with mean 1.
 */
import type { Arrivals } from "../../model/types.ts";
import type { ArrivalsSpec } from "../arrivals-schema.ts";
import { momentSeconds, spanSeconds } from "./times.ts";

/** A rate as written, in one of four units. */
export type RateSpec = {
  readonly perSecond?: number | undefined;
  readonly perHour?: number | undefined;
  readonly perDay?: number | undefined;
  readonly perYear?: number | undefined;
};

const SECONDS = { perSecond: 1, perHour: 3600, perDay: 86_400, perYear: 365 * 86_400 } as const;
export const rateKeys = ["perSecond", "perHour", "perDay", "perYear"] as const;

export function compileArrivals(spec: ArrivalsSpec, epoch: number): Arrivals {
  switch (spec.kind) {
    case "poisson":
      return { kind: "poisson", rate: rateOf(spec) };
    case "renewal":
      return { kind: "renewal", rate: rateOf(spec), shape: spec.shape };
    case "profile":
      return {
        kind: "profile",
        rate: rateOf(spec),
        hours: withMeanOne(spec.hours, 24),
        days: withMeanOne(spec.days, 7),
      };
    case "mmpp": {
      const [calm, busy] = spec.spells;
      return {
        kind: "mmpp",
        rates: [rateOf(calm), rateOf(busy)],
        sojourns: [spanSeconds(calm.lasts, epoch), spanSeconds(busy.lasts, epoch)],
      };
    }
    case "hawkes": {
      const unit = unitOf(spec);
      return { kind: "hawkes", base: rateOf(spec), jump: spec.jump / unit, decay: spec.decay / unit };
    }
    case "at":
      return {
        kind: "at",
        times: spec.times.map((at) => momentSeconds(at, 0, epoch)).sort((a, b) => a - b),
      };
  }
}

/** The rate a second. */
export function rateOf(spec: RateSpec): number {
  const key = keyOf(spec);
  return key === undefined ? 0 : (spec[key] ?? 0) / SECONDS[key];
}

/** Seconds of the unit in which a rate is written. */
const unitOf = (spec: RateSpec): number => SECONDS[keyOf(spec) ?? "perSecond"];

const keyOf = (spec: RateSpec) => rateKeys.find((key) => spec[key] !== undefined);

function withMeanOne(relative: readonly number[] | undefined, count: number): number[] {
  if (relative === undefined) return new Array<number>(count).fill(1);
  const sum = relative.reduce((total, value) => total + value, 0);
  return relative.map((value) => (value * count) / sum);
}
