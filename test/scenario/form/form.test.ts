/**
 * The form of a scenario: every value that matters has a control, each control leads to its value and back, and
 * says what it means and where it comes from.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bare, branchesOf, elementOf, type Schema, shapeOf } from "../../../src/scenario/explain/node.ts";
import { editText } from "../../../src/scenario/form/edit-text.ts";
import { formOf } from "../../../src/scenario/form/form.ts";
import type { Control, FormModel } from "../../../src/scenario/form/model.ts";
import { mainPatterns } from "../../../src/scenario/form/names.ts";
import { parseScenario } from "../../../src/scenario/parse.ts";
import { scenarioSchema } from "../../../src/scenario/schema.ts";
import { valueIn } from "../../../src/scenario/text/override.ts";
import { toData } from "../../../src/scenario/text/tree.ts";
import { parseYaml } from "../../../src/scenario/text/yaml-source.ts";
import { leased, small } from "../build.ts";

const folder = new URL("../../../scenarios/", import.meta.url);
const presets = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
const preset = (file: string): string => readFileSync(new URL(file, folder), "utf8");
const colossus = preset("colossus.yaml");

const form = (text: string): FormModel => formOf(text, parseScenario(text));
const controlsOf = (text: string): Control[] => form(text).groups.flatMap(({ controls }) => controls);
const control = (text: string, path: string): Control => {
  const found = controlsOf(text).find((candidate) => candidate.path === path);
  if (found === undefined) throw new Error(`there is no control for ${path}`);
  return found;
};
const labels = (text: string, group: string): string[] =>
  (form(text).groups.find(({ name }) => name === group)?.controls ?? [])
    .filter(({ isMain }) => isMain)
    .map(({ label }) => label);

describe("a group shows what matters first", () => {
  test("of a program", () => {
    expect(labels(colossus, "internal[1]")).toEqual([
      "Demand at the start",
      "Growth",
      "Scale of the demand",
      "Surges a year",
      "Least surge",
      "Greatest surge",
      "Length of a surge",
      "Capacity elsewhere",
      "Speed-up of the software",
      "Rebound",
    ]);
    expect(labels(colossus, "internal[0]")).toContain("Surges");
  });

  test("of a tenant", () => {
    expect(labels(colossus, "tenants[0]")).toEqual([
      "Accelerators leased",
      "Owner's notice",
      "Tenant's notice",
      "Fee",
      "Lockout",
      "Term",
      "Least quantity",
      "Turnover",
      "Buy-out",
      "Re-letting",
      "Churn",
    ]);
    expect(labels(preset("tenant-walks-first.yaml"), "tenants[0]")).toEqual(
      expect.arrayContaining(["Re-let lag, median", "Re-let lag, 90th percentile", "Walks away on"]),
    );
  });

  test("of a stream of jobs", () => {
    expect(labels(preset("philly.yaml"), "tenants[0]")).toEqual([
      "Arrivals",
      "Run time, median",
      "Run time, 90th percentile",
      "Notice when preempted",
      "Notices that arrive",
      "Time between checkpoints",
      "Time to write a checkpoint",
      "Time lost at a restart",
      "Fee",
      "Re-letting",
      "Churn",
    ]);
  });

  test("of a pool, a site, a policy, the study and what things are worth", () => {
    expect(labels(colossus, "cluster.pools[1]")).toEqual([
      "2026-07-01: accelerators from then on",
      "2026-07-01: on line",
      "2026-10-01: accelerators from then on",
      "2026-10-01: on line",
    ]);
    expect(labels(preset("orbital.yaml"), "cluster.sites[0]")).toContain("Power in that part");
    expect(labels(colossus, "policies.ahead").slice(0, 6)).toEqual([
      "When: trigger",
      "Time between reviews",
      "Quantile that triggers",
      "How much: size",
      "Quantile to cover",
      "Whom: order of victims",
    ]);
    expect(labels(colossus, "policies.ahead")).toContain("Forecast error");
    expect(labels(colossus, "policies.reactive")).not.toContain("Forecast error");
    expect(labels(colossus, "study")).toEqual(["Horizon", "Replications", "Seed"]);
    expect(labels(colossus, "values")).toHaveLength(4);
  });
});

describe("a control says", () => {
  test("what is written, and the comment beside it", () => {
    expect(control(colossus, "internal[0].demand.growth")).toMatchObject({
      kind: "number",
      value: "2.4",
      unit: "× a year",
      default: "1",
      isDefault: false,
      isWritten: true,
      source: "accelerators used at once by a frontier run, a year (E); GPU-hours grow 4.5 x",
      help: "Growth a year, as a factor (365 days).",
      allowed: "a number above 0 and at most 1,000",
    });
    expect(control(colossus, "tenants[0].contract.fee.perMonth")).toMatchObject({
      value: "1.25e9",
      unit: "$ a month",
      source: "(F)",
    });
    expect(control(colossus, "cluster.pools[1].phases[0].gpus").source).toBe(
      "mid estimate between claims and satellite images (A, E)",
    );
  });

  test("what the marks in comments stand for", () => {
    expect(form(colossus).marks).toEqual({
      F: "the SEC filing (S-1/A, June 2026) as quoted by the press",
      E: "Epoch AI",
      C: "computed from a source",
      A: "an assumption, for want of evidence: change it and see what depends on it",
    });
  });

  test("the default that stands in for what is not written", () => {
    expect(control(colossus, "tenants[0].churn")).toMatchObject({
      value: "0.5",
      isDefault: true,
      isWritten: false,
      source: "default of the language, an assumption (A)",
    });
    expect(control(colossus, "policies.ahead.forecast.sd")).toMatchObject({
      value: "0.15",
      isWritten: false,
      source: 'from the shipped policy "ahead"',
    });
    expect(control(colossus, "policies.ahead.reclaim.trigger.every").value).toBe("1 day");
  });

  test("each side of a notice that is written for both", () => {
    const text = JSON.stringify(leased({ notice: "60 days" }));
    expect(control(text, "tenants[0].contract.notice.owner")).toMatchObject({
      value: "60 days",
      isWritten: true,
    });
    expect(control(text, "tenants[0].contract.notice.tenant")).toMatchObject({
      value: "60 days",
      isWritten: true,
    });
  });

  test("which kinds there are, and what each begins with", () => {
    expect(control(colossus, "policies.reactive.reclaim.size").choices).toEqual([
      { value: "{ kind: shortfall }", label: "shortfall" },
      { value: "forecastQuantile", label: "forecastQuantile" },
      { value: "foresight", label: "foresight" },
      { value: "yarnRound", label: "yarnRound" },
      { value: "plan", label: "plan" },
      { value: "{ kind: orderUpTo, level: 390000 }", label: "orderUpTo" },
    ]);
    expect(control(colossus, "tenants[0].contract.onNotice").choices?.map(({ label }) => label)).toEqual([
      "stay",
      "leaveNow",
      "linear",
      "earlyRamp",
      "finishThenLeave",
    ]);
  });

  test("how to begin what is not there", () => {
    const part = control(colossus, "internal[0].demand.shocks");
    expect(part).toMatchObject({ kind: "part", value: "", isWritten: false });
    const edited = editText(colossus, part.path, part.choices?.[0]?.value);
    expect(labels(edited, "internal[0]")).toContain("Surges a year");
  });
});

describe("many groups", () => {
  test("are cut, and the rest is counted", () => {
    const tenants = Array.from({ length: 70 }, (_, i) => ({ name: `t${i}`, contract: { gpus: 1 } }));
    const { groups, omitted } = form(JSON.stringify(small({ tenants })));
    expect(groups.filter(({ section }) => section === "Tenants")).toHaveLength(60);
    expect(omitted).toBe(10);
  });
});

/** Whether keys without positions lead somewhere in the schema, by any branch. */
function leads(schema: Schema, keys: readonly string[]): boolean {
  const [key, ...rest] = keys;
  if (key === undefined) return true;
  return branchesOf(schema).some(({ schema: branch }) => {
    const def = branch._zod.def;
    const child = shapeOf(branch)?.[key];
    if (child !== undefined) return leads(child, rest);
    if (def.type === "record") return leads(def.valueType, keys);
    if (def.type === "tuple") return leads(def.items[Number(key)] as Schema, rest);
    const element = elementOf(branch, 0);
    return element !== undefined && leads(element, keys);
  });
}

test.each(mainPatterns)("%s is a field of the language", (pattern) => {
  expect(leads(scenarioSchema, pattern.split("."))).toBe(true);
});

describe.each(presets)("%s", (file) => {
  const text = preset(file);
  const controls = controlsOf(text);

  test("every control leads to its value", () => {
    for (const { path, value, kind } of controls) {
      const standing = valueIn(toData(parseYaml(text).root).data, path);
      expect(standing, path).toHaveProperty("schema");
      expect(typeof value === "string" && kind.length > 0, path).toBe(true);
    }
    expect(new Set(controls.map(({ path }) => path)).size).toBe(controls.length);
  });

  test("setting what is there changes nothing", () => {
    for (const { path, value } of controls) {
      if (value !== "") expect(editText(text, path, value), path).toBe(text);
    }
  });

  test("every control says what it means, and numbers say their unit", () => {
    for (const { path, help, source, allowed, kind, unit, value, isMain } of controls) {
      expect(help, path).not.toBe("");
      expect(source, path).not.toBe("");
      expect(allowed, path).not.toBe("");
      if (isMain && (kind === "gpus" || kind === "money" || kind === "count"))
        expect(unit, path).not.toBe("");
      if (kind === "share") expect(unit !== "" || value.includes("%"), path).toBe(true);
    }
  });

  test("what is written has its comment from the file", () => {
    const lines = text.split("\n");
    for (const { source, isWritten, path } of controls) {
      if (isWritten && !source.startsWith("written in the scenario"))
        expect(
          lines.some((line) => line.endsWith(source)),
          path,
        ).toBe(true);
    }
  });

  test("every choice, taken, is accepted or refused for a stated reason", () => {
    for (const { path, choices, kind } of controls) {
      for (const choice of choices ?? []) {
        const edited = editText(text, path, choice.value);
        if (kind === "flag" || kind === "part") expect(() => parseScenario(edited), path).not.toThrow();
        expect(toData(parseYaml(edited).root).findings).toEqual([]);
      }
    }
  });
});

test("fields of the language that hold one value have a control wherever their object is shown", () => {
  const contract = bare(
    shapeOf(elementOf(bare(shapeOf(bare(scenarioSchema).schema)?.tenants as Schema).schema, 0) as never)
      ?.contract as Schema,
  ).schema;
  const branch = branchesOf(contract).find(({ schema }) => shapeOf(schema)?.gpus !== undefined);
  const shown = controlsOf(colossus)
    .filter(({ path }) => path.startsWith("tenants[0].contract."))
    .map(({ path }) => path.split(".")[2]);
  const lists = ["ramp", "slaCredit", "pools"];
  const missing = Object.keys(shapeOf(branch?.schema as never) ?? {}).filter(
    (key) => !shown.includes(key) && !lists.includes(key),
  );
  expect(missing).toEqual([]);
});
