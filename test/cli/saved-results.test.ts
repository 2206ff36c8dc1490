/** Saved results come from anywhere: what does not fit is refused, and what was changed is found out. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseResult } from "../../src/index.ts";
import { clawback, folderWith, small } from "./spawn.ts";

const cwd = folderWith(small);
clawback(["run", "scenario.yaml", "-r", "2", "-q", "-o", "r.json"], { cwd });
const saved = JSON.parse(readFileSync(join(cwd, "r.json"), "utf8"));

/** A file with some parts of the result replaced. */
const changed = (parts: object): string => {
  writeFileSync(join(cwd, "changed.json"), JSON.stringify({ ...saved, ...parts }));
  return "changed.json";
};

/** The first policy with some parts replaced, and no other. */
const policy = (parts: object): object => ({ policies: [{ ...saved.policies[0], ...parts }] });

test("a result is reported as it is: options that would change it are refused", () => {
  const ended = clawback(["report", "r.json", "--set", "horizon=1", "-o", "x.html"], { cwd });
  expect([ended.status, ended.err]).toEqual([2, expect.stringContaining("--set would change nothing")]);
  expect(existsSync(join(cwd, "x.html"))).toBe(false);
});

describe("verify", () => {
  test("finds nothing to object to in what was saved", () => {
    const ended = clawback(["verify", "r.json", "--json"], { cwd });
    expect([ended.status, JSON.parse(ended.out).verified]).toEqual([0, true]);
  });

  test.each([
    ["fingerprint", { fingerprint: "0" }],
    ["0.0.1", { tool: { name: "clawback", version: "0.0.1" } }],
    ['"answer"', { answer: "Trust me." }],
    ["hash", { scenario: { ...saved.scenario, hash: "0" } }],
    ["hash", { scenario: { ...saved.scenario, text: saved.scenario.text.replace("600", "601") } }],
  ])("ends with 1 and names the %s that was changed", (where, parts) => {
    const ended = clawback(["verify", changed(parts)], { cwd });
    expect([ended.status, ended.out]).toEqual([1, expect.stringContaining(where)]);
  });

  test("finds out that a recorded log was altered, even where no run meets what is different", () => {
    const folder = folderWith(`clawback: 1
name: logged
start: 2026-07-01
horizon: 1 h
replications: 1
cluster: { pools: [{ name: p, gpus: 4 }] }
internal: [{ name: log, demand: { kind: trace, file: log.csv } }]
policies: { it: {} }
`);
    const log = "submit,run,gpus\n0,60,1\n600,60,4\n";
    writeFileSync(join(folder, "log.csv"), `${log}7200,60,1\n`);
    clawback(["run", "scenario.yaml", "-q", "-o", "r.json"], { cwd: folder });
    expect(clawback(["verify", "r.json"], { cwd: folder }).status).toBe(0);
    writeFileSync(join(folder, "log.csv"), `${log}7200,61,1\n`);
    const ended = clawback(["verify", "r.json"], { cwd: folder });
    expect([ended.status, ended.out]).toEqual([1, expect.stringContaining("log.csv")]);
  });

  test("refuses a scenario that is none", () => {
    const ended = clawback(["verify", changed({ scenario: { ...saved.scenario, text: "x: 1" } })], { cwd });
    expect(ended.status).toBe(3);
  });
});

const { metrics, series, story } = saved.policies[0];
const { revenue, ...others } = metrics;

test.each([
  ["a key too many", { extra: 1 }, "extra"],
  ["a metric too few", policy({ metrics: others }), "metrics.revenue"],
  ["a metric too many", policy({ metrics: { ...metrics, luck: revenue } }), "metrics.luck"],
  ["a text for a number", policy({ metrics: { ...metrics, revenue: { ...revenue, mean: "1" } } }), "mean"],
  ["a series that is too short", policy({ series: { ...series, values: [1] } }), "series.values"],
  [
    "an end nobody knows",
    policy({ story: { ...story, notices: [{ ...story.notices[0], state: "?" }] } }),
    "state",
  ],
  ["a metric defined twice", { definitions: [...saved.definitions, saved.definitions[0]] }, "defined twice"],
  ["no policy", { policies: [] }, "policies"],
])("a result with %s is refused", (_, parts, where) => {
  const ended = clawback(["report", changed(parts), "-o", "x.html"], { cwd });
  expect([ended.status, ended.err]).toEqual([3, expect.stringContaining(where)]);
  expect(existsSync(join(cwd, "x.html"))).toBe(false);
});

test("what is deep, or long and nothing, is refused at once", () => {
  expect(() => parseResult("[".repeat(200_000))).toThrow("not JSON");
  expect(() => parseResult(`${"[".repeat(9999)}${"]".repeat(9999)}`)).toThrow("no saved result");
  const long = JSON.stringify({ ...saved, warnings: Array(100_000).fill("x") });
  expect(() => parseResult(long)).toThrow(/warnings/);
});
