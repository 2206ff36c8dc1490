/** A small study, for tests of sweeps: two axes, two policies, few replications, a fraction of a second. */
import { type ParsedStudy, parseStudy } from "../../src/scenario/parse-study.ts";
import { planSweep, type SweepPlan } from "../../src/studies/sweep/plan.ts";

/** @param more - lines put at the end, such as `samples: 3` */
export const smallStudy = (
  options: { axes?: string; more?: string; scenario?: string } = {},
): string => `clawback: study/1
name: small
scenario:
  clawback: 1
  name: small
  start: 2026-07-01
  horizon: 60 days
  seed: small
  replications: 4
  cluster: { pools: [{ name: main, gpus: 1000 }] }
  internal: [{ name: training, demand: { kind: level, base: 400, growth: 4.5, noise: { sigma: 0.2 } } }]
  tenants:
    - name: tenant
      contract: { gpus: 600, notice: 7 days, lockout: 0, minQuantity: 0, fee: { perGpuHour: 3 } }
  policies: { reactive: {}, ahead: {} }
${options.scenario ?? ""}axes:
${
  options.axes ??
  `  tenants.tenant.contract.notice: [1 day, 7 days, 14 days]
  growth = internal.training.demand.growth: { from: 2, to: 4, count: 2 }`
}
batch: 2
${options.more ?? ""}`;

export const parsedStudy = (...options: Parameters<typeof smallStudy>): ParsedStudy =>
  parseStudy(smallStudy(...options), { file: "study.yaml" });

export const smallPlan = (...options: Parameters<typeof smallStudy>): SweepPlan =>
  planSweep(parsedStudy(...options));
