/** A slice of the fuzzer that is always run, and every scenario that it once found a fault with. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { scenarioSchema } from "../../src/scenario/schema.ts";
import { collect, fieldsOf } from "../scenario/schema-fields.ts";
import { checkScenario, type Limits } from "./check.ts";
import { drawScenario } from "./draw.ts";
import { allMarks, type Mark } from "./marks.ts";
import { scaleOf } from "./scale.ts";
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

/** Fields that no run can show: what is asserted of its result, how a file is read, and the only format there is. */
const notDrawn =
  /^\.(assert|jobs<trace>\.(columns|times|gpuUnit|class|window)|cluster\.pools\.availability\.format)\b/;

describe("scenarios that are drawn", () => {
  test("hold every field of the language, of some owner, in 3,000 of them", () => {
    const placeOf = (path: string): string =>
      path.replaceAll("[]", "").replace(/^\.(internal\.demand|tenants\.jobs)/, ".jobs");
    const seen = new Map<string, Set<string>>();
    for (let index = 0; index < 3000; index++)
      collect(scenarioSchema, drawScenario(4, index).scenario, "", seen);
    const drawn = new Set([...seen.keys()].map(placeOf));
    const missing = [...fieldsOf(scenarioSchema).keys()]
      .map(placeOf)
      .filter((path) => !drawn.has(path) && !notDrawn.test(path));
    expect([...new Set(missing)]).toEqual([]);
  });

  test("are tiny, medium or large, four in five, nearly one in five, one in a hundred", () => {
    const sizes = { tiny: 0, medium: 0, large: 0 };
    for (let index = 0; index < 20_000; index++) sizes[scaleOf(4, index).size]++;
    // Four standard deviations of the shares that are meant.
    for (const [size, share] of [
      ["tiny", 0.8],
      ["medium", 0.19],
      ["large", 0.01],
    ] as const)
      expect(Math.abs(sizes[size] / 20_000 - share)).toBeLessThan(
        4 * Math.sqrt((share * (1 - share)) / 20_000),
      );
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
