import { readFileSync } from "node:fs";
import { parseScenario } from "../src/scenario/parse.ts";
import { compilePlan, compilePolicies } from "../src/scenario/compile.ts";
import { createSimulation, drawDemand } from "../src/studies/simulate.ts";
const { scenario } = parseScenario(readFileSync(process.argv[2], "utf8"));
const plan = compilePlan(scenario); const d = drawDemand(plan, 0);
for (const p of compilePolicies(scenario, [process.argv[3]])) {
  const sim = createSimulation(plan, p, d, { bins: 30, story: true });
  const t = performance.now();
  while (sim.step() && performance.now() - t < 8000);
}
