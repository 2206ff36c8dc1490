/**
 * Policies: a shipped one as the base, the parts that the scenario states on top, shorthand written out.
 */
import type { ForecastSettings, PolicySettings } from "../../model/types.ts";
import type { PolicySpec } from "../policy-schema.ts";
import type { Scenario } from "../schema.ts";
import { type PolicyParts, type ShippedPolicyName, shippedPolicies } from "../shipped-policies.ts";
import { compileDistribution } from "./distribution.ts";
import { shareOf } from "./shares.ts";
import { dateSeconds, epochOf, spanSeconds } from "./times.ts";
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
  const { trigger, size, victims, spare, notice, buyOut, rescind, throttle } = spec.reclaim ?? {};
  const span = (written: string | number): number => spanSeconds(written, epoch);
  return {
    name,
    trigger: trigger === undefined ? base.trigger : compileTrigger(trigger, epoch),
    size: size === undefined ? base.size : compileSize(size, span),
    ...(victims === undefined
      ? { victims: base.victims, victimWeights: base.victimWeights }
      : compileVictims(victims)),
    spare: spare ?? base.spare,
    notice: notice === undefined ? base.notice : compileNotice(notice, span),
    buyOut: buyOut === undefined ? base.buyOut : compileBuyOut(buyOut),
    rescind: rescind === undefined ? base.rescind : compileRescind(rescind),
    throttle: throttle === undefined ? base.throttle : compileThrottle(throttle, span),
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

function compileTrigger(spec: Given<"trigger">, epoch: number): PolicyParts["trigger"] {
  const span = (written: string | number): number => spanSeconds(written, epoch);
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
      case "calendar":
        return { kind: "calendar", at: [], dayOfMonth: 1 };
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
    case "calendar": {
      const at = spec.dates.map((date) => dateSeconds(date, epoch)).sort((a, b) => a - b);
      return { kind: "calendar", at, dayOfMonth: spec.monthly ?? (at.length === 0 ? 1 : 0) };
    }
  }
}

function compileSize(spec: Given<"size">, span: ToSeconds): PolicyParts["size"] {
  if (typeof spec !== "string") {
    if (spec.kind === "plan") return { kind: spec.kind, horizon: span(spec.horizon) };
    if (spec.kind !== "yarnRound") return spec;
    return {
      kind: spec.kind,
      share: shareOf(spec.share),
      naturalTermination: shareOf(spec.naturalTermination),
    };
  }
  switch (spec) {
    case "forecastQuantile":
      return { kind: spec, q: 0.9 };
    case "yarnRound":
      return { kind: spec, share: 0.1, naturalTermination: 0.2 };
    case "plan":
      return { kind: spec, horizon: 365 * DAY };
    default:
      return { kind: spec };
  }
}

function compileVictims(spec: Given<"victims">): Pick<PolicyParts, "victims" | "victimWeights"> {
  if (typeof spec === "string") return { victims: [spec], victimWeights: undefined };
  if (!("weighted" in spec)) return { victims: spec, victimWeights: undefined };
  return {
    victims: spec.weighted.map(({ by }) => by),
    victimWeights: spec.weighted.map(({ weight }) => weight),
  };
}

function compileThrottle(spec: Given<"throttle">, span: ToSeconds): PolicyParts["throttle"] {
  const NO_LIMIT = Number.POSITIVE_INFINITY;
  const { evictionBudget } = spec;
  return {
    minGap: span(spec.minGap),
    maxOpen: spec.maxOpen ?? NO_LIMIT,
    maxPerRound: spec.maxPerRound ?? NO_LIMIT,
    maxPerYear: spec.maxPerYear ?? NO_LIMIT,
    evictionBudget:
      evictionBudget === undefined
        ? { evictions: NO_LIMIT, per: 0 }
        : { evictions: evictionBudget.evictions, per: span(evictionBudget.per) },
    deadZone: shareOf(spec.deadZone),
    naturalExitFactor: shareOf(spec.naturalExitFactor),
  };
}

const compileBuyOut = (spec: Given<"buyOut">): number =>
  typeof spec === "string" ? Number(spec === "ifWorth") : shareOf(spec.atMost);

function compileNotice(spec: Given<"notice">, span: ToSeconds): PolicyParts["notice"] {
  if (typeof spec === "string") return { kind: spec, length: 0, insideLockout: "refuse" };
  const length = spec.kind === "fixed" ? span(spec.for) : 0;
  return { kind: spec.kind, length, insideLockout: spec.insideLockout };
}

function compileRescind(spec: Given<"rescind">): PolicyParts["rescind"] {
  if (spec === "never") return { kind: "never" };
  if (spec === "ifNeedGone") return { kind: spec, band: 0.05 };
  if (spec === "offer") return { kind: spec, band: 0.05, acceptProbability: 0.5 };
  switch (spec.kind) {
    case "never":
      return { kind: spec.kind };
    case "ifNeedGone":
      return { kind: spec.kind, band: shareOf(spec.band) };
    case "offer":
      return {
        kind: spec.kind,
        band: shareOf(spec.band),
        acceptProbability: shareOf(spec.acceptProbability),
      };
  }
}

function compileForecast(spec: NonNullable<PolicySpec["forecast"]>): ForecastSettings {
  const { kind, sd } = typeof spec === "string" ? { kind: spec, sd: 0.15 } : spec;
  return { kind, sd: kind === "quantile" ? sd : 0 };
}

function compileRefill(spec: NonNullable<PolicySpec["refill"]>, epoch: number): PolicyParts["refill"] {
  if (typeof spec === "string") return { kind: spec, lag: undefined };
  return { kind: spec.kind, lag: spec.lag === undefined ? undefined : compileDistribution(spec.lag, epoch) };
}
