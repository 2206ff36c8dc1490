/**
 * Policies: a shipped one as the base, the parts that the scenario states on top, shorthand written out.
 */
import type { ForecastSettings, PolicySettings } from "../../model/types.ts";
import type { PolicySpec } from "../policy-schema.ts";
import type { Scenario } from "../schema.ts";
import { type PolicyParts, type ShippedPolicyName, shippedPolicies } from "../shipped-policies.ts";
import { compileDistribution } from "./distribution.ts";
import { shareOf } from "./shares.ts";
import { epochOf, spanSeconds } from "./times.ts";
import { compileAdmission, compilePreemption, compileQueue, writtenWork } from "./work-policy.ts";

const DAY = 86_400;

/**
 * Policies of a scenario. A shipped policy need not stand in the file.
 *
 * @param names - which ones, in which order; default: all of the file, the first of which is its default
 */
export function compilePolicies(
  scenario: Scenario,
  names = Object.keys(scenario.policies),
): PolicySettings[] {
  const epoch = epochOf(scenario.start);
  const written = new Map(Object.entries(scenario.policies));
  return names.map((name) => compilePolicy(name, written.get(name) ?? {}, epoch));
}

/**
 * One policy: on the base of `use`, else of the shipped policy of that name, else of `reactive`.
 *
 * @param epoch - epoch seconds of the scenario's start, which decides how long months are
 */
export function compilePolicy(name: string, spec: PolicySpec, epoch = 0): PolicySettings {
  const base = shippedPolicies[spec.use ?? (isShipped(name) ? name : "reactive")];
  const { trigger, size, victims, spare, notice, rescind, throttle } = spec.reclaim ?? {};
  const span = (written: string | number): number => spanSeconds(written, epoch);
  return {
    name,
    trigger: trigger === undefined ? base.trigger : compileTrigger(trigger, span),
    size: size === undefined ? base.size : compileSize(size, span),
    victims: victims === undefined ? base.victims : Array.isArray(victims) ? victims : [victims],
    spare: spare ?? base.spare,
    notice: notice === undefined ? base.notice : compileNotice(notice, span),
    rescind: rescind === undefined ? base.rescind : compileRescind(rescind),
    throttle:
      throttle === undefined
        ? base.throttle
        : {
            minGap: span(throttle.minGap),
            maxOpen: throttle.maxOpen ?? Number.POSITIVE_INFINITY,
            deadZone: shareOf(throttle.deadZone),
          },
    forecast: spec.forecast === undefined ? base.forecast : compileForecast(spec.forecast),
    refill: spec.refill === undefined ? base.refill : compileRefill(spec.refill, epoch),
    queue: spec.queue === undefined ? base.queue : compileQueue(spec.queue, span),
    placement: spec.placement ?? base.placement,
    preemption: spec.preemption === undefined ? base.preemption : compilePreemption(spec.preemption, span),
    admission: spec.admission === undefined ? base.admission : compileAdmission(spec.admission, span),
  };
}

/** A part of the policy that another is built on, as it would be written: where a change of one key starts from. */
export function writtenPart(name: string, use: unknown, part: string): Record<string, unknown> | undefined {
  const base =
    shippedPolicies[typeof use === "string" && isShipped(use) ? use : isShipped(name) ? name : "reactive"];
  switch (part) {
    case "trigger":
    case "size":
    case "rescind":
      return { ...base[part] };
    case "notice":
      return { kind: "contractMinimum", insideLockout: base.notice.insideLockout };
    case "forecast":
      return base.forecast.kind === "quantile" ? { ...base.forecast } : { kind: base.forecast.kind };
    case "refill":
      return { kind: base.refill.kind };
    default:
      return writtenWork(base, part);
  }
}

/** Whether a name is that of a policy that comes with Clawback. */
export const isShipped = (name: string): name is ShippedPolicyName => Object.hasOwn(shippedPolicies, name);

type Parts = NonNullable<PolicySpec["reclaim"]>;
type Given<K extends keyof Parts> = NonNullable<Parts[K]>;
type ToSeconds = (written: string | number) => number;

function compileTrigger(spec: Given<"trigger">, span: ToSeconds): PolicyParts["trigger"] {
  if (typeof spec === "string") {
    switch (spec) {
      case "never":
        return { kind: "never" };
      case "onBlocked":
        return { kind: "onBlocked", delay: 0 };
      case "periodic":
        return { kind: "periodic", every: DAY };
      case "forecastCross":
        return { kind: "forecastCross", every: DAY, q: 0.5 };
    }
  }
  switch (spec.kind) {
    case "never":
      return { kind: "never" };
    case "onBlocked":
      return { kind: "onBlocked", delay: span(spec.delay) };
    case "periodic":
      return { kind: "periodic", every: span(spec.every) };
    case "forecastCross":
      return { kind: "forecastCross", every: span(spec.every), q: shareOf(spec.q) };
  }
}

function compileSize(spec: Given<"size">, span: ToSeconds): PolicyParts["size"] {
  if (typeof spec === "string") {
    if (spec === "plan") return { kind: spec, horizon: 365 * DAY };
    return spec === "forecastQuantile" ? { kind: spec, q: 0.9 } : { kind: spec };
  }
  return spec.kind === "plan" ? { kind: spec.kind, horizon: span(spec.horizon) } : spec;
}

function compileNotice(spec: Given<"notice">, span: ToSeconds): PolicyParts["notice"] {
  if (typeof spec === "string") return { kind: spec, length: 0, insideLockout: "refuse" };
  const length = spec.kind === "fixed" ? span(spec.for) : 0;
  return { kind: spec.kind, length, insideLockout: spec.insideLockout };
}

function compileRescind(spec: Given<"rescind">): PolicyParts["rescind"] {
  if (spec === "never") return { kind: "never" };
  if (spec === "ifNeedGone") return { kind: "ifNeedGone", band: 0.05 };
  return spec.kind === "never" ? { kind: "never" } : { kind: "ifNeedGone", band: shareOf(spec.band) };
}

function compileForecast(spec: NonNullable<PolicySpec["forecast"]>): ForecastSettings {
  const { kind, sd } = typeof spec === "string" ? { kind: spec, sd: 0.15 } : spec;
  return { kind, sd: kind === "quantile" ? sd : 0 };
}

function compileRefill(spec: NonNullable<PolicySpec["refill"]>, epoch: number): PolicyParts["refill"] {
  if (typeof spec === "string") return { kind: spec, lag: undefined };
  return { kind: spec.kind, lag: spec.lag === undefined ? undefined : compileDistribution(spec.lag, epoch) };
}
