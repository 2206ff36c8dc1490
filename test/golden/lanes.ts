/**
 * The lanes of the first replication of every scenario under every policy, as they are and as they are on record. What is measured
 * is left out: a metric that is added or corrected changes nothing that happens.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { Fingerprint, type Lanes } from "../../src/metrics/fingerprint.ts";
import { compilePlan, compilePolicies } from "../../src/scenario/compile.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { type Case, scenarioOf, tracesOf } from "./cases.ts";

/** By scenario, by policy. */
export type Golden = { readonly [scenario: string]: { readonly [policy: string]: Lanes } };

const file = new URL("./lanes.json", import.meta.url);

export const lanesOf = async (one: Case): Promise<Golden[string]> => {
  const scenario = scenarioOf(one);
  const traces = await tracesOf(scenario);
  const plan = compilePlan(scenario, traces);
  const demand = drawDemand(plan, 0, traces.rows);
  const found: Record<string, Lanes> = {};
  for (const policy of compilePolicies(scenario)) {
    const seen = new Fingerprint();
    createSimulation(plan, policy, demand, { bins: 0, story: false, observe: () => seen }).finish();
    found[policy.name] = seen.lanes();
  }
  return found;
};

export const onRecord = (): Golden => JSON.parse(readFileSync(file, "utf8"));

export const record = (golden: Golden): void => writeFileSync(file, `${JSON.stringify(golden, null, 1)}\n`);

/** Which lanes of which scenario differ, a line for each policy that does. */
export const changesBetween = (before: Golden, after: Golden): string[] => {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => {
    const [was, is] = [before[name] ?? {}, after[name] ?? {}];
    const policies = new Set([...Object.keys(was), ...Object.keys(is)]);
    return [...policies].flatMap((policy) => {
      if (was[policy] === undefined) return [`${name}, ${policy}: new`];
      if (is[policy] === undefined) return [`${name}, ${policy}: gone`];
      const lanes = Object.keys(is[policy]) as (keyof Lanes)[];
      const changed = lanes.filter((lane) => was[policy][lane] !== is[policy][lane]);
      return changed.length === 0 ? [] : [`${name}, ${policy}: ${changed.join(", ")}`];
    });
  });
};
