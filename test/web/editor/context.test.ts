/** Where a cursor stands: by indentation and by brackets, in text that is still being typed. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contextAt } from "../../../web/editor/context.ts";

/** The context at the bar, which is taken out. */
const at = (marked: string) => {
  const position = marked.indexOf("|");
  return contextAt(marked.replace("|", ""), position);
};
const pathAt = (marked: string): string | undefined => at(marked)?.path.join(".");

describe("on lines", () => {
  test.each([
    ["|", ""],
    ["na|", ""],
    ["cluster:\n  po|", "cluster"],
    ["cluster:\n  pools:\n    - na|", "cluster.pools.[]"],
    ["cluster:\n  pools:\n    - name: a\n      gp|", "cluster.pools.[]"],
    ["cluster:\n  pools:\n  - name: a\n    gp|", "cluster.pools.[]"],
    ["internal:\n  - name: a\n    demand:\n      kind: level\n      gro|", "internal.[].demand"],
    [
      "internal:\n  - name: a\n    demand:\n      kind: level\n\n      # so\n      gro|",
      "internal.[].demand",
    ],
    ["internal:\n  - name: a\n    demand:\n      kind: level\n  - |", "internal.[]"],
    ["a:\n  b:\n    c: 1\n  d|", "a"],
    ["a:\n  b:\n    c: 1\nd|", ""],
    ["policies:\n  base-stock:\n    re|", "policies.base-stock"],
    ["a:\n- - x: 1\n    y|", "a.[].[]"],
  ])("%j is in %j", (marked, path) => {
    expect(pathAt(marked)).toBe(path);
    expect(at(marked)?.isValue).toBe(false);
  });

  test("a value has its key as the last step", () => {
    expect(at("internal:\n  - demand:\n      kind: le|")).toMatchObject({
      path: ["internal", "[]", "demand", "kind"],
      isValue: true,
      word: "le",
    });
    expect(at("horizon: |")).toMatchObject({ path: ["horizon"], isValue: true, word: "" });
  });

  test("keys beside it are known, above and below", () => {
    const { siblings } = at(
      "internal:\n  - name: a\n    demand:\n      kind: level # x\n      |\n      base: 5\n    weight: 1",
    ) as never as {
      siblings: Map<string, string>;
    };
    expect([...siblings]).toEqual([
      ["kind", "level"],
      ["base", "5"],
    ]);
    const first = at("a:\n  - |\n    x: 1\n  - y: 2");
    expect([...(first?.siblings.keys() ?? [])]).toEqual(["x"]);
    const later = at("a:\n  - y: 2\n  - x: 1\n    |");
    expect([...(later?.siblings.keys() ?? [])]).toEqual(["x"]);
  });
});

describe("in brackets", () => {
  test.each([
    ["demand: { ki|", "demand", false],
    ["demand: { kind: le|", "demand.kind", true],
    ["demand: { kind: level, gro|", "demand", false],
    ["demand: { noise: { si|", "demand.noise", false],
    ["demand: { noise: { sigma: 1 }, gro|", "demand", false],
    ["  - { name: a, gp|", "[]", false],
    ["pools:\n  - { name: a, gp|", "pools.[]", false],
    ["size: [0.1, |", "size.[]", true],
    ["phases: [{ at: 1, gp| }]", "phases.[]", false],
  ])("%j is in %j", (marked, path, isValue) => {
    expect(pathAt(marked)).toBe(path);
    expect(at(marked)?.isValue).toBe(isValue);
  });

  test("keys beside it are known", () => {
    const context = at("demand: { kind: level, |, base: 5 }");
    expect([...(context?.siblings ?? [])]).toEqual([
      ["kind", "level"],
      ["base", "5"],
    ]);
  });
});

test("comments and quoted texts are left alone", () => {
  expect(at("a: 1 # comm|")).toBeUndefined();
  expect(at('a: "b {|')).toBeUndefined();
  expect(at("a: it's {|")).toMatchObject({ isValue: false });
});

test("every key of a preset is found where it is", () => {
  const text = readFileSync(new URL("../../../scenarios/colossus.yaml", import.meta.url), "utf8");
  const pathOf = (key: string): string | undefined => contextAt(text, text.indexOf(key) + 2)?.path.join(".");
  expect(pathOf("shocks: {")).toBe("internal.[].demand");
  expect(pathOf("perYear: 2")).toBe("internal.[].demand.shocks");
  expect(pathOf("onMiss:")).toBe("tenants.[].contract.delivery");
  expect(pathOf("phases:")).toBe("cluster.pools.[]");
  expect(pathOf("quantity: 100 %")).toBe("tenants.[].contract.ramp.[]");
  expect(pathOf("replacement:")).toBe("values");
});
