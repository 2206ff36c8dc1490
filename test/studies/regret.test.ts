/** Regret in a study: known where the bound is compared, and told then. */
import { expect, test } from "vitest";
import { METRIC } from "../../src/metrics/definitions.ts";
import type { StudyResult } from "../../src/results/types.ts";
import { smallStudy } from "../results/small-study.ts";

const regretOf = (result: StudyResult, policy: string) =>
  result.policies.find((p) => p.policy === policy)?.metrics[METRIC.regret];
const isTold = ({ definitions }: StudyResult): boolean =>
  definitions.some(({ name, headline }) => name === "regret" && headline);

test("regret is the bound's net value less a policy's own, and nothing for the bound itself", async () => {
  const result = await smallStudy({ policies: ["reactive", "never", "optimal"] });
  const value = (policy: string): number =>
    result.policies.find((p) => p.policy === policy)?.metrics[METRIC.netValue]?.mean ?? Number.NaN;
  expect(isTold(result)).toBe(true);
  expect(regretOf(result, "optimal")).toMatchObject({ mean: 0, low: 0, high: 0 });
  for (const policy of ["reactive", "never"])
    expect(regretOf(result, policy)?.mean).toBeCloseTo(value("optimal") - value(policy), 4);
});

test("without a bound regret is not known, and not told", async () => {
  const result = await smallStudy({ policies: ["reactive", "clairvoyant"] });
  expect(regretOf(result, "reactive")?.mean).toBeNaN();
  expect(isTold(result)).toBe(false);
});
