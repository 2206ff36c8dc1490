/** A slice of the fuzzer that is always run, and every scenario that it once found a fault with. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkScenario, type Limits } from "./check.ts";
import { drawScenario } from "./draw.ts";
import { allMarks, type Mark } from "./marks.ts";
import { shrink, signature } from "./shrink.ts";

/** No limit in milliseconds: what comes out may not depend on the machine. */
const LIMITS: Limits = { instants: 3000, milliseconds: Number.POSITIVE_INFINITY };
const SCENARIOS = 60;

const folder = new URL("./regressions/", import.meta.url);
type Pinned = { readonly found: string; readonly outcome: string; readonly scenario: unknown };

describe("scenarios that once failed", () => {
  test.each(readdirSync(folder))("%s", (name) => {
    const { outcome, scenario } = JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Pinned;
    const verdict = checkScenario(scenario, { ...LIMITS, instants: 1_000_000 }, new Set());
    expect(`${verdict.outcome} ${verdict.outcome === "violation" ? verdict.what : ""}`.trim()).toBe(outcome);
  });
});

describe("scenarios by chance", () => {
  test(`run clean under every policy, or are refused (the first ${SCENARIOS} tiny ones of a seed)`, () => {
    const seen = new Set<Mark>();
    const outcomes = { clean: 0, refused: 0, cut: 0, violation: 0 };
    for (let index = 0, run = 0; run < SCENARIOS; index++) {
      const { scenario, scale } = drawScenario(3, index);
      if (scale.size !== "tiny" || JSON.stringify(scenario).includes('"plan"')) continue;
      run++;
      const { outcome, what } = checkScenario(scenario, LIMITS, seen);
      expect(outcome, `npm run fuzz -- --replay 3:${index}\n${what}`).not.toBe("violation");
      outcomes[outcome]++;
    }
    expect(outcomes.clean).toBeGreaterThan(SCENARIOS * 0.7);
    expect(allMarks().filter((mark) => seen.has(mark)).length).toBeGreaterThan(20);
  }, 120_000);

  test("are the same for the same seed and number", () => {
    expect(drawScenario(5, 17)).toEqual(drawScenario(5, 17));
    expect(drawScenario(5, 18)).not.toEqual(drawScenario(5, 17));
  });
});

describe("a scenario that fails is made small", () => {
  test("down to what it fails by", () => {
    const { scenario } = drawScenario(5, 17);
    const big = { ...scenario, tenants: [{ name: "a" }, { name: "b", bad: 977 }], horizon: 5 };
    const fails = (s: unknown): boolean => /"bad":[1-9]\d/.test(JSON.stringify(s));
    expect(shrink(big, fails, 5000)).toEqual({ tenants: [{ bad: 10 }] });
  });

  test("and two failures are the same whatever their numbers", () => {
    const at = "\n    at refuse (/x/src/a.ts:1:2)";
    expect(signature(`p: pool 1: free is -3${at}`)).toBe(signature(`other: pool 0: free is -17${at}`));
    expect(signature(`p: pool 1: free is -3${at}`)).not.toBe(signature(`p: pool 1: held is -3${at}`));
  });
});
