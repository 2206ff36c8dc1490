/**
 * Whether intervals say the truth: studies anew, a thousand times, on a model whose answer is known; and what
 * common random numbers are worth on a preset.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { METRIC, type MetricName } from "../../src/metrics/definitions.ts";
import { createSimulator } from "../../src/model/engine.ts";
import { compilePlan, compilePolicies } from "../../src/scenario/compile.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { meanInterval, pairedInterval } from "../../src/stats/intervals.ts";
import { drawDemand, simulateRun } from "../../src/studies/simulate.ts";

const STUDIES = 1000;
const REPLICATIONS = 20;
const HOURS = 10;
const PER_HOUR = 6;
const MEAN_HOURS = 1;

/** A cluster so large that no job waits, empty at first: the transient of M/M/∞. */
const { scenario } = parseScenario(`
clawback: 1
name: ample
start: 2026-07-01
horizon: ${HOURS} h
seed: coverage
cluster: { pools: [{ name: p, gpus: 1000 }] }
internal:
  - name: jobs
    demand: { kind: jobs, arrivals: { kind: poisson, perHour: ${PER_HOUR} }, gpus: 1, work: { kind: exponential, mean: ${MEAN_HOURS} h } }
policies: { fcfs: {} }
`);

/** Expected GPU-hours: the integral of λ m (1 − e^(−t / m)) over the horizon. */
const GPU_HOURS = PER_HOUR * MEAN_HOURS * (HOURS - MEAN_HOURS * (1 - Math.exp(-HOURS / MEAN_HOURS)));

describe("95 % intervals over a thousand fresh studies", () => {
  const plan = compilePlan(scenario);
  const [policy] = compilePolicies(scenario);
  const simulator = createSimulator();
  const rows = Array.from({ length: STUDIES * REPLICATIONS }, (_, replication) => {
    const run = simulateRun(plan, policy as NonNullable<typeof policy>, drawDemand(plan, replication), {
      bins: 0,
      story: false,
      simulator,
    });
    return run.metrics;
  });

  test.each<[MetricName, number]>([
    ["jobsSubmitted", PER_HOUR * HOURS],
    ["demandGpuHours", GPU_HOURS],
  ])("of %s cover the true mean in 93.5 to 96.5 % of them", (metric, truth) => {
    let covered = 0;
    for (let study = 0; study < STUDIES; study++) {
      const values = rows
        .slice(study * REPLICATIONS, (study + 1) * REPLICATIONS)
        .map((row) => row[METRIC[metric]] as number);
      const { low, high } = meanInterval(values);
      if (low <= truth && truth <= high) covered++;
    }
    expect(covered / STUDIES).toBeGreaterThanOrEqual(0.935);
    expect(covered / STUDIES).toBeLessThanOrEqual(0.965);
  });
});

describe("pairs on the notice ladder, with demand that is uncertain", () => {
  const text = readFileSync(new URL("../../scenarios/notice-ladder.yaml", import.meta.url));
  const netValues = (notice: string): number[] => {
    const { scenario: rung } = parseScenario(text, {
      overrides: [
        { path: "internal.training.demand.noise.sigma", value: 0.1 },
        { path: "tenants[0].contract.notice", value: notice },
      ],
    });
    const plan = compilePlan(rung);
    const [policy] = compilePolicies(rung, ["reactive"]);
    return Array.from({ length: 40 }, (_, replication) => {
      const run = simulateRun(plan, policy as NonNullable<typeof policy>, drawDemand(plan, replication), {
        bins: 0,
        story: false,
      });
      return run.metrics[METRIC.netValue] as number;
    });
  };
  const shortest = netValues("7 days");

  test.each(["30 days", "90 days"])(
    "7 days against %s: net value three times narrower than unpaired",
    (notice) => {
      const longer = netValues(notice);
      const paired = pairedInterval(shortest, longer);
      const unpaired = Math.hypot(meanInterval(shortest).halfWidth, meanInterval(longer).halfWidth);
      expect(unpaired / paired.halfWidth).toBeGreaterThan(3);
    },
  );
});
