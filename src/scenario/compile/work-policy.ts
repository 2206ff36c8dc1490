/**
 * Policies about jobs: queue, preemption and admission, shorthand written out.
 */
import type { AdmissionSettings, PreemptionSettings, QueueSettings } from "../../model/types.ts";
import { type PolicyParts, shippedPolicies } from "../shipped-policies.ts";
import type { AdmissionSpec, PreemptionSpec, QueueSpec } from "../work-policy-schema.ts";
import { shareOf } from "./shares.ts";

type ToSeconds = (written: string | number) => number;

/** What the language assumes when a key of a part is left out. */
const ASSUMED = shippedPolicies.reactive;

export function compileQueue(spec: QueueSpec, span: ToSeconds): QueueSettings {
  if (typeof spec === "string") return { ...ASSUMED.queue, order: spec };
  return { order: spec.order, backfill: spec.backfill, halfLife: span(spec.halfLife) };
}

export function compilePreemption(spec: PreemptionSpec, span: ToSeconds): PreemptionSettings {
  if (spec === "never") return { ...ASSUMED.preemption, enabled: false };
  return {
    enabled: true,
    gap: spec.gap,
    delay: span(spec.delay),
    victims: Array.isArray(spec.victims) ? spec.victims : [spec.victims],
    spare: spec.spare,
    partial: spec.partial,
    notice: compileNotice(spec.notice, span),
    rescind: spec.rescind,
    minRuntime: span(spec.minRuntime),
    maxPerRound: spec.maxPerRound ?? Number.POSITIVE_INFINITY,
    budget:
      spec.budget === undefined
        ? ASSUMED.preemption.budget
        : { evictions: spec.budget.evictions, per: span(spec.budget.per) },
  };
}

function compileNotice(
  spec: Exclude<PreemptionSpec, "never">["notice"],
  span: ToSeconds,
): PreemptionSettings["notice"] {
  if (typeof spec === "string") return { kind: spec, length: 0 };
  return { kind: spec.kind, length: spec.kind === "fixed" ? span(spec.for) : 0 };
}

/** The quota of spot work as it is assumed (A). */
const SPOT_QUOTA = {
  kind: "spotQuota",
  window: 3600,
  guarantee: 0.9,
  every: 300,
  q: 0.9,
  history: 86_400,
  least: 0.2,
  most: 1.5,
} as const;

export function compileAdmission(spec: AdmissionSpec, span: ToSeconds): AdmissionSettings {
  if (typeof spec === "string") return spec === "all" ? { kind: "all" } : SPOT_QUOTA;
  switch (spec.kind) {
    case "all":
      return { kind: "all" };
    case "quota":
      return { kind: "quota", share: shareOf(spec.share) };
    case "spotQuota":
      return {
        kind: "spotQuota",
        window: span(spec.window),
        guarantee: shareOf(spec.guarantee),
        every: span(spec.every),
        q: shareOf(spec.q),
        history: span(spec.history),
        least: spec.least,
        most: spec.most,
      };
  }
}

/** A part that is about jobs, as it would be written; see `writtenPart`. */
export function writtenWork(base: PolicyParts, part: string): Record<string, unknown> | undefined {
  switch (part) {
    case "queue":
      return { ...base.queue };
    case "admission":
      return { ...base.admission };
    default:
      return undefined;
  }
}
