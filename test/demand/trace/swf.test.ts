import { describe, expect, test } from "vitest";
import {
  bytesOf,
  counts,
  idsOf,
  listed,
  problemsOf,
  read,
  specOf,
  swfJob,
  swfLine,
  told,
} from "./reading.ts";

const swf = (...lines: readonly string[]): string => `${lines.join("\n")}\n`;

describe("a log in the Standard Workload Format", () => {
  test("gives a job for each line: submit, run time, processors, estimate, user and id", () => {
    const { rows } = read(
      swf("; MaxProcs: 64", swfJob(7, 10, 100, 4, { 9: 300, 12: 5 }), swfJob(9, 25, 50, 8, { 12: 6 })),
      specOf("swf"),
    );
    expect(listed(rows)).toEqual([
      [0, 100, 4],
      [15, 50, 8],
    ]);
    expect([...rows.estimate]).toEqual([300, 50]);
    expect([...rows.minGpus]).toEqual([4, 8]);
    expect([[...rows.user], rows.users]).toEqual([[0, 1], 2]);
    expect(idsOf(rows)).toEqual(["7", "9"]);
  });

  test("takes processors as requested, else as allocated", () => {
    const { rows, report } = read(
      swf(
        swfLine({ 1: 1, 2: 0, 4: 9, 5: 16, 8: 12 }),
        swfLine({ 1: 2, 2: 0, 4: 9, 5: 16, 8: -1 }),
        swfLine({ 1: 3, 2: 0, 4: 9, 5: 16, 8: 0 }),
        swfLine({ 1: 4, 2: 0, 4: 9, 5: 4, 8: 12 }),
      ),
      specOf("swf"),
    );
    expect([...rows.gpus]).toEqual([12, 16, 16, 12]);
    expect(counts(report.noted).moreThanRequested).toEqual([1, 1]);
  });

  test("takes the run time for the estimate where there is none, and 1 second where that is nothing", () => {
    const { rows, report } = read(
      swf(swfJob(1, 0, 70, 1, { 9: -1 }), swfJob(2, 0, 0, 1, { 9: 0 }), swfJob(3, 0, 70, 1, { 9: 80 })),
      specOf("swf"),
    );
    expect([...rows.estimate]).toEqual([70, 1, 80]);
    expect(read(swf(swfJob(1, 0, 70, 1, { 9: 0 })), specOf("swf")).rows.estimate[0]).toBe(70);
    expect(counts(report.noted)).toEqual({ estimateInvented: [2, 1], noRunTimeAtAll: [1, 2] });
  });

  test("cuts a run to its estimate unless told to keep it", () => {
    const log = swf(swfJob(1, 0, 90, 1, { 9: 60 }), swfJob(2, 0, 60, 1, { 9: 60 }));
    const cut = read(log, specOf("swf"));
    expect([[...cut.rows.seconds], counts(cut.report.noted)]).toEqual([[60, 60], { cutToEstimate: [1, 1] }]);
    const kept = read(log, specOf("swf", { keepOverrun: true }));
    expect([[...kept.rows.seconds], counts(kept.report.noted)]).toEqual([
      [90, 60],
      { beyondEstimate: [1, 1] },
    ]);
  });

  test("leaves out what cannot run and counts it by reason, with its first line", () => {
    const { rows, report } = read(
      swf(
        "; a comment",
        swfJob(1, 0, 10, 1),
        swfJob(2, 5, -1, 1),
        swfJob(3, -1, 10, 1),
        swfJob(4, 6, 10, -1),
        swfJob(5, 7, 10, 0),
        swfJob(6, 8, 10, 64),
        swfJob(7, 9, 10, 65),
      ),
      specOf("swf", { most: 64 }),
    );
    expect(idsOf(rows)).toEqual(["1", "6"]);
    expect(counts(report.dropped)).toEqual({
      noSubmit: [1, 4],
      noRunTime: [1, 3],
      noGpus: [2, 5],
      tooLarge: [1, 8],
    });
    expect([report.lines, report.rows, report.jobs]).toEqual([8, 7, 2]);
  });

  test("sorts by submission and leaves equal ones in their order", () => {
    const { rows, report } = read(
      swf(swfJob(1, 50, 1, 1), swfJob(2, 20, 2, 1), swfJob(3, 50, 3, 1), swfJob(4, 20, 4, 1)),
      specOf("swf"),
    );
    expect(idsOf(rows)).toEqual(["2", "4", "1", "3"]);
    expect([...rows.submit]).toEqual([0, 0, 30, 30]);
    expect(counts(report.noted).outOfOrder).toEqual([2, 2]);
  });

  test("counts ids that come again", () => {
    const ids = (...list: number[]) =>
      counts(read(swf(...list.map((id, i) => swfJob(id, i, 1, 1))), specOf("swf")).report.noted).duplicateId;
    expect(ids(1, 2, 3)).toBeUndefined();
    expect(ids(3, 1, 2)).toBeUndefined();
    expect(ids(3, 1, 3, 3)).toEqual([2, 0]);
  });

  test("has no ids when the log has none, and the number of the row where one is missing", () => {
    expect(idsOf(read(swf(swfJob(-1, 0, 1, 1)), specOf("swf")).rows)).toBeUndefined();
    expect(idsOf(read(swf(swfJob(5, 0, 1, 1), swfJob(-1, 0, 1, 1)), specOf("swf")).rows)).toEqual(["5", "1"]);
  });

  test("says how large the machine is, of processors rather than nodes", () => {
    const machine = (head: string) => read(swf(head, swfJob(1, 0, 1, 1)), specOf("swf")).report.machine;
    expect(machine("; MaxNodes: 16\n; MaxProcs:  128 (in 16 nodes)")).toBe(128);
    expect(machine(";MaxNodes: 16")).toBe(16);
    expect(machine("; MaxProcs: -1")).toBeUndefined();
  });

  test("takes classes by the number of a field", () => {
    const log = swf(
      swfJob(1, 10, 1, 1, { 15: 0 }),
      swfJob(2, 20, 1, 1, { 15: 1 }),
      swfJob(3, 30, 1, 1, { 15: 2 }),
    );
    const { rows, report } = read(
      log,
      specOf("swf", { layout: { kind: "swf", classField: 15 }, classes: ["1", "2"] }),
    );
    expect(idsOf(rows)).toEqual(["2", "3"]);
    expect(report.otherClass).toBe(1);
    expect(report.classes).toEqual([
      { name: "0", rows: 1 },
      { name: "1", rows: 1 },
      { name: "2", rows: 1 },
    ]);
    // second 0 is that of the whole file, so that another source with the other class stays in step
    expect([...rows.submit]).toEqual([10, 20]);
  });

  test.each([
    ["LF", "\n"],
    ["CR LF", "\r\n"],
    ["CR", "\r"],
  ])("may end its lines with %s, or not end the last one", (_, end) => {
    const log = ["; MaxProcs: 8", "", swfJob(1, 0, 5, 1), swfJob(2, 3, 5, 2)].join(end);
    for (const file of [log, log + end, `${log}${end}${end}`]) {
      const { rows, report } = read(file, specOf("swf"));
      expect(listed(rows)).toEqual([
        [0, 5, 1],
        [3, 5, 2],
      ]);
      expect(report.machine).toBe(8);
    }
  });

  test("may have tabs, blanks around, fractions in fields, a byte order mark and comments in other encodings", () => {
    const latin = new Uint8Array([0x3b, 0x20, 0x4d, 0xfc, 0x0a]);
    const line = bytesOf(`\t 1\t0 ${"-1 10.5   4 33.75"} -1 4 20.25 -1 1 3 -1 -1 -1 -1 -1 -1  \n`);
    const file = new Uint8Array([0xef, 0xbb, 0xbf, ...latin, ...line]);
    const { rows, report } = read(file, specOf("swf"));
    expect(listed(rows)).toEqual([[0, 11, 4]]);
    expect([...rows.estimate]).toEqual([20]);
    expect(counts(report.noted)).toEqual({ timesRounded: [1, 2] });
  });

  test("adds up accelerator-seconds, and tells sizes and run times", () => {
    const { report } = read(
      swf(swfJob(1, 0, 100, 3), swfJob(2, 60, 50, 4), swfJob(3, 100, 10, 1)),
      specOf("swf"),
    );
    expect([report.gpuSeconds, report.span]).toEqual([510, 100]);
    expect(report.sizes).toEqual({
      min: 1,
      mean: 8 / 3,
      median: 3,
      max: 4,
      powerOfTwoShare: 2 / 3,
      distinct: 3,
    });
    expect(report.runs).toEqual({ min: 10, mean: 160 / 3, median: 50, max: 100 });
  });
});

describe("a line that is none", () => {
  const good = swfJob(1, 0, 10, 1);
  test.each([
    "NaN",
    "0x10",
    "1e308",
    "9e15",
    "abc",
    "1.2.3",
    "--1",
    "1-2",
    "-",
    ".5",
    "5.",
    "1,5",
    "∞",
    "9999999999999999",
  ])("is refused for %s, with its place", (word) => {
    const problems = problemsOf(swf("; head", good, swfJob(2, 0, 10, 1, { 4: word })), specOf("swf"));
    expect(told(problems)).toEqual([
      `3: ${word.startsWith("9999") ? "is too large a number" : "is not a number"} (${word})`,
    ]);
    expect(problems[0]?.column).toBe(8);
  });

  test("is refused for too few and for too many fields", () => {
    expect(told(problemsOf(swf(good, "1 2 3", `${good} 5`, good), specOf("swf")))).toEqual([
      "2: is not a line of the Standard Workload Format (3 fields)",
      "3: is not a line of the Standard Workload Format (19 fields)",
    ]);
  });

  test("is refused when nobody could mean it: ten million accelerators, a hundred years", () => {
    expect(
      told(
        problemsOf(
          swf(
            swfJob(1, 0, 10, 10_000_001),
            swfJob(2, 0, 4_000_000_000, 1),
            swfJob(3, 0, 900_000_000_000_000, 1),
          ),
          specOf("swf"),
        ),
      ),
    ).toEqual([
      "1: is too large to be a job (10000001 accelerators)",
      "2: is too large to be a job (4000000000 seconds)",
      "3: is too large to be a job (900000000000000 seconds)",
    ]);
  });

  test("is told with the others, up to twenty, and how many there are more", () => {
    const problems = problemsOf(swf(...Array.from({ length: 25 }, () => "x")), specOf("swf"));
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)?.message).toBe("and 5 more problems like these");
  });

  test("is refused when submissions lie a hundred years apart, as milliseconds taken for seconds do", () => {
    const [problem] = problemsOf(swf(swfJob(1, 0, 1, 1), swfJob(2, 15_000_000_000, 1, 1)), specOf("swf"));
    expect(problem).toMatchObject({ line: 2, hint: "are the times of the trace perhaps in milliseconds?" });
  });

  test("is refused when the file is empty or has comments alone", () => {
    expect(told(problemsOf("", specOf("swf")))).toEqual(["-: the file is empty"]);
    expect(told(problemsOf("; MaxProcs: 8\n", specOf("swf")))).toEqual(["-: the file has no row"]);
  });
});
