/**
 * What a replication costs: `colossus` stretched to three years of daily demand, policy by policy, in one
 * warm process, with series and without the story, as in all replications but the first.
 */
import { readFileSync } from "node:fs";
import { createSimulator } from "../../src/model/engine.ts";
import { compilePlan, compilePolicies } from "../../src/scenario/compile.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { drawDemand, simulateRun } from "../../src/studies/simulate.ts";

const RUNS = 60;
const ROUNDS = 7;

/** Median milliseconds a replication, by policy. */
export const measureReplications = (): { readonly policy: string; readonly milliseconds: number }[] => {
  const { scenario } = parseScenario(readFileSync("scenarios/colossus.yaml"), {
    overrides: [{ path: "horizon", value: "3 years" }],
  });
  const plan = compilePlan(scenario);
  const simulator = createSimulator();
  return compilePolicies(scenario).map((policy) => {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const begin = performance.now();
      for (let r = 0; r < RUNS; r++)
        simulateRun(plan, policy, drawDemand(plan, r), { bins: 180, story: false, simulator });
      times.push((performance.now() - begin) / RUNS);
    }
    times.sort((a, b) => a - b);
    return { policy: policy.name, milliseconds: times[(ROUNDS - 1) / 2] as number };
  });
};
