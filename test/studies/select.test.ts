/** The best policy within a budget of runs: what each policy is given, and what is said of the choice. */
import { describe, expect, test } from "vitest";
import { METRIC } from "../../src/metrics/definitions.ts";
import { noTraces } from "../../src/scenario/compile/trace-set.ts";
import { type SelectRequest, selectPolicy } from "../../src/studies/select.ts";
import { runStudy } from "../../src/studies/study.ts";
import { inProcessExecutor } from "../../src/studies/unit.ts";
import { parsedStudy } from "./small-sweep.ts";

const { scenario } = parsedStudy({
  axes: "  tenants.tenant.contract.notice: [7 days]",
}) as { scenario: SelectRequest["scenario"] };

const request = (more: Partial<SelectRequest> = {}): SelectRequest => ({
  scenario,
  policies: ["reactive", "ahead", "never", "clairvoyant"],
  method: "ocba",
  best: { metric: "netValue", indifference: 0.01, isRelative: true, confidence: 0.9 },
  first: 4,
  budget: 60,
  traces: async () => noTraces,
  command: "clawback select",
  ...more,
});
const here = { executor: inProcessExecutor, workers: 1 };

/** Mean net value of a policy over its first replications. */
const meanOf = async (policy: string, replications: number): Promise<number> => {
  const { policies } = await runStudy(
    { scenario, policies: [policy], replications, command: "" },
    inProcessExecutor,
  );
  return policies[0]?.metrics[METRIC.netValue]?.mean as number;
};

describe("a choice by budget", () => {
  test("spends all of it, on the first replications of each policy, and the clairvoyant is none", async () => {
    const { policies, best, confidence } = await selectPolicy(request(), here);
    expect(policies.map(({ policy }) => policy)).toEqual(["reactive", "ahead", "never"]);
    expect(policies.reduce((sum, { measure }) => sum + measure.n, 0)).toBe(60);
    for (const { policy, measure } of policies) {
      expect(measure.n).toBeGreaterThanOrEqual(4);
      expect(measure.mean).toBeCloseTo(await meanOf(policy, measure.n), 6);
    }
    const top = policies.reduce((a, b) => (b.measure.mean > a.measure.mean ? b : a));
    expect(best).toBe(top.policy);
    expect(confidence).toBeGreaterThan(0.3);
    expect(confidence).toBeLessThanOrEqual(1);
  });

  test("is the same whoever runs it, and cut as it may be", async () => {
    const one = await selectPolicy(request(), here);
    expect(await selectPolicy(request(), { ...here, workers: 3 })).toEqual(one);
  });

  test("that does not suffice for the first replications is refused", async () => {
    await expect(selectPolicy(request({ budget: 11 }), here)).rejects.toThrow(/need 12 runs/);
  });

  test("by a metric of which neither more nor less is better is refused", async () => {
    const best = { ...request().best, metric: "demandGpuHours" as const };
    await expect(selectPolicy(request({ best }), here)).rejects.toThrow(
      /neither more nor less of demandGpuHours/,
    );
  });
});

describe("a choice by the procedure of Kim and Nelson", () => {
  test("is that of a comparison, and gives all policies the same", async () => {
    const best = { ...request().best, indifference: 0.02 };
    const {
      best: chosen,
      policies,
      confidence,
    } = await selectPolicy(request({ method: "kn", best, budget: 3000 }), here);
    const compared = await runStudy(
      {
        scenario,
        policies: ["reactive", "ahead", "never"],
        stop: { precision: [], best, least: 4, most: 1000 },
        command: "",
      },
      inProcessExecutor,
    );
    expect(compared.stopped?.selection?.isDecided).toBe(true);
    expect(chosen).toBe(compared.stopped?.selection?.best);
    expect(confidence).toBe(0.9);
    const needed = compared.replications;
    for (const { measure } of policies) {
      expect(measure.n).toBeGreaterThanOrEqual(needed);
      expect(measure.n).toBeLessThan(needed + 10);
    }
  });

  test("says that it is not decided when the budget ends before", async () => {
    const best = { ...request().best, indifference: 0.00001 };
    const { confidence, policies } = await selectPolicy(request({ method: "kn", best, budget: 12 }), here);
    expect(confidence).toBeNull();
    expect(policies.map(({ measure }) => measure.n)).toEqual([4, 4, 4]);
  });
});
