/** Lookups in the JSON Schema of scenarios, and from problems and texts to ranges and changes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scenarioJsonSchema } from "../../../src/scenario/json-schema.ts";
import { parseScenario } from "../../../src/scenario/parse.ts";
import { keyAt } from "../../../web/editor/assistance.ts";
import { changeBetween, markOf } from "../../../web/editor/changes.ts";
import { helpOf, type JsonSchema, objectsAt, schemasAt, wordsOf } from "../../../web/editor/schema-at.ts";
import { problemsOf } from "../../scenario/build.ts";

const schema = scenarioJsonSchema() as JsonSchema;
const keysAt = (path: string, siblings: Record<string, string> = {}): string[] =>
  objectsAt(schema, path === "" ? [] : path.split("."), new Map(Object.entries(siblings))).flatMap(
    ({ properties }) => Object.keys(properties ?? {}),
  );

describe("the schema at a path", () => {
  test("is that of any branch, until a kind is written", () => {
    expect(keysAt("internal.[].demand")).toEqual(
      expect.arrayContaining(["base", "runs", "arrivals", "file"]),
    );
    const level = keysAt("internal.[].demand", { kind: "level" });
    expect(level).toEqual(expect.arrayContaining(["growth", "shocks"]));
    expect(level).not.toContain("runs");
    expect(keysAt("internal.[].demand.[]", { kind: "runs" })).toContain("runs");
  });

  test("is told by keys where there is no kind", () => {
    expect(keysAt("tenants.[].contract.fee", { perMonth: "1" })).toEqual(["perMonth"]);
    expect(keysAt("tenants.[].contract", { gpus: "1" })).toContain("notice");
  });

  test("leads through names of policies and into tuples", () => {
    expect(keysAt("policies.anything.reclaim")).toContain("trigger");
    expect(schemasAt(schema, ["internal", "[]", "demand", "shocks", "size", "[]"])[0]?.description).toBe(
      "Least.",
    );
    expect(schemasAt(schema, ["nowhere", "at", "all"])).toEqual([]);
    expect(schemasAt(schema, ["constructor"])).toEqual([]);
  });

  test("knows words, help and defaults", () => {
    const [onNotice] = schemasAt(schema, ["tenants", "[]", "contract", "onNotice"]);
    expect(wordsOf(onNotice as JsonSchema)).toContain("earlyRamp");
    expect(helpOf(schemasAt(schema, ["internal", "[]", "demand", "growth"]))).toEqual([
      "Growth a year, as a factor (365 days).",
      "Unit: factor per year.",
      "Default: 1.",
    ]);
  });
});

describe("the key at a place", () => {
  const text = "tenants:\n  - name: a\n    contract: { gpus: 5, onNotice: linear } # gpus\n";
  test.each([
    ["contract", "tenants.[].contract"],
    ["gpus: 5", "tenants.[].contract.gpus"],
    ["linear", "tenants.[].contract.onNotice"],
    ["# gpus", undefined],
  ])("%s leads to %s", (place, path) => {
    expect(keyAt(text, text.indexOf(place) + 3)?.path.join(".")).toBe(path);
  });
});

describe("a change between two texts", () => {
  test("leads from one to the other and touches nothing common", () => {
    const lines = fc
      .array(fc.constantFrom("a", "b", "\n", "ab"), { maxLength: 12 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const change = changeBetween(before, after);
        if (change === undefined) expect(before).toBe(after);
        else {
          expect(before.slice(0, change.from) + change.insert + before.slice(change.to)).toBe(after);
          const removed = before.slice(change.from, change.to);
          if (removed !== "" && change.insert !== "") expect(removed[0]).not.toBe(change.insert[0]);
        }
      }),
    );
  });
});

describe("a problem is marked", () => {
  const text =
    "clawback: 1\nname: x\nstart: 2026-07-01\nhorizon: soon\ncluster: { pools: [{ name: p, gpus: 1 }] }\n";

  test("where it is", () => {
    const [problem] = problemsOf(text);
    const { from, to, message } = markOf(text, problem as never);
    expect(text.slice(from, to)).toBe("soon");
    expect(message).toBe(`horizon: ${problem?.message}`);
  });

  test("on the first line when it has no place, and inside the text whatever it says", () => {
    expect(() => parseScenario(text)).toThrow();
    expect(markOf(text, { path: "", message: "m" })).toMatchObject({ from: 0, to: 11, message: "m" });
    fc.assert(
      fc.property(fc.string(), fc.nat(20), fc.nat(40), fc.nat(40), (any, line, column, span) => {
        const { from, to } = markOf(any, { path: "", message: "m", line, column, span });
        expect(0 <= from && from <= to && to <= any.length).toBe(true);
      }),
    );
  });
});
