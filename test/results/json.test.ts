import { describe, expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import { parseResult, serializeResult, toInterfaceJson } from "../../src/results/json.ts";
import { smallStudy } from "./small-study.ts";

const problemsOf = (text: string): string[] => {
  try {
    parseResult(text);
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
};

// biome-ignore lint/suspicious/noExplicitAny: the tests break the file in places that its type forbids
type Json = any;

/** The saved small study with something in it changed. */
const changed = async (change: (saved: Json) => void): Promise<string> => {
  const saved = JSON.parse(serializeResult(await smallStudy()));
  change(saved);
  return JSON.stringify(saved);
};

describe("JSON for other programs", () => {
  test("holds every metric by name with interval, unit and direction", async () => {
    const result = await smallStudy();
    const json = JSON.parse(JSON.stringify(toInterfaceJson(result)));
    expect(json).toMatchObject({
      schema: "clawback-result/1",
      tool: { name: "clawback" },
      scenario: { name: "two tenants", hash: result.scenario.hash },
      seed: "small",
      fingerprint: result.fingerprint,
      answer: result.answer,
      warnings: [],
    });
    const [reactive] = json.policies;
    expect(reactive).toMatchObject({ name: "reactive", replications: 6 });
    expect(Object.keys(reactive.metrics)).toEqual(result.definitions.map(({ name }) => name));
    const { mean, low, high } = result.policies[0]?.metrics[0] ?? {};
    expect(reactive.metrics.netValue).toMatchObject({
      mean,
      ci: [low, high],
      n: 6,
      unit: "$",
      better: "higher",
    });
    expect(json.comparisons[0]).toMatchObject({ policy: "ahead", baseline: "reactive" });
    expect(json.comparisons[0].metrics.unmetShare.varianceReduction).toBeGreaterThan(0);
  });
});

describe("a saved result", () => {
  test("reads back as it was, and is saved again as the same bytes", async () => {
    const result = await smallStudy();
    const text = serializeResult(result);
    const back = parseResult(text);
    expect(serializeResult(back)).toBe(text);
    expect(back).toEqual(result);
    expect(back.policies[0]?.series.values).toBeInstanceOf(Float64Array);
    expect(back.policies[0]?.fans[0]?.bands[0]).toBeInstanceOf(Float64Array);
  });

  test("keeps what is not a number", async () => {
    const result = await smallStudy();
    const nan = { mean: Number.NaN, sd: Number.NaN, n: 0, low: Number.NaN, high: Number.NaN };
    const policies = result.policies.map((policy) => ({ ...policy, metrics: policy.metrics.map(() => nan) }));
    expect(parseResult(serializeResult({ ...result, policies })).policies[0]?.metrics[0]).toEqual(nan);
  });

  test("is refused when it is no JSON, or JSON of something else", () => {
    expect(problemsOf("clawback: 1")[0]).toContain("this is not JSON");
    for (const text of ["null", "[]", "{}", "1"]) expect(problemsOf(text).length).toBeGreaterThan(0);
  });

  test.each<[string, (saved: Json) => void]>([
    ["of another version", (saved) => Object.assign(saved, { schema: "clawback-result/2" })],
    ["with a key that is not known", (saved) => Object.assign(saved, { extra: 1 })],
    ["without its policies", (saved) => Reflect.deleteProperty(saved, "policies")],
    ["with a text for a number", (saved) => Object.assign(saved.scenario, { epoch: "0" })],
    ["with a value missing from a series", (saved) => saved.policies[0].series.values.pop()],
    ["with a band that is too short", (saved) => saved.policies[0].fans[0].bands[0].pop()],
    ["without a metric", (saved) => Reflect.deleteProperty(saved.policies[0].metrics, "netValue")],
    ["with an unknown state", (saved) => Object.assign(saved.policies[0].story.notices[0], { state: "x" })],
  ])("is refused %s", async (_, change) => {
    expect((await changed(change).then(problemsOf)).length).toBeGreaterThan(0);
  });

  test("takes no prototype from a file", async () => {
    const text = serializeResult(await smallStudy()).replace('"netValue":', '"__proto__":');
    expect(problemsOf(text).length).toBeGreaterThan(0);
    expect(({} as { mean?: number }).mean).toBeUndefined();
  });
});
