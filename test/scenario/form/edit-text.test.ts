/**
 * Values changed in the text of a scenario: the data are those of an override, and nothing else in the text
 * moves.
 */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError, type Problem } from "../../../src/base/errors.ts";
import { editText } from "../../../src/scenario/form/edit-text.ts";
import { parseScenario } from "../../../src/scenario/parse.ts";
import { example, leased, small } from "../build.ts";

const folder = new URL("../../../scenarios/", import.meta.url);
const presets = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
const preset = (file: string): string => readFileSync(new URL(file, folder), "utf8");
const colossus = preset("colossus.yaml");

/** The lines that differ, as `- old` and `+ new`. */
function difference(before: string, after: string): string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < old.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  return [
    ...old.slice(start, old.length - end).map((line) => `- ${line}`),
    ...now.slice(start, now.length - end).map((line) => `+ ${line}`),
  ];
}

const change = (text: string, path: string, value: unknown): string[] =>
  difference(text, editText(text, path, value));

const problemsOf = (attempt: () => unknown): readonly Problem[] => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  throw new Error("nothing was refused");
};

describe("a value that is written", () => {
  test("is replaced, and its comment stays", () => {
    expect(change(colossus, "internal.grok-training.demand.growth", "4.5")).toEqual([
      "-       growth: 2.4 # accelerators used at once by a frontier run, a year (E); GPU-hours grow 4.5 x",
      "+       growth: 4.5 # accelerators used at once by a frontier run, a year (E); GPU-hours grow 4.5 x",
    ]);
  });

  test("is replaced inside braces", () => {
    expect(change(colossus, "tenants.anthropic.contract.notice.owner", "30 days")).toEqual([
      "-       notice: { owner: 90 days, tenant: 90 days } # (F)",
      "+       notice: { owner: 30 days, tenant: 90 days } # (F)",
    ]);
    expect(change(colossus, "internal[1].demand.shocks.size[1]", 0.5)).toEqual([
      "-       shocks: { perYear: 2, size: [0.1, 0.4], lasts: 30 days } # launches (A)",
      "+       shocks: { perYear: 2, size: [0.1, 0.5], lasts: 30 days } # launches (A)",
    ]);
  });

  test("is written as it was given", () => {
    expect(change(colossus, "tenants[0].contract.fee.perMonth", "2.5e9")[1]).toBe(
      "+       fee: { perMonth: 2.5e9 } # (F)",
    );
    expect(change(colossus, "seed", '"7"')[1]).toBe('+ seed: "7"');
  });

  test("leaves the text as it is when it is the same", () => {
    for (const [path, value] of [
      ["internal[0].demand.growth", "2.40"],
      ["tenants[0].contract.fee.perMonth", 1_250_000_000],
      ["tenants.google.contract.ramp[0].fee", "100 %"],
      ["values.inVainAfter", "30 days"],
      ["values.inVainAfter", "720 h"],
      ["tenants[0].contract.notice.delivered", "1"],
      ["policies.ahead.reclaim.size.q", 0.9],
      ["policies.ahead.reclaim.trigger.every", "1 day"],
    ] as const)
      expect(editText(colossus, path, value), path).toBe(colossus);
  });

  test("takes a text of several lines with it", () => {
    const edited = editText(colossus, "description", "One line.");
    expect(difference(colossus, edited)).toEqual([
      "- description: >-",
      "-   Two data halls at Memphis, three tenants on the terms of the filing, and two internal programs that grow. Notice is",
      "-   90 days and bars a first period of about three months; the leases can be ended as a whole, by either side.",
      "+ description: One line.",
    ]);
  });
});

describe("a value that is not written", () => {
  test("stands where the schema has it", () => {
    expect(change(colossus, "warmUp", "30 days")).toEqual(["+ warmUp: 30 days"]);
    const lines = editText(colossus, "warmUp", "30 days").split("\n");
    expect(lines[lines.indexOf("warmUp: 30 days") - 1]).toMatch(/^horizon: /);
    expect(change(colossus, "values.inVainAfter", "10 days")).toEqual(["+   inVainAfter: 10 days"]);
    expect(change(colossus, "internal[0].demand.speedup", 3)).toEqual(["+       speedup: 3"]);
    expect(change(colossus, "internal[0].demand.noise.sigma", 0.2)).toHaveLength(2);
  });

  test("stands first when nothing comes before it", () => {
    expect(editText("name: x\nstart: 2026-07-01\n", "clawback", 1)).toBe(
      "clawback: 1\nname: x\nstart: 2026-07-01\n",
    );
  });

  test("stands behind its neighbour in braces", () => {
    expect(change(colossus, "cluster.sites[0].pue", 1.2)).toEqual([
      "-     - { name: memphis, power: 300 MW } # Colossus 1, press coverage of the leases",
      "+     - { name: memphis, power: 300 MW, pue: 1.2 } # Colossus 1, press coverage of the leases",
    ]);
  });

  test("brings what holds it", () => {
    expect(change(colossus, "tenants.reflection.relet.lag.median", "10 days")).toEqual([
      "+     relet: { lag: { kind: lognormal, median: 10 days, p90: 90 days } }",
    ]);
    expect(change(colossus, "policies.ahead.forecast.sd", "0.3")).toEqual([
      "-   ahead: {}",
      "+   ahead: { forecast: { kind: quantile, sd: 0.3 } }",
    ]);
  });

  test("is put at the end of a file without a line break", () => {
    expect(editText("clawback: 1\nname: x", "seed", "abc")).toBe("clawback: 1\nname: x\nseed: abc");
  });

  test("keeps the line ends of the file", () => {
    const text = colossus.replaceAll("\n", "\r\n");
    const edited = editText(text, "warmUp", "30 days");
    expect(edited.replaceAll("\r\n", "\n")).toBe(editText(colossus, "warmUp", "30 days"));
    expect(edited.replaceAll("\r\n", "")).not.toContain("\n");
  });
});

describe("shorthand", () => {
  test("is written out", () => {
    const text = example.replace("notice: { owner: 90 days, tenant: 90 days }", "notice: 60 days # both");
    expect(change(text, "tenants.anthropic.contract.notice.tenant", "1 day")).toEqual([
      "-       notice: 60 days # both",
      "+       notice: { owner: 60 days, tenant: 1 day } # both",
    ]);
    expect(editText(text, "tenants.anthropic.contract.notice.tenant", "60 days")).toBe(text);
    expect(change(colossus, "tenants[0].contract.onNotice.power", "0.3")[1]).toBe(
      "+       onNotice: { kind: linear, power: 0.3 } # no data on how tenants leave (A)",
    );
  });

  test("gives way to its alternative", () => {
    expect(change(colossus, "tenants[0].contract.fee.perGpuHour", "3")).toEqual([
      "-       fee: { perMonth: 1.25e9 } # (F)",
      "+       fee: { perGpuHour: 3 } # (F)",
    ]);
  });
});

describe("JSON", () => {
  test("stays JSON", () => {
    const text = JSON.stringify(leased({ notice: "30 days" }), null, 2);
    const edited = editText(text, "tenants.t.contract.notice.owner", "10 days");
    expect(JSON.parse(edited).tenants[0].contract.notice).toEqual({ owner: "10 days", tenant: "30 days" });
    const added = editText(edited, "tenants.t.contract.term", "12 months");
    expect(JSON.parse(added).tenants[0].contract.term).toBe("12 months");
    expect(difference(edited, added)).toEqual(['+         "term": "12 months",']);
    expect(JSON.parse(editText(JSON.stringify(small()), "seed", "abc")).seed).toBe("abc");
  });
});

describe("what cannot be set is refused as an override is", () => {
  test.each([
    ["tenants[0].contract.gpuss", "1"],
    ["tenants.antropic.contract.gpus", "1"],
    ["tenants..x", "1"],
    ["__proto__.x", "1"],
    ["name", "["],
    ["name", "*a"],
  ])("%s = %s", (path, value) => {
    const { message } = problemsOf(() => editText(example, path, value))[0] as Problem;
    const overridden = problemsOf(() => parseScenario(example, { overrides: [{ path, value }] }));
    expect(overridden.map((problem) => problem.message)).toContain(message);
  });

  test("a text that is no YAML is refused with its place", () => {
    expect(problemsOf(() => editText("a: [1\nb: 2\n", "name", "x"))[0]).toMatchObject({ line: 2 });
  });

  test("a value that its field does not take is told with its place, in the same words", () => {
    const edited = editText(colossus, "tenants[0].contract.gpus", "8x");
    const [problem] = problemsOf(() => parseScenario(edited));
    expect(problem).toMatchObject({
      line: 63,
      message: 'expected a whole number from 1 to 10,000,000, got "8x"',
    });
  });
});

/** Paths to every value that stands in a scenario. */
function pathsOf(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [path];
  const step = (key: string): string =>
    Array.isArray(value) ? `${path}[${key}]` : `${path}${path === "" ? "" : "."}${key}`;
  return Object.entries(value).flatMap(([key, entry]) => pathsOf(entry, step(key)));
}

const comments = (text: string): string[] => text.match(/(?<=^|\s)#.*$/gm) ?? [];
const VALUES = [
  "1",
  "0.5",
  "30 days",
  "7 %",
  "2027-01-01",
  "never",
  "true",
  "x, y",
  "{ kind: level, base: 5 }",
  "[]",
];

describe.each(presets)("%s", (file) => {
  const text = preset(file);
  const paths = pathsOf(parseScenario(text).scenario).filter((path) => !path.includes("base-stock"));

  test("an edit is read as the override, whatever it sets", () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.constantFrom(...VALUES), (path, value) => {
        const outcome = (attempt: () => unknown): unknown => {
          try {
            return attempt();
          } catch (error) {
            return (error as InputError).problems.map(({ path, message }) => `${path}: ${message}`).sort();
          }
        };
        const edited = outcome(() => parseScenario(editText(text, path, value)).scenario);
        expect(edited).toEqual(outcome(() => parseScenario(text, { overrides: [{ path, value }] }).scenario));
      }),
      { numRuns: 25 },
    );
  });

  test("comments survive where values are replaced by values", () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.constantFrom("1", "30 days", "7 %"), (path, value) => {
        expect(comments(editText(text, path, value))).toEqual(comments(text));
      }),
      { numRuns: 25 },
    );
  });

  test("an edit and its reverse give the text back where the value stood in it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), (path) => {
        const once = editText(text, path, "12345");
        const back = once.split("12345").length - text.split("12345").length;
        fc.pre(back === 1 && once.split("\n").length === text.split("\n").length);
        const lineIndex = once.split("\n").findIndex((line, i) => line !== text.split("\n")[i]);
        const [was, is] = [text.split("\n")[lineIndex] as string, once.split("\n")[lineIndex] as string];
        const written = was.slice(is.indexOf("12345"), was.length - (is.length - is.indexOf("12345") - 5));
        fc.pre(was.length > 0 && written.length > 0 && !/[,{}[\]]/.test(written));
        expect(editText(once, path, written)).toBe(text);
      }),
      { numRuns: 20 },
    );
  });
});
