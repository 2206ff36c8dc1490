/** The presets that are shipped: valid without warnings, a question each, a source or (A) beside every number. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadTraces } from "../../src/node/load-traces.ts";
import { compilePlan, compilePolicies } from "../../src/scenario/compile.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { drawDemand, simulateRun } from "../../src/studies/simulate.ts";

const folder = new URL("../../scenarios/", import.meta.url);
const presets = readdirSync(folder).filter((file) => file.endsWith(".yaml"));

test("every preset is shipped", () => {
  expect(presets.map((file) => file.replace(".yaml", "")).sort()).toEqual([
    "article",
    "buy-out",
    "colossus",
    "deal-pipeline",
    "delivery-slips",
    "failures",
    "faster-code",
    "grok-rush",
    "notice-ladder",
    "orbital",
    "philly",
    "policy-tournament",
    "power-cut",
    "robotaxi-surge",
    "spot-availability",
    "spot-edge",
    "tenant-walks-first",
  ]);
});

describe.each(presets)("%s", (file) => {
  const text = readFileSync(new URL(file, folder), "utf8");
  const parsed = parseScenario(text, { file });

  test("is valid, without warnings, and asks a question", () => {
    expect(parsed.warnings).toEqual([]);
    expect(parsed.scenario.question).toMatch(/\?$/);
    expect(parsed.scenario.description.length).toBeGreaterThan(50);
    expect(text.startsWith("# ")).toBe(true);
  });

  test("names a source or an assumption beside every number of cluster, demand and tenants", () => {
    const bare = (text.split(/^policies:/m)[0] as string)
      .split("\n")
      .map((line, i) => ({ line, number: i + 1 }))
      .filter(
        ({ line }) => /:\s*-?\d|[[{ ]\d/.test(line.replace(/#.*/, "")) && !line.trimStart().startsWith("#"),
      )
      .filter(({ line }) => !/^(clawback|start|replications|description| {2}\S.*[^:{}[\]]$)/.test(line))
      .filter(({ line }) => !/^\s+(priority|- name|every): /.test(line) && !line.includes("#"))
      .map(({ line, number }) => `${number}: ${line.trim()}`);
    expect(bare).toEqual([]);
  });

  test("runs under each of its policies", async () => {
    const { traces } = await loadTraces([parsed.scenario], fileURLToPath(folder));
    const plan = compilePlan(parsed.scenario, traces);
    const demand = drawDemand(plan, 0, traces.rows);
    for (const policy of compilePolicies(parsed.scenario)) {
      const { fingerprint } = simulateRun(plan, policy, demand, { bins: 20, story: true });
      expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
    }
  });
});
