/**
 * Sites and pools: power and accelerators on line as step functions from second 0.
 */

import { fail } from "../../base/assert.ts";
import { InputError } from "../../base/errors.ts";
import { parsePower } from "../../base/units.ts";
import type { Pool, Seconds, Site, Step } from "../../model/types.ts";
import type { PoolSpec, SiteSpec } from "../schema.ts";
import { compileDistribution } from "./distribution.ts";
import { nodeGpus, nodesOf } from "./pools.ts";
import { shareOf } from "./shares.ts";
import { dateSeconds, momentSeconds, spanSeconds } from "./times.ts";
import { recordedPhases, type Traces } from "./trace-set.ts";

/** Most steps that a duty cycle may be written out to. */
export const MAX_DUTY_STEPS = 200_000;

export function compileSite(spec: SiteSpec, epoch: number, horizon: Seconds): Site {
  const limits = powerLimits(spec, epoch);
  const usable = (watts: number): number => Math.floor(watts / spec.pue);
  if (spec.dutyCycle === undefined) {
    return {
      name: spec.name,
      power: limits.map(({ at, value }) => ({ at, value: usable(value) })),
      cycle: 0,
    };
  }
  const period = spanSeconds(spec.dutyCycle.period, epoch);
  const off = spanSeconds(spec.dutyCycle.off, epoch);
  const left = shareOf(spec.dutyCycle.power);
  const end = Math.max(horizon, 1);
  const power: Step<number>[] = [];
  const add = (at: Seconds, watts: number): void => {
    const value = usable(watts);
    const last = power.at(-1);
    if (last?.at === at) power.pop();
    if (power.at(-1)?.value !== value) power.push({ at, value });
  };
  limits.forEach(({ at: from, value }, i) => {
    const until = Math.min(limits[i + 1]?.at ?? end, end);
    for (let turn = Math.floor(from / period) * period; turn < until; turn += period) {
      const dim = turn + period - off;
      if (from < dim && turn < until && off < period) add(Math.max(turn, from), value);
      if (off > 0 && from < turn + period && dim < until) add(Math.max(dim, from), value * left);
    }
  });
  return { name: spec.name, power, cycle: period };
}

/** Steps that a duty cycle takes over the horizon, about: two a cycle and two a change of the limit. */
export function dutySteps(spec: SiteSpec, epoch: number, horizon: Seconds): number {
  if (spec.dutyCycle === undefined) return 0;
  return (
    2 * Math.ceil(horizon / spanSeconds(spec.dutyCycle.period, epoch)) + 2 * powerLimits(spec, epoch).length
  );
}

/** Watts before PUE, from second 0; empty without a limit. */
function powerLimits(spec: SiteSpec, epoch: number): Step<number>[] {
  if (spec.power === undefined) return [];
  if (typeof spec.power === "string") return [{ at: 0, value: wattsOf(spec.power) }];
  return fromZero(spec.power.map(({ at, is }) => ({ at: dateSeconds(at, epoch), value: wattsOf(is) })));
}

function wattsOf(text: string): number {
  return parsePower(text) ?? fail(`not a power: ${text}`);
}

/** A step function that says nothing about second 0 is 0 there. */
export function fromZero(steps: readonly Step<number>[]): Step<number>[] {
  return steps[0]?.at === 0 ? [...steps] : [{ at: 0, value: 0 }, ...steps];
}

/** What all pools of a plan are compiled with. */
type Surroundings = {
  readonly sites: readonly SiteSpec[];
  readonly epoch: number;
  readonly horizon: Seconds;
  readonly traces: Traces;
};

export function compilePool(spec: PoolSpec, index: number, around: Surroundings): Pool {
  const { sites, epoch, traces } = around;
  const path = `cluster.pools[${index}].availability.file`;
  const phases =
    spec.availability === undefined
      ? compilePhases(spec, epoch)
      : exactPhases(fromZero(recordedPhases(spec.availability, traces, path)), around.horizon, path);
  return {
    name: spec.name,
    gpuType: spec.gpu,
    site: sites.findIndex(({ name }) => name === spec.site),
    watts: Math.round(spec.kwPerGpu * 1000),
    phases,
    warning: spec.availability === undefined ? 0 : spanSeconds(spec.availability.warning, epoch),
    outages: spec.outages.map(({ at, gpus, lasts }) => {
      const strikes = momentSeconds(at, 0, epoch);
      return { at: strikes, gpus, lasts: spanSeconds(lasts, epoch + strikes) };
    }),
    failures: spec.failures && {
      block: spec.block ?? 1,
      between: compileDistribution(spec.failures.between, epoch),
      repair: compileDistribution(spec.failures.repair, epoch),
      crew: spec.failures.crew ?? Number.POSITIVE_INFINITY,
      spares: spec.failures.spares,
      swap: spanSeconds(spec.failures.swap, epoch),
    },
    nodes: nodesOf(spec).map(({ count, gpus }) => ({ count, gpus })),
  };
}

/** Accelerators on line over time, from second 0, as far as the scenario itself says. */
export function compilePhases(spec: PoolSpec, epoch: number): Step<number>[] {
  if (spec.nodes !== undefined) return [{ at: 0, value: nodeGpus(spec) }];
  if (spec.phases === undefined) return [{ at: 0, value: spec.gpus ?? 0 }];
  return fromZero(spec.phases.map(({ at, gpus }) => ({ at: dateSeconds(at, epoch), value: gpus })));
}

/** Refuses recorded capacity whose integral over the horizon would not be exact. */
function exactPhases(phases: Step<number>[], horizon: Seconds, path: string): Step<number>[] {
  const most = phases.reduce((largest, { value }) => Math.max(largest, value), 0);
  if (most * horizon < 2 ** 53) return phases;
  throw new InputError([
    {
      path,
      message: `${most} recorded accelerators over the horizon are too many to be counted exactly`,
      found: String(most),
      allowed: "below 2^53 GPU-seconds over the horizon",
    },
  ]);
}
