/** Parameters to vary and values to try, of the presets: each is one that the scenario takes. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formOf, overrideScenario, parseScenario } from "../../src/index.ts";
import {
  firstPair,
  noticesOf,
  rangeAround,
  valuesAround,
  variablesOf,
} from "../../web/explore/parameters.ts";

const variablesIn = (preset: string) => {
  const text = readFileSync(new URL(`../../scenarios/${preset}.yaml`, import.meta.url), "utf8");
  const { scenario } = parseScenario(text);
  return { scenario, variables: variablesOf(formOf(text, { scenario })) };
};

describe.each(["colossus", "spot-edge", "philly"])("%s", (preset) => {
  const { scenario, variables } = variablesIn(preset);
  const main = variables.filter(({ control }) => control.isMain);

  test("has values around each main parameter, the present one among them", () => {
    expect(main.length).toBeGreaterThan(0);
    for (const variable of main) {
      const values = valuesAround(variable);
      expect(new Set(values).size, variable.path).toBe(values.length);
      expect(values.length, variable.path).toBeGreaterThan(0);
    }
  });

  test("takes most of the ends of ranges", () => {
    const ends = main.flatMap((variable) => rangeAround(variable) ?? []);
    const taken = ends.filter(({ path, low, high }) =>
      [low, high].every((value) => {
        try {
          return overrideScenario(scenario, [{ path, value }]) !== undefined;
        } catch {
          return false;
        }
      }),
    );
    expect(taken.length).toBeGreaterThan(ends.length * 0.7);
  });
});

test("colossus begins with growth and the notice of its first tenant", () => {
  const { variables } = variablesIn("colossus");
  const [across, up] = firstPair(variables) ?? [];
  expect(across?.name).toBe("grok-training: Growth");
  expect(across && valuesAround(across)).toEqual(["1.2", "1.8", "2.4", "3", "3.6"]);
  expect(up?.name).toBe("anthropic: Owner's notice");
  expect(up && valuesAround(up)).toEqual(["7 days", "30 days", "60 days", "90 days", "180 days"]);
  expect(noticesOf(variables).map(({ name }) => name)).toContain("google: Owner's notice");
});
