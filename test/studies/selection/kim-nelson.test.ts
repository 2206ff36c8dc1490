import { describe, expect, test } from "vitest";
import { InputError } from "../../../src/base/errors.ts";
import { METRIC, metricDefinitions } from "../../../src/metrics/definitions.ts";
import { openStream } from "../../../src/random/streams.ts";
import { normal } from "../../../src/random/variates.ts";
import { bestRule } from "../../../src/studies/selection/best-rule.ts";
import { kimNelson } from "../../../src/studies/selection/kim-nelson.ts";
import { runStudy } from "../../../src/studies/study.ts";
import { inProcessExecutor } from "../../../src/studies/unit.ts";
import { noisy } from "../noisy.ts";

const TRIES = 400;

/** How often a right system is selected, and after how many replications on average. */
const tryOften = (
  means: readonly number[],
  correlation: number,
  indifference: number,
): { right: number; replications: number } => {
  const stream = openStream("selection", 0, `${means.join()} ${correlation}`, "normal");
  const best = Math.max(...means);
  let right = 0;
  let replications = 0;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const selector = kimNelson({
      systems: means.length,
      first: 10,
      indifference: () => indifference,
      confidence: 0.95,
    });
    for (let isDone = false; !isDone; replications++) {
      const common = normal(stream);
      isDone = selector.add(
        means.map(
          (mean) => mean + Math.sqrt(correlation) * common + Math.sqrt(1 - correlation) * normal(stream),
        ),
      );
    }
    if ((means[selector.best()] as number) >= best - indifference) right++;
  }
  return { right, replications: replications / TRIES };
};

describe("the procedure of Kim and Nelson", () => {
  test("selects the best in 95 % of tries where it is exactly the indifference ahead of all others", () => {
    // the least favourable case of the theory, ten systems as in the tables of the paper
    const slippage = [0.3, ...new Array<number>(9).fill(0)];
    expect(tryOften(slippage, 0, 0.2999999).right).toBeGreaterThanOrEqual(0.95 * TRIES);
  });

  test("selects something within the indifference of the best where several are close", () => {
    const close = [0.5, 0.4, 0.3, 0.1, 0];
    expect(tryOften(close, 0.5, 0.25).right).toBeGreaterThanOrEqual(0.95 * TRIES);
  });

  test("needs fewer replications on common random numbers, and where systems are far apart", () => {
    const near = [0.3, 0, 0];
    const independent = tryOften(near, 0, 0.3).replications;
    expect(tryOften(near, 0.8, 0.3).replications).toBeLessThan(independent / 3);
    expect(tryOften([3, 0, 0], 0, 0.3).replications).toBeLessThan(independent / 3);
  });

  test("knows its constants: two systems, n₀ = 10, 95 %", () => {
    // η = ½ (0.1^(−2/9) − 1) = 0.33405, h² = 18 η = 6.01290; differences of variance 1/4 each other replication
    const selector = kimNelson({ systems: 2, first: 10, indifference: () => 0.1, confidence: 0.95 });
    for (let i = 0; i < 10; i++) selector.add([i % 2 === 0 ? 0.5 : -0.5, 0]);
    const variance = (10 * 0.25) / 9;
    expect(selector.needed()).toBe(Math.floor((6.0129 * variance) / 0.01) + 1);
    expect(selector.survivors()).toEqual([0, 1]);
  });

  test("drops what is always worse after the first stage, and keeps the first of equals", () => {
    const selector = kimNelson({ systems: 3, first: 5, indifference: () => 0.1, confidence: 0.95 });
    const seen = Array.from({ length: 5 }, (_, i) => selector.add([i, i, i - 1]));
    expect(seen.slice(0, 4)).toEqual([false, false, false, false]);
    expect(selector.survivors()).toEqual([0, 1]);
    expect(seen[4]).toBe(true);
    expect(selector.best()).toBe(0);
  });

  test("has nothing to decide with a single system", () => {
    const selector = kimNelson({ systems: 1, first: 2, indifference: () => 1, confidence: 0.95 });
    expect([selector.add([1]), selector.add([2])]).toEqual([false, true]);
  });
});

describe("the rule of the best policy", () => {
  const row = (value: number): Float64Array => new Float64Array(metricDefinitions.length).fill(value);
  const request = { metric: "unmetShare", indifference: 0.1, isRelative: true, confidence: 0.95 } as const;

  test("takes less for better where the metric says so, and only candidates", () => {
    const rule = bestRule(request, ["a", "b", "bound"], [0, 1], 5);
    for (let i = 0; i < 5; i++) rule.add([row(3), row(2), row(1)]);
    expect(rule.selection()).toMatchObject({ best: "b", isDecided: true });
    expect(rule.selection().indifference).toBeCloseTo(0.2, 12);
  });

  test("refuses a metric that has no better side, and a share of nothing", () => {
    expect(() => bestRule({ ...request, metric: "demandGpuHours" }, ["a"], [0], 5)).toThrow(InputError);
    const rule = bestRule(request, ["a", "b"], [0, 1], 2);
    rule.add([row(0), row(1)]);
    expect(() => rule.add([row(0), row(1)])).toThrow(/best mean of unmetShare is 0/);
  });

  test("a study stops when the best is known, leaves the clairvoyant out and says so", async () => {
    const best = { metric: "unmetShare", indifference: 0.05, isRelative: true, confidence: 0.95 } as const;
    const result = await runStudy(
      {
        scenario: noisy,
        policies: [],
        command: "test",
        stop: { precision: [], best, least: 10, most: 1000 },
      },
      inProcessExecutor,
    );
    const { selection } = result.stopped ?? {};
    expect(selection?.isDecided).toBe(true);
    expect(selection?.survivors).not.toContain("clairvoyant");
    const means = result.policies
      .filter(({ policy }) => policy !== "clairvoyant")
      .map(({ policy, metrics }) => ({ policy, mean: metrics[METRIC.unmetShare]?.mean ?? 1 }));
    const least = Math.min(...means.map(({ mean }) => mean));
    expect(means.find(({ mean }) => mean === least)?.policy).toBe(selection?.best);
    expect(result.answer).toContain(`With 95 % confidence ${selection?.best} has the lowest unmet`);
  });
});
