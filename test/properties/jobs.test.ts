/** Random job scenarios: nothing is lost, nobody is stopped without notice, early or late, and an auditor agrees. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import { RUNNING } from "../../src/model/job-store.ts";
import { EXTERNAL, INTERNAL } from "../../src/model/ledger.ts";
import type { World } from "../../src/model/world.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { audit } from "../../src/validation/audit.ts";
import { policy } from "../model/builders.ts";
import { rowsOf } from "../model/job-builders.ts";
import { invariants } from "./invariants.ts";
import { HORIZON, type JobScenario, jobScenarios, planOf } from "./job-scenarios.ts";

/** A long run has more of them, and other ones: `CLAWBACK_PROPERTY_RUNS=10000 CLAWBACK_PROPERTY_SEED=1`. */
const RUNS = Number(process.env.CLAWBACK_PROPERTY_RUNS ?? 1000);
const SEED = Number(process.env.CLAWBACK_PROPERTY_SEED ?? 20_261_124);
const TIMEOUT = 60_000 + 300 * RUNS;

const simulate = (s: JobScenario) => {
  const subject = planOf(s);
  const events: LoggedEvent[] = [];
  const traces = new Map([
    ["internal", rowsOf(s.internal)],
    ["external", rowsOf(s.external)],
  ]);
  const simulation = createSimulation(subject, s.policy, drawDemand(subject, 0, traces), {
    bins: 0,
    story: false,
    onEvent: (event) => events.push(event),
    observe: invariants,
  });
  const result = simulation.finish();
  return { world: simulation.world, events, result };
};

describe("jobs", () => {
  test(
    `accounts balance after every instant and the auditor agrees (${RUNS} scenarios)`,
    () => {
      fc.assert(
        fc.property(jobScenarios, (s) => {
          const { world, events } = simulate(s);
          const report = audit(events, HORIZON);
          expect(report.violations).toEqual([]);
          const { jobs, ledger } = world;
          let used = 0;
          for (const totals of jobs.totals) {
            used += totals.used;
            expect(
              totals.safe +
                totals.lostByPreemption +
                totals.lostByFailure +
                totals.restarting +
                totals.checkpointing,
            ).toBe(totals.used);
          }
          let underWay = 0;
          for (let job = 0; job < jobs.table.count; job++)
            if (jobs.state[job] === RUNNING)
              underWay += (jobs.held[job] as number) * (HORIZON - (jobs.since[job] as number));
          const levels = report.totals.accounts.internal ?? 0;
          const inUse = ledger.integral(INTERNAL, HORIZON) + ledger.integral(EXTERNAL, HORIZON);
          expect(report.totals.accounts.external ?? 0).toBe(ledger.integral(EXTERNAL, HORIZON));
          expect(levels).toBe(ledger.integral(INTERNAL, HORIZON));
          if (world.claims.length === 0) expect(used + underWay).toBe(inUse);
        }),
        { numRuns: RUNS, seed: SEED },
      );
    },
    TIMEOUT,
  );

  test(
    "with no notice and everything preemptible, internal jobs run as if there were no tenants",
    () => {
      fc.assert(
        fc.property(jobScenarios, (s) => {
          const subject: JobScenario = {
            ...s,
            // An elastic job starts smaller on what is free rather than stop somebody: it does see the tenants.
            internal: s.internal.map((job) => ({ ...job, minGpus: job.gpus })),
            nodes: 0,
            levels: undefined,
            outage: undefined,
            turnover: 0,
            // What runs longer than expected voids promises whenever they are looked at, and tenants make for more looks.
            internalTerms:
              s.policy.queue.backfill === "conservative"
                ? {
                    ...s.internalTerms,
                    failuresPerGpuSecond: 0,
                    failuresPerSecond: 0,
                    atEstimate: "kill" as const,
                  }
                : s.internalTerms,
            externalTerms: { ...s.externalTerms, notice: 0, minRuntime: 0, failuresPerGpuSecond: 0 },
            policy: policy({
              trigger: { kind: "never" },
              queue: s.policy.queue,
              preemption: { ...policy().preemption, victims: s.policy.preemption.victims },
            }),
          };
          const withTenants = simulate(subject).world.jobs;
          const alone = simulate({ ...subject, external: [] }).world.jobs;
          const schedule = (jobs: World["jobs"]) =>
            Array.from({ length: jobs.table.count }, (_, job) => job)
              .filter((job) => jobs.table.stream[job] === 0)
              .map((job) => [
                jobs.table.row[job],
                jobs.firstStart[job],
                jobs.lastStart[job],
                jobs.end[job],
                jobs.state[job],
              ]);
          expect(schedule(withTenants)).toEqual(schedule(alone));
        }),
        { numRuns: 500, seed: 7 },
      );
    },
    TIMEOUT,
  );
});
