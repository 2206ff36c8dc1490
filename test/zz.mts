import fc from "fast-check";
import { parseScenario } from "../src/scenario/parse.ts";
import { soundScenario } from "./scenario/arbitrary.ts";
import { compilePlan, compilePolicies } from "../src/scenario/compile.ts";
import { createSimulation, drawDemand } from "../src/studies/simulate.ts";
import { writeFileSync } from "node:fs";
let n=0;
for (const s of fc.sample(soundScenario,{numRuns:90,seed:5})) {
  const text = JSON.stringify({...(s as object), horizon: "200 days", replications: 2});
  let scenario; try { scenario = parseScenario(text).scenario; } catch (e) { continue; }
  if (JSON.stringify(scenario).includes('"kind":"trace"')) continue;
  n++;
  writeFileSync("/tmp/lead/cur.json", text);
  const plan = compilePlan(scenario);
  const d = drawDemand(plan, 0);
  for (const p of compilePolicies(scenario, Object.keys(scenario.policies))) {
    const sim = createSimulation(plan, p, d, { bins: 30, story: true });
    const t = performance.now(); let steps = 0; let slow = false;
    while (sim.step()) { steps++; if (steps % 256 === 0 && performance.now() - t > 8000) { slow = true; break; } }
    console.log(n, p.name, steps, (performance.now()-t).toFixed(0), d.jobs.count, slow ? `SLOW at ${sim.world.now} of ${plan.horizon}` : "");
    if (slow) writeFileSync(`/tmp/lead/slow-${n}.json`, text);
  }
}
