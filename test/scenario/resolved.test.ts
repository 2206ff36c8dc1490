/**
 * The resolved scenario reads back to the same scenario, and the hash tells scenarios apart by meaning.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse as parseYamlText } from "yaml";
import { newRows } from "../../src/model/job-table.ts";
import { availabilityFilesOf, traceFilesOf } from "../../src/scenario/compile/trace-set.ts";
import { compilePlan, compilePolicies } from "../../src/scenario/compile.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { canonicalJson, scenarioHash, showResolved } from "../../src/scenario/resolved.ts";
import { soundScenario } from "./arbitrary.ts";
import { accepted, example, leased, small } from "./build.ts";

describe("the resolved scenario", () => {
  test("has every default written out, in the order of the schema", () => {
    const text = showResolved(accepted(example));
    expect(text).toContain("turnover: 3 days");
    expect(text).toContain("inVainAfter: 30 days");
    expect(
      text
        .split("\n")
        .filter((line) => /^\w/.test(line))
        .map((line) => line.split(":")[0]),
    ).toEqual(
      "clawback name question description start horizon warmUp seed replications cluster internal tenants pipeline values policies assert".split(
        " ",
      ),
    );
    expect(
      showResolved(accepted(JSON.stringify(Object.fromEntries(Object.entries(small()).toReversed())))),
    ).toBe(showResolved(accepted(small())));
  });

  test("reads back to the same scenario, text and hash", () => {
    const scenario = accepted(example);
    const again = accepted(showResolved(scenario));
    expect(again).toEqual(scenario);
    expect(showResolved(again)).toBe(showResolved(scenario));
    expect(scenarioHash(again)).toBe(scenarioHash(scenario));
  });

  test("reads back whatever it holds", () => {
    let read = 0;
    fc.assert(
      fc.property(soundScenario, (input) => {
        const scenario = tryParse(JSON.stringify(input));
        if (scenario === undefined) return;
        read++;
        const again = accepted(showResolved(scenario));
        expect(again).toEqual(scenario);
        expect(scenarioHash(again)).toBe(scenarioHash(scenario));
        expect(compilePlan(again)).toEqual(compilePlan(scenario));
        compilePolicies(scenario);
      }),
      { numRuns: 300, seed: 20260701 },
    );
    expect(read).toBeGreaterThan(150);
  });
});

const tryParse = (text: string) => {
  try {
    return parseScenario(text).scenario;
  } catch {
    return undefined;
  }
};

/** A recorded log on recorded capacity. */
const logged = `
clawback: 1
name: logged
start: 2026-07-01
horizon: 1 day
cluster: { pools: [{ name: p, availability: { file: spot.csv } }] }
internal: [{ name: log, demand: { kind: trace, file: log.swf } }]
policies: { it: {} }
`;

describe("the hash", () => {
  const hash = (input: Parameters<typeof accepted>[0]): string => scenarioHash(accepted(input));

  test("is the same for YAML and JSON, and for another order of keys", () => {
    const data = parseYamlText(example) as Record<string, unknown>;
    expect(accepted(JSON.stringify(data))).toEqual(accepted(example));
    expect(hash(JSON.stringify(data))).toBe(hash(example));
    expect(hash(JSON.stringify(Object.fromEntries(Object.entries(data).toReversed())))).toBe(hash(example));
  });

  test("is the same when a default is written out", () => {
    expect(hash(leased({ turnover: "3 days" }))).toBe(hash(leased()));
    expect(hash({ ...small(), $schema: "x.json" })).toBe(hash(small()));
  });

  test("covers what the recorded files hold, once they have been read", () => {
    const scenario = accepted(logged);
    const [{ key }] = traceFilesOf(scenario);
    const [{ key: recorded }] = availabilityFilesOf(scenario);
    const hashOf = (seconds: number, gpus: number): string => {
      const rows = newRows(2);
      rows.seconds.set([60, seconds]);
      const traces = {
        rows: new Map([[key, rows]]),
        availability: new Map([[recorded, [{ at: 0, value: gpus }]]]),
      };
      return scenarioHash(scenario, traces);
    };
    expect(hashOf(60, 8)).toBe(hashOf(60, 8));
    expect(new Set([hashOf(60, 8), hashOf(61, 8), hashOf(60, 9), scenarioHash(scenario)]).size).toBe(4);
  });

  test("is that of the scenario alone where it reads no file, whatever else was read", () => {
    const traces = { rows: new Map([["other", newRows(1)]]), availability: new Map() };
    expect(scenarioHash(accepted(small()), traces)).toBe(hash(small()));
  });

  test("is the same whatever is asserted of the result", () => {
    expect(hash({ ...small(), assert: "unmetShare < 2 %" })).toBe(hash(small()));
  });

  test("differs for another value, and for another default policy", () => {
    expect(hash(leased({ turnover: "4 days" }))).not.toBe(hash(leased()));
    expect(hash(small({ policies: { ahead: {}, reactive: {} } }))).not.toBe(
      hash(small({ policies: { reactive: {}, ahead: {} } })),
    );
  });

  test("is that of a form that does not change unnoticed", () => {
    expect(canonicalJson(accepted(small({ policies: { a: {} } })))).toBe(
      '{"clawback":1,"cluster":{"pools":[{"gpu":"gpu","gpus":1000,"kwPerGpu":0,"name":"p","outages":[]}],"sites":[]},"description":"","horizon":"365 days","internal":[],"name":"small","pipeline":[],"policies":[["a",{}]],"question":"","replications":30,"seed":"clawback","start":"2026-07-01","tenants":[],"values":{"inVainAfter":"30 days","internalGpuHour":10,"relocationPerGpu":0,"replacement":"90 days","tenantGpuHour":10},"warmUp":0}',
    );
  });
});
