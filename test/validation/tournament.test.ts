/** What two presets are there to show: the order of policies by worth, and the bottom of the ladder's cost. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { METRIC } from "../../src/metrics/definitions.ts";
import type { StudyResult } from "../../src/results/types.ts";
import { compilePlan, compilePolicies } from "../../src/scenario/compile.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { meanInterval } from "../../src/stats/intervals.ts";
import { drawDemand, simulateRun } from "../../src/studies/simulate.ts";
import { runStudy } from "../../src/studies/study.ts";
import { inProcessExecutor } from "../../src/studies/unit.ts";

const preset = (name: string) =>
  parseScenario(readFileSync(new URL(`../../scenarios/${name}.yaml`, import.meta.url))).scenario;

describe("policy-tournament", () => {
  const scenario = preset("policy-tournament");
  const plan = compilePlan(scenario);
  const policies = compilePolicies(scenario);
  const worth = Array.from({ length: 30 }, (_, replication) => {
    const demand = drawDemand(plan, replication);
    return policies.map(
      (policy) =>
        simulateRun(plan, policy, demand, { bins: 0, story: false }).metrics[METRIC.netValue] as number,
    );
  });
  const column = (name: string): number[] => {
    const at = policies.findIndex((policy) => policy.name === name);
    return worth.map((row) => row[at] as number);
  };

  test.each([
    ["clairvoyant", "plan"],
    ["plan", "base-stock"],
    ["base-stock", "reactive"],
  ])("%s is worth more than %s, and the interval of the difference leaves no doubt", (better, worse) => {
    const [a, b] = [column(better), column(worse)];
    const { low } = meanInterval(a.map((value, r) => value - (b[r] as number)));
    expect(low).toBeGreaterThan(0);
  });

  test("nobody is worth more than the clairvoyant in any replication", () => {
    const bound = column("clairvoyant");
    for (const name of ["reactive", "base-stock", "plan"])
      for (const [r, value] of column(name).entries()) expect(value).toBeLessThanOrEqual(bound[r] as number);
  });
});

describe("notice-ladder", () => {
  const ladder = (): Promise<StudyResult> =>
    runStudy(
      {
        scenario: preset("notice-ladder"),
        policies: ["reactive"],
        replications: 2,
        command: "test",
        vary: {
          path: "tenants[0].contract.notice",
          values: ["0 s", "1 day", "7 days", "30 days", "90 days", "180 days"],
        },
      },
      inProcessExecutor,
    );

  test("costs both sides together least in between, at the time the tenant needs to move, and says so", async () => {
    const result = await ladder();
    const total = result.ladder.map(({ totalCost }) => totalCost.mean);
    const bottom = total.indexOf(Math.min(...total));
    expect(result.ladder[bottom]?.label).toBe("90 days");
    for (let i = 1; i <= bottom; i++) expect(total[i]).toBeLessThan(total[i - 1] as number);
    for (let i = bottom + 1; i < total.length; i++) expect(total[i]).toBeGreaterThan(total[i - 1] as number);
    expect(result.ladder[bottom]?.aboveLeast.mean).toBe(0);
    expect(result.answer).toContain("both sides together at 90 days: they lose $1.15 B there");
    for (const rung of result.ladder)
      expect(rung.totalCost.mean).toBeCloseTo(rung.ownerCost.mean + rung.tenantCost.mean, 3);
  });
});
