/**
 * Scenarios by chance forget no field: each takes three values, or as many as it can have. A field that is added
 * to the language and not to the generator fails here.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseScenario } from "../../src/scenario/parse.ts";
import { scenarioSchema } from "../../src/scenario/schema.ts";
import { anyScenario, soundScenario } from "./arbitrary.ts";
import { collect, fieldsOf } from "./schema-fields.ts";

describe("scenarios by chance", () => {
  test("take three values in every field, or all there are", () => {
    const seen = new Map<string, Set<string>>();
    for (const scenario of fc.sample(anyScenario, { numRuns: 10_000, seed: 20260701 }))
      collect(scenarioSchema, scenario, "", seen);
    const fields = fieldsOf(scenarioSchema);
    expect(fields.size).toBeGreaterThan(500);
    expect(
      [...fields]
        .filter(([path, most]) => (seen.get(path)?.size ?? 0) < most)
        .map(([path, most]) => `${path}: ${seen.get(path)?.size ?? 0} of ${most}`),
    ).toEqual([]);
  });

  test("are mostly accepted when they are made sound, jobs among them", () => {
    let accepted = 0;
    let streams = 0;
    for (const scenario of fc.sample(soundScenario, { numRuns: 200, seed: 20260701 })) {
      try {
        const { internal, tenants } = parseScenario(JSON.stringify(scenario)).scenario;
        accepted++;
        streams += JSON.stringify([internal, tenants]).match(/"kind":"(jobs|trace|lublin)"/g)?.length ?? 0;
      } catch {}
    }
    expect(accepted).toBeGreaterThan(140);
    expect(streams).toBeGreaterThan(100);
  });
});
