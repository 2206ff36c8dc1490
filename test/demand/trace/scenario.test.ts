/** From the scenario language to how a trace is read. */
import { describe, expect, test } from "vitest";
import { compileTrace, traceKey, traceProblems, traceSpecOf } from "../../../src/scenario/compile/trace.ts";
import { bare } from "../../../src/scenario/explain/node.ts";
import { availability, type TraceSourceSpec, traceSource } from "../../../src/scenario/trace-schema.ts";

const source = (fields: Readonly<Record<string, unknown>>): TraceSourceSpec =>
  traceSource.parse({ kind: "trace", file: "traces/a.swf", ...fields });
/** 2026-07-01. */
const EPOCH = 1_782_864_000;
const compiled = (fields: Readonly<Record<string, unknown>>) => compileTrace(source(fields), EPOCH);

describe("a trace source", () => {
  test("takes its format from the name of the file", () => {
    expect(compiled({}).layout).toEqual({ kind: "swf", classField: 0 });
    expect(compiled({ file: "a.SWF.gz" }).layout.kind).toBe("swf");
    expect(compiled({ file: "a.csv" }).layout).toEqual({
      kind: "csv",
      columns: { submit: "submit", run: "run", gpus: "gpus" },
      times: "seconds",
      gpuUnit: 1,
    });
    expect(compiled({ file: "a.csv", format: "swf" }).layout.kind).toBe("swf");
  });

  test("replaces single columns of a preset; an end of its own takes the place of the run time", () => {
    expect(compiled({ format: "philly", columns: { user: "cluster" }, times: "seconds" }).layout).toEqual({
      kind: "csv",
      columns: { submit: "timestamp", run: "duration", gpus: "num_gpus", class: "cluster", user: "cluster" },
      times: "seconds",
      gpuUnit: 1,
    });
    expect(compiled({ format: "csv", columns: { end: "done" } }).layout).toMatchObject({
      columns: { submit: "submit", end: "done", gpus: "gpus" },
    });
    expect(compiled({ format: "csv", columns: { end: "done" } }).layout).not.toHaveProperty("columns.run");
  });

  test("selects classes by a column, of the preset or of its own, or by a field of SWF", () => {
    expect(compiled({ format: "schednav", class: { is: ["HP"] } })).toMatchObject({
      layout: { columns: { class: "service_class" } },
      classes: ["HP"],
    });
    expect(compiled({ format: "philly", class: { column: "vc", is: ["x"] } }).layout).toMatchObject({
      columns: { class: "vc" },
    });
    expect(compiled({ class: { column: 15, is: ["1"] } }).layout).toEqual({ kind: "swf", classField: 15 });
  });

  test("counts its window in seconds and its second 0 by trace or calendar", () => {
    expect(compiled({ window: { from: "2 days", to: "1 month" } }).window).toEqual({
      from: 172_800,
      to: 31 * 86_400,
    });
    expect(compiled({}).window).toEqual({ from: 0, to: Number.POSITIVE_INFINITY });
    expect(compiled({}).origin).toEqual({ kind: "first" });
    expect(compiled({ shift: "calendar" }).origin).toEqual({ kind: "instant", at: EPOCH });
    expect(compiled({ shift: "1970-01-02" }).origin).toEqual({ kind: "instant", at: 86_400 });
    expect(compiled({ shift: 0 }).origin).toEqual({ kind: "time", at: 0 });
    expect(compiled({ shift: "90 min" }).origin).toEqual({ kind: "time", at: 5400 });
  });

  test("reads shares and limits as they are written", () => {
    expect(compiled({ sample: "25 %", most: 64, beyondMost: "clamp", timeScale: 0.6 })).toMatchObject({
      sample: 0.25,
      most: 64,
      beyondMost: "clamp",
      timeScale: 0.6,
    });
    expect(compiled({}).most).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([
    "../a.swf",
    "/a.swf",
    "a/../b.swf",
    "a//b.swf",
    "./a.swf",
    "a\\b.swf",
    "C:a.swf",
    "",
    "a/..",
    "a\u0000",
  ])("refuses %j as a path", (file) => {
    expect(traceSource.safeParse({ kind: "trace", file }).success).toBe(false);
    expect(availability.safeParse({ file }).success).toBe(false);
  });

  test.each(["a.swf", "traces/a.swf.gz", "a b/..c/d..swf", ".hidden", "ä.csv"])(
    "takes %j as a path",
    (file) => {
      expect(traceSource.safeParse({ kind: "trace", file }).success).toBe(true);
      expect(availability.safeParse({ file }).success).toBe(true);
    },
  );

  test("describes every field", () => {
    const fields = [traceSource, availability].flatMap(({ shape }) => Object.entries(shape));
    const silent = fields.filter(
      ([field, of]) => field !== "kind" && bare(of).meta.description === undefined,
    );
    expect(silent.map(([field]) => field)).toEqual([]);
  });
});

describe("fields that do not go together", () => {
  const paths = (fields: Readonly<Record<string, unknown>>) =>
    traceProblems(source(fields)).map(({ path }) => path.join("."));
  test.each([
    [{}, []],
    [{ columns: { gpus: "n" } }, ["columns"]],
    [{ times: "utc", gpuUnit: 100 }, ["times", "gpuUnit"]],
    [{ class: { is: ["1"] } }, ["class.column"]],
    [{ class: { column: "queue", is: ["1"] } }, ["class.column"]],
    [{ class: { column: 19, is: ["1"] } }, ["class.column"]],
    [{ class: { column: 15, is: ["1"] } }, []],
    [{ format: "csv", class: { is: ["1"] } }, ["class.column"]],
    [{ format: "philly", class: { is: ["1"] } }, []],
    [{ window: { from: "2 days", to: "2 days" } }, ["window.to"]],
    [{ window: { from: "2 days", to: "3 days" } }, []],
  ])("%j", (fields, expected) => {
    expect(paths(fields)).toEqual(expected);
  });

  test("are refused for a trace that no scenario speaks of", () => {
    expect(traceSpecOf({ file: "a.csv", format: "philly" }).layout.kind).toBe("csv");
    expect(() => traceSpecOf({ file: "a.swf", columns: { gpus: "n" } })).toThrow("columns: is for CSV");
    expect(() => traceSpecOf({ file: "a.swf", format: "xyz" })).toThrow("format");
  });
});

describe("the key of a trace", () => {
  const key = (fields: Readonly<Record<string, unknown>>) => traceKey(source(fields));

  test("is equal for what reads the same rows, in whatever order it is written", () => {
    expect(key({ runtimes: "estimates" })).toBe(key({}));
    expect(key({ format: "csv", columns: { gpus: "n", run: "t" } })).toBe(
      key({ columns: { run: "t", gpus: "n" }, format: "csv" }),
    );
  });

  test.each([
    { file: "traces/b.swf" },
    { format: "csv" },
    { columns: { gpus: "n" } },
    { times: "utc" },
    { gpuUnit: 100 },
    { class: { column: 15, is: ["1"] } },
    { keepOverrun: true },
    { fractions: "roundUp" },
    { most: 5 },
    { beyondMost: "clamp" },
    { shift: 0 },
    { window: { from: 5 } },
    { timeScale: 0.6 },
    { runScale: 2 },
    { repeat: 2 },
    { sample: 0.5 },
  ])("differs by %j", (fields) => {
    expect(key(fields)).not.toBe(key({}));
  });

  test("leaves out no field that decides the rows", () => {
    const decided = new Set(["kind", "runtimes"]);
    const base = JSON.parse(key({})) as unknown[];
    expect(base).toHaveLength(Object.keys(traceSource.shape).filter((field) => !decided.has(field)).length);
  });
});
