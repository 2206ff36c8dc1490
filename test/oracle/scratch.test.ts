import fc from "fast-check";
import { test } from "vitest";
import { contract, policy, run } from "../model/builders.ts";
import { leaseScenarios } from "./lease-scenarios.ts";
import { disagreements } from "./leases-compare.ts";

const diff = (o: any, d: any): any =>
  Object.fromEntries(Object.entries(o).filter(([k, v]) => JSON.stringify(v) !== JSON.stringify(d[k])));
test("x", () => {
  const N = Number(process.env.N ?? 1000);
  const r = fc.check(
    fc.property(leaseScenarios, (s) => disagreements(s).length === 0),
    { numRuns: N, ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}) },
  );
  if (!r.failed) {
    console.log("ALL GOOD", r.numRuns);
    return;
  }
  const s = r.counterexample![0];
  console.log("FAILED after", r.numRuns, "seed", r.seed);
  console.log(
    "policy",
    JSON.stringify(diff(s.policy, policy())),
    JSON.stringify(diff(s.policy.throttle, policy().throttle)),
  );
  console.log("pool", JSON.stringify(s.plan.pools[0]!.phases), JSON.stringify(s.plan.pools[0]!.outages));
  for (const p of s.plan.programs)
    console.log("program", p.priority, p.weight, JSON.stringify((p.sources[0] as any).steps));
  for (const c of s.plan.contracts)
    console.log(
      "contract",
      c.name,
      "prio",
      s.plan.tenants[c.tenant]!.priority,
      JSON.stringify(diff(c, contract(c.gpus))),
    );
  console.log(disagreements(s).join("\n"));
  try {
    for (const e of run(s.plan, s.policy).events)
      console.log("  ", JSON.stringify(e).replace(/"/g, "").replace("pool:pool,", ""));
  } catch (e) {
    console.log(e);
  }
});
