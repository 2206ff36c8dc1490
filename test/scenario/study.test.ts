/** Study files: what they mean, and what is said about those that mean nothing. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { InputError, type Problem } from "../../src/base/errors.ts";
import { readStudyFile } from "../../src/node/study-files.ts";
import { studyJsonSchema } from "../../src/scenario/json-schema.ts";
import { isStudyText, parseStudy } from "../../src/scenario/parse-study.ts";
import { parsedStudy, smallStudy } from "../studies/small-sweep.ts";

const problemsOf = (text: string): readonly Problem[] => {
  try {
    parseStudy(text, { file: "study.yaml", readScenario: readStudyFile("what-matters").readScenario });
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
};

const labelsOf = (axis: string): readonly string[] =>
  parsedStudy({ axes: `  values.internalGpuHour: ${axis}` }).axes[0]?.values.map(({ label }) => label) ?? [];

const quantile = (spec: string, u: number): number =>
  parsedStudy({ axes: `  values.internalGpuHour: ${spec}` }).axes[0]?.quantile?.(u).number ?? Number.NaN;

describe("axes", () => {
  test("a range has its ends, and no noise of its steps", () => {
    expect(labelsOf("{ from: 0.1, to: 0.7, step: 0.2 }")).toEqual(["0.1", "0.3", "0.5", "0.7"]);
    expect(labelsOf("{ from: 1, to: 2, step: 0.3 }")).toEqual(["1", "1.3", "1.6", "1.9"]);
    expect(labelsOf("{ from: 1, to: 100, count: 3, scale: log }")).toEqual(["1", "10", "100"]);
  });

  test("lengths of time are numbers of seconds and read as they are written", () => {
    const [axis] = parsedStudy({
      axes: "  tenants.tenant.contract.notice: { from: 1 day, to: 3 days, step: 12 h }",
    }).axes;
    expect(axis?.values.map(({ label }) => label)).toEqual([
      "1 day",
      "1 day 12 h",
      "2 days",
      "2 days 12 h",
      "3 days",
    ]);
    expect(axis?.values.map(({ number }) => number)).toEqual([86_400, 129_600, 172_800, 216_000, 259_200]);
    expect(axis?.unit).toBe("seconds");
  });

  test("quantile functions are those of their laws", () => {
    expect(quantile("{ kind: uniform, from: 2, to: 6 }", 0.25)).toBe(3);
    expect(quantile("{ kind: logUniform, from: 1, to: 100 }", 0.5)).toBeCloseTo(10, 9);
    // triangular on (0, 10) with mode 4: F(4) = 0.4, F(2) = 4 / 40
    expect(quantile("{ kind: triangular, from: 0, mode: 4, to: 10 }", 0.4)).toBeCloseTo(4, 9);
    expect(quantile("{ kind: triangular, from: 0, mode: 4, to: 10 }", 0.1)).toBeCloseTo(2, 9);
    expect(quantile("{ kind: lognormal, median: 5, p90: 9 }", 0.5)).toBeCloseTo(5, 9);
    expect(quantile("{ kind: lognormal, median: 5, p90: 9 }", 0.9)).toBeCloseTo(9, 9);
  });

  test("one axis may set several paths, under a name of its own", () => {
    const [axis] = parsedStudy({
      axes: "  worth = values.internalGpuHour + values.tenantGpuHour: [5, 10]",
    }).axes;
    expect(axis?.name).toBe("worth");
    expect(axis?.paths).toEqual(["values.internalGpuHour", "values.tenantGpuHour"]);
  });
});

describe("problems", () => {
  test("all of them at once, each with its place and a hint", () => {
    const problems = problemsOf(`clawback: study/1
name: bad
scenario: colossus
polices: [reactive]
axes:
  a: { from: 5, to: 2 }
`);
    expect(problems.map(({ line, path }) => `${line} ${path}`)).toEqual(["4 polices"]);
    expect(problems[0]?.hint).toContain('"policies"');
    const more = problemsOf(`clawback: study/1
name: bad
scenario: colossus
policies: [reactiv]
metrics: [netVale]
axes:
  values.internalGpuHour: { from: 5, to: 2 }
  "b..c": [1]
constraints: [{ metric: unmetShare }]
`);
    expect(more.map(({ line, path }) => `${line} ${path}`)).toEqual([
      "4 policies[0]",
      "5 metrics[0]",
      '7 axes["values.internalGpuHour"]',
      '7 axes["values.internalGpuHour"].to',
      '8 axes["b..c"]',
      "9 constraints[0]",
    ]);
    expect(more[0]?.hint).toContain('"reactive"');
    expect(more[1]?.hint).toContain('"netValue"');
  });

  test("a path or a value that the scenario does not take is told where it is written", () => {
    const of = (axes: string): readonly Problem[] =>
      problemsOf(`clawback: study/1\nname: bad\nscenario: colossus\naxes:\n${axes}`);
    const paths = of("  tenants.anthropc.contract.notice: [7 days]\n  values.internalGpuHour: [5, -1]\n");
    expect(paths.map(({ line, column }) => `${line}:${column}`)).toEqual(["5:3"]);
    expect(paths[0]?.hint).toContain('"anthropic"');
    const values = of(
      "  tenants.anthropic.contract.notice: [7 days, soon]\n  values.internalGpuHour: [5, -1, x]\n",
    );
    expect(values.map(({ line, column }) => `${line}:${column}`)).toEqual(["5:47", "6:31", "6:35"]);
  });

  test("those of a scenario that is written out have its place in the study", () => {
    const problems = problemsOf(smallStudy().replace("gpus: 1000", "gpus: many"));
    expect(problems.map(({ path }) => path)).toEqual(["scenario.cluster.pools[0].gpus"]);
    expect(problems[0]?.line).toBe(10);
  });

  test("a scenario that is not there, axes that set the same path, a value given twice", () => {
    expect(problemsOf("clawback: study/1\nname: a\nscenario: nowhere.yaml\n")[0]?.line).toBe(3);
    expect(
      problemsOf(smallStudy({ axes: "  seed: [1]\n  a = seed: [2]" })).map(({ message }) => message),
    ).toEqual(['"seed" is changed by another axis too']);
    expect(problemsOf(smallStudy({ axes: "  seed: [1, 2, 1]" }))[0]?.path).toBe("axes.seed[2]");
  });

  test("a selection is by a metric with a better side, with an indifference and a confidence that mean something", () => {
    const select = (text: string) =>
      problemsOf(smallStudy({ more: `select: { ${text} }\n` })).map(
        ({ path, message }) => `${path}: ${message}`,
      );
    expect(select("metric: netValue")).toEqual([]);
    expect(select("metric: netValue, indifference: 1000000, confidence: 0.99")).toEqual([]);
    expect(select("metric: netVlaue")).toEqual(['select.metric: there is no metric "netVlaue"']);
    expect(select("metric: demandGpuHours")).toEqual([
      "select.metric: neither more nor less of demandGpuHours is better, so none can be the best by it",
    ]);
    expect(select("metric: netValue, indifference: 3 days, confidence: 40 %")).toEqual([
      "select.indifference: expected a number above 0, or a percentage such as 0.5 %",
      "select.confidence: a confidence lies between 50 % and 100 %, both excluded",
    ]);
  });

  test("too many points are refused before anything is made of them", () => {
    const axes = ["values.internalGpuHour", "values.tenantGpuHour"]
      .map((path) => `  ${path}: { from: 1, to: 5000, step: 1 }`)
      .join("\n");
    expect(problemsOf(smallStudy({ axes }))[0]?.message).toContain("25000000 points");
  });
});

describe("the language", () => {
  test("a study says that it is one, in YAML and JSON", () => {
    expect(isStudyText("# a comment\nclawback: study/1\n")).toBe(true);
    expect(isStudyText('{ "clawback": "study/1" }')).toBe(true);
    expect(isStudyText("clawback: 1\nname: study/1\n")).toBe(false);
    expect(isStudyText('{\n\n  "clawback":\n    "study/1"\n}')).toBe(true);
    expect(isStudyText("\uFEFF  clawback : study/1")).toBe(true);
  });

  test.each(["\n", " ", "\t", "\n ", " \n", "{", "{ ", "clawback:\n", "clawback ", '"'])(
    "is told apart from a mebibyte of %j before anybody gives up waiting",
    (piece) => {
      expect(isStudyText(piece.repeat(2 ** 20 / piece.length))).toBe(false);
    },
  );

  test("has a JSON Schema with every key of the language", () => {
    const { $id, properties } = studyJsonSchema() as { $id: string; properties: Record<string, unknown> };
    expect($id).toBe("urn:clawback:study:1");
    expect(Object.keys(properties)).toEqual(
      expect.arrayContaining([
        "scenario",
        "axes",
        "policies",
        "replications",
        "precision",
        "constraints",
        "limits",
      ]),
    );
  });

  test("every study that comes with the package is sound", () => {
    const folder = new URL("../../scenarios/studies/", import.meta.url);
    const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const { readScenario } = readStudyFile(file.replace(".yaml", ""));
      const { study } = parseStudy(readFileSync(new URL(file, folder)), { file, readScenario });
      expect(study.question).not.toBe("");
    }
  });
});
