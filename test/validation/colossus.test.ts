/** The story of the default preset: what growth decides, and what the policy does. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { METRIC, type MetricName } from "../../src/metrics/definitions.ts";
import { explainText } from "../../src/results/explain.ts";
import type { StudyResult } from "../../src/results/types.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { runStudy } from "../../src/studies/study.ts";
import { inProcessExecutor } from "../../src/studies/unit.ts";

const bytes = readFileSync(new URL("../../scenarios/colossus.yaml", import.meta.url));

const colossus = (overrides: { path: string; value: unknown }[] = []): Promise<StudyResult> => {
  const { scenario } = parseScenario(bytes, { overrides });
  return runStudy({ scenario, policies: [], replications: 10, command: "test" }, inProcessExecutor);
};

const faster = [
  { path: "internal.grok-training.demand.growth", value: 4.5 },
  { path: "internal.tesla-autonomy.demand.growth", value: 1.8 },
  { path: "horizon", value: "9 months" },
];
const noiseless = [
  { path: "internal.grok-training.demand.noise.sigma", value: 0 },
  { path: "internal.tesla-autonomy.demand.shocks.perYear", value: 0 },
];
const DAY = 86_400;

const mean = (result: StudyResult, policy: string, metric: MetricName): number =>
  result.policies.find((p) => p.policy === policy)?.metrics[METRIC[metric]]?.mean ?? Number.NaN;

const told = (result: StudyResult): string =>
  explainText(result, { width: 100, color: false, unicode: true }).replace(/\s+/g, " ");

describe("colossus", () => {
  test("at a growth of 4.5 the first useful notice falls inside every lockout, and explain says so", async () => {
    const result = await colossus(faster);
    expect(told(result)).toMatch(
      /notice would have had to go out on .* inside every lockout: anthropic cannot be called before 3 Aug 2026/,
    );
  });

  test("without noise demand of 200,000 that grows 4.5 a year meets the 317,000 that are free on day 111 or 112", async () => {
    // ln(317 / 200) / ln 4.5 x 365 = 111.8: both programs as one, as in a sketch on paper.
    const result = await colossus([
      ...noiseless,
      { path: "internal.grok-training.demand", value: { kind: "level", base: 200_000, growth: 4.5 } },
      { path: "internal.tesla-autonomy.demand", value: { kind: "level", base: 0 } },
      { path: "horizon", value: "9 months" },
    ]);
    for (const { story } of result.policies)
      expect(story.firstShortAt === -1 || story.firstShortAt >= 111 * DAY).toBe(true);
    expect(result.policies.find((p) => p.policy === "never")?.story.firstShortAt).toBe(112 * DAY);
  });

  test("at a growth of 2.4 the policy decides: being ahead leaves less unmet than reacting, and that costs rent", async () => {
    const result = await colossus();
    expect(told(result)).not.toMatch(/inside every lockout/);
    expect(mean(result, "ahead", "unmetShare")).toBeLessThan(mean(result, "reactive", "unmetShare"));
    expect(mean(result, "ahead", "revenue")).toBeLessThan(mean(result, "reactive", "revenue"));
    expect(mean(result, "never", "unmetShare")).toBeGreaterThan(10 * mean(result, "reactive", "unmetShare"));
  });

  test("no policy leaves less unmet than the clairvoyant, in any replication", async () => {
    const result = await colossus();
    for (const { policy } of result.policies) {
      expect(mean(result, "clairvoyant", "unmetGpuHours")).toBeLessThanOrEqual(
        mean(result, policy, "unmetGpuHours"),
      );
    }
  });
});
