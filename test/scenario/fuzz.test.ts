/**
 * Whatever comes in, what comes out is a scenario that compiles or a list of problems with places; never an
 * exception of another kind, and never anything in between.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import { checkRelations } from "../../src/scenario/check.ts";
import { compilePlan, compilePolicies } from "../../src/scenario/compile.ts";
import { explain } from "../../src/scenario/explain/explain.ts";
import { formatProblems } from "../../src/scenario/format-problems.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { scenarioSchema } from "../../src/scenario/schema.ts";
import { anyScenario, soundScenario } from "./arbitrary.ts";
import { example } from "./build.ts";

const outcome = (input: string | Uint8Array): "accepted" | "refused" => {
  try {
    const { scenario } = parseScenario(input, { file: "f.yaml" });
    const plan = compilePlan(scenario);
    compilePolicies(scenario);
    expect(plan.contracts.every(({ pools }) => pools.every((pool) => pool >= 0))).toBe(true);
    return "accepted";
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    expect(formatProblems(error.problems).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    return "refused";
  }
};

describe("the pipeline survives", () => {
  test("bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void outcome(bytes)),
      { numRuns: 1000, seed: 1 },
    );
  });

  test("texts of the signs of YAML", () => {
    const signs = fc.constantFrom(
      ..." \n:-?[]{},#&*!|>'\"%@`ab1~.<\t",
      "__proto__",
      "name: ",
      "  - ",
      "\u0000",
      "\u2028",
      "\uD800",
    );
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 60 }), (parts) => void outcome(parts.join(""))),
      { numRuns: 2000, seed: 2 },
    );
  });

  test("the example with pieces cut out, doubled and swapped", () => {
    const edits = fc.array(
      fc.tuple(
        fc.nat(example.length),
        fc.nat(40),
        fc.nat(example.length),
        fc.constantFrom("", "-1", "x", "[", "null", "1e999", ": "),
      ),
      { minLength: 1, maxLength: 3 },
    );
    let refused = 0;
    fc.assert(
      fc.property(edits, (list) => {
        let text = example;
        for (const [at, length, from, piece] of list)
          text =
            text.slice(0, at) + piece + example.slice(from, from + (length % 7)) + text.slice(at + length);
        if (outcome(text) === "refused") refused++;
      }),
      { numRuns: 1000, seed: 3 },
    );
    expect(refused).toBeGreaterThan(500);
  });

  test("scenarios drawn from the schema", () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => void outcome(JSON.stringify(scenario))),
      { numRuns: 500, seed: 4 },
    );
  });

  test("sound scenarios with any one value replaced", () => {
    const junk = fc.constantFrom<unknown>(null, -1, 0, 1e308, "", "x", [], {}, true, "1 day", [1], {
      kind: "x",
    });
    fc.assert(
      fc.property(soundScenario, fc.nat(), junk, (scenario, n, value) => {
        const places: [Record<string, unknown>, string][] = [];
        const visit = (node: unknown): void => {
          if (typeof node !== "object" || node === null) return;
          for (const key of Object.keys(node)) {
            places.push([node as Record<string, unknown>, key]);
            visit((node as Record<string, unknown>)[key]);
          }
        };
        visit(scenario);
        const [holder, key] = places[n % places.length] as (typeof places)[number];
        holder[key] = value;
        outcome(JSON.stringify(scenario));
      }),
      { numRuns: 1000, seed: 5 },
    );
  });
});

describe("the explanation", () => {
  test("finds something if and only if the schema refuses", () => {
    fc.assert(
      fc.property(anyScenario, fc.jsonValue(), fc.boolean(), (scenario, junk, isJunk) => {
        const value: unknown = isJunk ? junk : JSON.parse(JSON.stringify(scenario));
        expect(explain(scenarioSchema, value).length > 0).toBe(!scenarioSchema.safeParse(value).success);
        checkRelations(value);
      }),
      { numRuns: 500, seed: 6 },
    );
  });
});
