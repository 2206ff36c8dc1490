/**
 * The checks that need no second run, each as a layer of its own over the same scenarios: which of them notices a fault
 * is what the table of planted bugs tells apart. Without a fault all are silent.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import type { RunResult } from "../../src/metrics/outcome.ts";
import type { Observer } from "../../src/model/observer.ts";
import type { Plan, PolicySettings } from "../../src/model/types.ts";
import type { World } from "../../src/model/world.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { type AuditReport, audit } from "../../src/validation/audit.ts";
import { holdAtEnd } from "../fuzz/end-identities.ts";
import { rowsOf } from "../model/job-builders.ts";
import { invariants, keepsLimits } from "../properties/invariants.ts";
import { type JobScenario, jobScenarios, planOf } from "../properties/job-scenarios.ts";
import { anyPlan, anyPolicy } from "../properties/lease-scenarios.ts";

const SCENARIOS = 40;
const SEED = 20_261_127;

type Told = { readonly world: World; readonly result: RunResult; readonly report: AuditReport };

const run = (
  plan: Plan,
  policy: PolicySettings,
  job: JobScenario | undefined,
  observe?: (w: World) => Observer,
): Told => {
  const events: LoggedEvent[] = [];
  const traces = new Map(
    job === undefined
      ? []
      : [["internal", rowsOf(job.internal)] as const, ["external", rowsOf(job.external)] as const],
  );
  const simulation = createSimulation(plan, policy, drawDemand(plan, 0, traces), {
    bins: 0,
    story: false,
    onEvent: (event) => events.push(event),
    observe,
  });
  const result = simulation.finish();
  return { world: simulation.world, result, report: audit(events, plan.horizon) };
};

const each = (use: (plan: Plan, policy: PolicySettings, job: JobScenario | undefined) => void): void => {
  for (const [plan, policy] of fc.sample(fc.tuple(anyPlan, anyPolicy), { numRuns: SCENARIOS, seed: SEED }))
    use(plan, policy, undefined);
  for (const job of fc.sample(jobScenarios, { numRuns: SCENARIOS, seed: SEED }))
    use(planOf(job), job.policy, job);
};

describe("on the same scenarios by chance", () => {
  test("the invariants hold after every instant", () => {
    each((plan, policy, job) => void run(plan, policy, job, invariants));
  });

  test("the auditor finds nothing", () => {
    each((plan, policy, job) => {
      expect(run(plan, policy, job).report.violations).toEqual([]);
    });
  });

  test("the identities hold at the end", () => {
    each((plan, policy, job) => {
      const { world, result, report } = run(plan, policy, job);
      keepsLimits(world);
      holdAtEnd(world, result, { ...report, violations: [] });
    });
  });
});
