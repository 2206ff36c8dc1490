/** What happens to rows once they are read, each step worked out by hand. */
import { describe, expect, test } from "vitest";
import { loadOf } from "../../../src/demand/trace/report.ts";
import { counts, csvOf, idsOf, listed, problemsOf, read, specOf, swfJob, told } from "./reading.ts";

/** Rows of submit, run, gpus. */
const log = (...rows: readonly (readonly [number, number, number])[]): string =>
  ["submit,run,gpus", ...rows.map((row) => row.join(","))].join("\n");

const four = log([100, 10, 1], [110, 20, 2], [130, 30, 4], [160, 40, 8]);

describe("second 0", () => {
  test("is the first submission, a time of the trace, or an instant", () => {
    const submits = (origin: Parameters<typeof specOf>[1]) => [
      ...read(four, csvOf(undefined, origin)).rows.submit,
    ];
    expect(submits({ origin: { kind: "first" } })).toEqual([0, 10, 30, 60]);
    expect(submits({ origin: { kind: "time", at: 0 } })).toEqual([100, 110, 130, 160]);
    expect(submits({ origin: { kind: "instant", at: 90 } })).toEqual([10, 20, 40, 70]);
  });

  test("is the first submission even where that row cannot run", () => {
    expect(listed(read(log([5, -1, 1], [9, 1, 1]), csvOf()).rows)).toEqual([[4, 1, 1]]);
  });

  test("by the calendar asks an SWF log when it began", () => {
    const at = (head: string) => `${head}\n${swfJob(1, 30, 5, 1)}\n`;
    const spec = specOf("swf", { origin: { kind: "instant", at: 1_000_010 } });
    expect([...read(at("; UnixStartTime: 1000000"), spec).rows.submit]).toEqual([20]);
    expect(told(problemsOf(at("; MaxProcs: 1"), spec))).toEqual([
      "-: shift a date needs to know when the trace was recorded, and its header has no UnixStartTime",
    ]);
  });
});

describe("a window", () => {
  const windowed = (from: number, to: number, text = four) =>
    read(text, csvOf(undefined, { window: { from, to } }));

  test("takes submissions from its beginning up to its end, which becomes second 0", () => {
    const { rows, report } = windowed(30, 60);
    expect(listed(rows)).toEqual([[0, 30, 4]]);
    // the first ended at 10 and the second at 30, the very second at which the window begins
    expect(counts(report.dropped)).toEqual({ beforeStart: [2, 2], afterWindow: [1, 5] });
    expect(report.span).toBe(30);
  });

  test("lets what runs at its beginning enter at second 0 with what it has left", () => {
    const { rows, report } = windowed(25, Number.POSITIVE_INFINITY);
    expect(listed(rows)).toEqual([
      [0, 5, 2],
      [5, 30, 4],
      [35, 40, 8],
    ]);
    expect([...rows.estimate]).toEqual([5, 30, 40]);
    expect(counts(report.noted).carriedIn).toEqual([1, 3]);
  });

  test("takes a job that still waited at its beginning whole, by the recorded wait", () => {
    const text = `${swfJob(1, 0, 50, 1, { 3: 40, 9: 80 })}\n${swfJob(2, 0, 50, 1, { 3: 0, 9: 80 })}\n${swfJob(3, 90, 1, 1)}\n`;
    const { rows } = read(text, specOf("swf", { window: { from: 30, to: Number.POSITIVE_INFINITY } }));
    expect(listed(rows)).toEqual([
      [0, 50, 1],
      [0, 20, 1],
      [60, 1, 1],
    ]);
    expect([...rows.estimate]).toEqual([80, 50, 1]);
  });

  test("is what lies behind second 0 when the origin is later than the first row", () => {
    const { rows, report } = read(four, csvOf(undefined, { origin: { kind: "time", at: 125 } }));
    expect(listed(rows)).toEqual([
      [0, 5, 2],
      [5, 30, 4],
      [35, 40, 8],
    ]);
    expect(counts(report.dropped)).toEqual({ beforeStart: [1, 2] });
  });
});

describe("scaling", () => {
  test("multiplies submissions after the shift, and run times and estimates apart from them", () => {
    const { rows } = read(four, csvOf(undefined, { timeScale: 0.6, runScale: 2 }));
    expect(listed(rows)).toEqual([
      [0, 20, 1],
      [6, 40, 2],
      [18, 60, 4],
      [36, 80, 8],
    ]);
    expect([...rows.estimate]).toEqual([20, 40, 60, 80]);
  });

  test("comes after the window and rounds to whole seconds", () => {
    const { rows, report } = read(four, csvOf(undefined, { window: { from: 25, to: 60 }, timeScale: 0.5 }));
    expect(listed(rows)).toEqual([
      [0, 5, 2],
      [3, 30, 4],
    ]);
    expect(counts(report.noted).timesRounded).toEqual([1, 4]);
    expect(report.span).toBe(18);
  });

  test("turns 60 % of the time into 1/0.6 of the load", () => {
    const load = (timeScale: number) =>
      loadOf(
        read(log([0, 60, 1], [50, 60, 1], [100, 60, 1]), csvOf(undefined, { timeScale })).report,
        2,
      ) as number;
    expect(load(1)).toBe(180 / 200);
    expect(load(0.6)).toBe(180 / 120);
  });

  test("refuses run times beyond a hundred years", () => {
    expect(told(problemsOf(log([0, 3_000_000, 1]), csvOf(undefined, { runScale: 2000 })))).toEqual([
      "2: runScale runs for more than 100 years (6000000000 seconds)",
    ]);
  });
});

describe("repetition", () => {
  test("plays the trace end to end, the next copy as long after the last job as jobs are apart", () => {
    const { rows, report } = read(four, csvOf(undefined, { repeat: 3 }));
    // 60 seconds over three gaps: 20 more until the copy begins
    expect([...rows.submit]).toEqual([0, 10, 30, 60, 80, 90, 110, 140, 160, 170, 190, 220]);
    expect([...rows.gpus]).toEqual([1, 2, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8]);
    expect(report.span).toBe(240);
  });

  test("numbers the ids of later copies", () => {
    const { rows } = read(`${swfJob(7, 0, 1, 1)}\n${swfJob(8, 4, 1, 1)}\n`, specOf("swf", { repeat: 3 }));
    expect(idsOf(rows)).toEqual(["7", "8", "7/2", "8/2", "7/3", "8/3"]);
  });

  test("repeats a window by its length, and carries jobs in once", () => {
    const { rows, report } = read(four, csvOf(undefined, { window: { from: 25, to: 65 }, repeat: 2 }));
    expect(listed(rows)).toEqual([
      [0, 5, 2],
      [5, 30, 4],
      [35, 40, 8],
      [45, 30, 4],
      [75, 40, 8],
    ]);
    expect(report.span).toBe(80);
    expect(counts(report.dropped)).toEqual({ beforeStart: [1, 2] });
  });

  test("refuses more jobs than memory is meant for", () => {
    const many = log(...Array.from({ length: 10_001 }, (): [number, number, number] => [0, 1, 1]));
    expect(told(problemsOf(many, csvOf(undefined, { repeat: 1000 })))).toEqual([
      "-: repeat more than 10000000 jobs; repeat the trace less often or take a part of it",
    ]);
  });
});

describe("sampling", () => {
  const many = log(...Array.from({ length: 4000 }, (_, i): [number, number, number] => [i, 1, 1 + (i % 7)]));
  const taken = (sample: number, over = {}) => [
    ...read(many, csvOf(undefined, { sample, ...over })).rows.submit,
  ];

  test("takes about its share, the same rows each time", () => {
    // sd of a binomial share of 4000: 0.7 %
    expect(Math.abs(taken(0.3).length / 4000 - 0.3)).toBeLessThan(0.03);
    expect(taken(0.3)).toEqual(taken(0.3));
    expect([taken(0).length, taken(1).length]).toEqual([0, 4000]);
  });

  test("takes a larger share with all the rows of a smaller one", () => {
    const larger = new Set(taken(0.5));
    expect(taken(0.2).every((at) => larger.has(at))).toBe(true);
  });

  test("does not depend on which other rows are taken", () => {
    const all = new Set(taken(0.5));
    const odd = read(many, csvOf(undefined, { sample: 0.5, most: 3 })).rows.submit;
    expect([...odd].every((at) => all.has(at))).toBe(true);
  });

  test("takes other rows in another copy", () => {
    const { rows } = read(many, csvOf(undefined, { sample: 0.5, repeat: 2 }));
    const [first, second] = [0, 1].map((copy) =>
      [...rows.submit].filter((at) => Math.floor(at / 4000) === copy).map((at) => at % 4000),
    );
    expect(first).not.toEqual(second);
    expect(Math.abs((second as number[]).length / 4000 - 0.5)).toBeLessThan(0.04);
  });
});

describe("the largest job allowed", () => {
  test("leaves larger ones out, or makes them smaller with their fewest accelerators", () => {
    const dropped = read(four, csvOf(undefined, { most: 3 }));
    expect([[...dropped.rows.gpus], counts(dropped.report.dropped)]).toEqual([[1, 2], { tooLarge: [2, 4] }]);
    const clamped = read(four, csvOf(undefined, { most: 3, beyondMost: "clamp" }));
    expect([...clamped.rows.gpus]).toEqual([1, 2, 3, 3]);
    expect([...clamped.rows.minGpus]).toEqual([1, 2, 3, 3]);
    expect(counts(clamped.report.noted).clamped).toEqual([2, 4]);
  });
});

test("users are dense over the jobs that are left", () => {
  const text = "submit,run,gpus,who\n0,1,9,a\n1,1,1,b\n2,1,9,c\n3,1,1,d\n4,1,1,b\n";
  const { rows } = read(
    text,
    csvOf({ submit: "submit", run: "run", gpus: "gpus", user: "who" }, { most: 4 }),
  );
  expect([[...rows.user], rows.users]).toEqual([[0, 1, 0], 2]);
});

test("what became of the rows adds up", () => {
  const text = log(
    [-1, 1, 1],
    [0, -1, 1],
    [0, 1, 0],
    [0, 1, 0.5],
    [0, 1, 1],
    [50, 1, 9],
    [80, 1, 1],
    [999, 1, 1],
  );
  const { report } = read(text, csvOf(undefined, { window: { from: 20, to: 500 }, most: 4 }));
  expect(report.jobs + report.dropped.reduce((sum, { count }) => sum + count, 0)).toBe(report.rows);
  expect([report.rows, report.jobs]).toEqual([8, 1]);
});
