import { describe, expect, test } from "vitest";
import { createTraceReader } from "../../../src/demand/trace/reader.ts";
import { counts, csvOf, idsOf, listed, problemsOf, read, specOf, told } from "./reading.ts";

const HEAD = "submit,run,gpus";

describe("a CSV trace", () => {
  test("takes the declared columns by name, whatever their order and whatever else there is", () => {
    const { rows } = read(
      "note,n,when,id,who,took,asked,least,rank\nx,4,100,a,ann,50,60,2,-3\ny,8,130,b,bob,20,,,\n",
      csvOf({
        submit: "when",
        run: "took",
        gpus: "n",
        id: "id",
        user: "who",
        estimate: "asked",
        minGpus: "least",
        priority: "rank",
      }),
    );
    expect(listed(rows)).toEqual([
      [0, 50, 4],
      [30, 20, 8],
    ]);
    expect([...rows.estimate]).toEqual([60, 20]);
    expect([...rows.minGpus]).toEqual([2, 8]);
    expect([...rows.priority]).toEqual([-3, 0]);
    expect([...rows.user]).toEqual([0, 1]);
    expect(idsOf(rows)).toEqual(["a", "b"]);
  });

  test("takes columns by number when there is no header", () => {
    const { rows } = read("7,x,3,2\n9,y,4,1\n", csvOf({ submit: 1, run: 3, gpus: 4 }));
    expect(listed(rows)).toEqual([
      [0, 3, 2],
      [2, 4, 1],
    ]);
  });

  test("works out the run time from start and end, or from submission and end", () => {
    const text = "submit,start,end,gpus\n0,10,50,1\n5,,30,1\n6,9,,1\n7,20,15,1\n";
    const withStart = read(text, csvOf({ submit: "submit", start: "start", end: "end", gpus: "gpus" }));
    expect(listed(withStart.rows)).toEqual([[0, 40, 1]]);
    expect(counts(withStart.report.dropped)).toEqual({ noRunTime: [3, 3] });
    const without = read(text, csvOf({ submit: "submit", end: "end", gpus: "gpus" }));
    expect([...without.rows.seconds]).toEqual([50, 25, 8]);
  });

  test("multiplies workers with the accelerators of each", () => {
    const { rows } = read(
      "submit,run,gpus,n\n0,1,8,4\n0,1,1,16\n",
      csvOf({ submit: "submit", run: "run", gpus: "gpus", workers: "n" }),
    );
    expect([...rows.gpus]).toEqual([32, 16]);
  });

  test("leaves out fractions of an accelerator, or rounds each worker up; both are counted", () => {
    const text = "submit,run,gpus,n\n0,1,0.5,16\n0,1,1,2\n0,1,1.2,1\n";
    const columns = { submit: "submit", run: "run", gpus: "gpus", workers: "n" };
    const refused = read(text, csvOf(columns));
    expect([[...refused.rows.gpus], counts(refused.report.dropped)]).toEqual([[2], { fraction: [2, 2] }]);
    const rounded = read(text, csvOf(columns, { fractions: "roundUp" }));
    expect([[...rounded.rows.gpus], counts(rounded.report.noted).fractionRoundedUp]).toEqual([
      [16, 2, 2],
      [2, 2],
    ]);
  });

  test("reads accelerators in percent", () => {
    const { rows } = read(`${HEAD}\n0,1,800\n`, csvOf(undefined, {}, { gpuUnit: 100 }));
    expect([...rows.gpus]).toEqual([8]);
  });

  test("reads times in milliseconds and in UTC, and rounds to whole seconds at the end", () => {
    const inMilliseconds = read(
      `${HEAD}\n1500000000400,2,1\n1500000002600,2,1\n`,
      csvOf(undefined, {}, { times: "milliseconds" }),
    );
    expect([...inMilliseconds.rows.submit]).toEqual([0, 2]);
    const inWords = read(
      `${HEAD}\n2017-10-01 17:57:00,2,1\n2017-10-01T18:11:35Z,2,1\n2017-10-02 02:11:36+08:00,2,1\n2017-10-02,1,1\n`,
      csvOf(undefined, {}, { times: "utc" }),
    );
    expect([...inWords.rows.submit]).toEqual([0, 875, 876, 21_780]);
  });

  test("passes over blank lines and blanks around fields, and takes quoted ones as they are", () => {
    const { rows } = read(
      `"submit" , run,gpus,"who, ""exactly"""\n\n 3 ,"4", 5 ,"a ""b"", c\nd"\n   \n6,1,1, e \n`,
      csvOf({ submit: "submit", run: "run", gpus: "gpus", id: 'who, "exactly"' }),
    );
    expect(listed(rows)).toEqual([
      [0, 4, 5],
      [3, 1, 1],
    ]);
    expect(idsOf(rows)).toEqual(['a "b", c\nd', "e"]);
  });

  test("parts rows at LF, CR LF and CR, mixed in one file", () => {
    const { rows, report } = read(`${HEAD}\r\n0,1,1\n1,2,1\r2,3,1\r\n3,4,1`, csvOf());
    expect(listed(rows)).toEqual([
      [0, 1, 1],
      [1, 2, 1],
      [2, 3, 1],
      [3, 4, 1],
    ]);
    expect(report.lines).toBe(5);
  });

  test("takes the rows of a class, and second 0 from all of them", () => {
    const text = "submit,run,gpus,kind\n10,1,1,HP\n20,1,2,Spot\n30,1,3,HP\n";
    const columns = { submit: "submit", run: "run", gpus: "gpus", class: "kind" };
    const spot = read(text, csvOf(columns, { classes: ["Spot"] }));
    expect(listed(spot.rows)).toEqual([[10, 1, 2]]);
    expect([spot.report.rows, spot.report.otherClass]).toEqual([3, 2]);
    const both = ["HP", "Spot"].map((name) => read(text, csvOf(columns, { classes: [name] })).rows.count);
    expect(both).toEqual([2, 1]);
  });

  test("counts negative numbers as not known", () => {
    const { report } = read(`${HEAD}\n-5,1,1\n0,-3,1\n0,1,-2\n0,1,0\n0,1,1\n`, csvOf());
    expect(counts(report.dropped)).toEqual({ noSubmit: [1, 2], noRunTime: [1, 3], noGpus: [2, 4] });
  });

  test("lowers the fewest accelerators to those wanted", () => {
    const { rows, report } = read(
      "submit,run,gpus,least\n0,1,4,9\n",
      csvOf({ submit: "submit", run: "run", gpus: "gpus", minGpus: "least" }),
    );
    expect([...rows.minGpus]).toEqual([4]);
    expect(counts(report.noted).minGpusLowered).toEqual([1, 2]);
  });

  test("counts ids that come again", () => {
    const { report } = read(
      "submit,run,gpus,id\n0,1,1,a\n0,1,1,b\n0,1,1,a\n0,1,1,\n0,1,1,\n",
      csvOf({ submit: "submit", run: "run", gpus: "gpus", id: "id" }),
    );
    expect(counts(report.noted).duplicateId).toEqual([1, 0]);
  });
});

describe("a CSV file that cannot be read", () => {
  test("names the columns that are missing, and those there are", () => {
    expect(told(problemsOf("when,run\n0,1\n", csvOf()))).toEqual([
      '1: columns.submit the header has no column "submit" (when, run)',
      '1: columns.gpus the header has no column "gpus" (when, run)',
    ]);
  });

  test("needs no class column when no class is asked for", () => {
    const columns = { submit: "submit", run: "run", gpus: "gpus", class: "kind" };
    expect(read(`${HEAD}\n0,1,1\n`, csvOf(columns)).rows.count).toBe(1);
    expect(told(problemsOf(`${HEAD}\n0,1,1\n`, csvOf(columns, { classes: ["x"] })))).toEqual([
      '1: columns.class the header has no column "kind" (submit, run, gpus)',
    ]);
  });

  test("refuses a column that is there twice, and a number beyond the last column", () => {
    expect(told(problemsOf("submit,run,gpus,run\n0,1,1,1\n", csvOf()))).toEqual([
      '1: columns.run the header has "run" twice',
    ]);
    expect(told(problemsOf("0,1,1\n", csvOf({ submit: 1, run: 2, gpus: 9 })))).toEqual([
      "1: columns.gpus there is no column 9 (3 fields)",
    ]);
  });

  test("refuses columns that say too little before it reads", () => {
    expect(() => createTraceReader(csvOf({ submit: "submit" }))).toThrow(
      "columns: no column is given for gpus\ncolumns: no column is given for run, or end",
    );
  });

  test.each([
    "NaN",
    "nan",
    "0x10",
    "1e308",
    "9e15",
    "1e3",
    "Infinity",
    "1_000",
    "1.",
    ".5",
    "+",
    "12 3",
    "１２",
  ])("refuses %s as a number, with its place", (word) => {
    const problems = problemsOf(`${HEAD}\n0,1,1\n5,${word},1\n`, csvOf());
    expect(told(problems)).toEqual([`3: run is not a number (${word})`]);
    expect(problems[0]?.column).toBe(3);
  });

  test("refuses numbers that a double cannot hold exactly", () => {
    expect(told(problemsOf(`${HEAD}\n0,9000000000000000,1\n`, csvOf()))).toEqual([
      "2: run is too large a number (9000000000000000)",
    ]);
    expect(told(problemsOf(`${HEAD}\n99999999999999,1,1\n`, csvOf()))).toEqual([
      "2: submit is too late to be a time (99999999999999)",
    ]);
  });

  test.each([
    "2017-13-01 00:00:00",
    "2017-02-30",
    "2017-10-01 24:00:00",
    "2017-10-01 1:00:00",
    "1/2/2017",
    "2017-10-01 00:00:00 PST",
    "2017-10-01 00:00:00+8",
    "yesterday",
  ])("refuses %s as a time", (word) => {
    expect(told(problemsOf(`${HEAD}\n${word},1,1\n`, csvOf(undefined, {}, { times: "utc" })))).toEqual([
      `2: submit is not a time (${word})`,
    ]);
  });

  test("refuses records that are shorter or longer than the header", () => {
    expect(told(problemsOf(`${HEAD}\n0,1\n0,1,1,1\n0,1,1\n`, csvOf()))).toEqual([
      "2: the record has another number of fields than the first (2)",
      "3: the record has another number of fields than the first (4)",
    ]);
  });

  test("refuses quotes that are out of place, with line and column", () => {
    const place = (text: string) =>
      problemsOf(text, csvOf()).map(({ line, column, message }) => [line, column, message]);
    expect(place(`${HEAD}\n0,1"2,1\n`)).toEqual([[2, 4, "a quote inside a field that is not quoted"]]);
    expect(place(`${HEAD}\n0,"1"2,1\n`)).toEqual([[2, 6, "text after a closing quote"]]);
    expect(place(`${HEAD}\n0,"1,1\n0,1,1\n`)).toEqual([[2, 3, "the quotes that open here are never closed"]]);
  });

  test("tells the problems of rows of other classes too, and of those behind them", () => {
    const columns = { submit: "submit", run: "run", gpus: "gpus", class: "kind" };
    const text = "submit,run,gpus,kind\nx,1,1,b\n0,1,20000000,a\n";
    expect(told(problemsOf(text, csvOf(columns, { classes: ["a"] })))).toEqual([
      "2: submit is not a number (x)",
      "3: is too large to be a job (20000000 accelerators)",
    ]);
  });

  test("names the line of a row behind a field with line breaks in it", () => {
    const columns = { submit: "submit", run: "run", gpus: "gpus", id: "id" };
    expect(told(problemsOf('submit,run,gpus,id\n0,1,1,"a\nb\r\nc"\n0,x,1,d\n', csvOf(columns)))).toEqual([
      "5: run is not a number (x)",
    ]);
  });

  test("refuses texts that are not UTF-8", () => {
    const columns = { submit: "submit", run: "run", gpus: "gpus", id: "id" };
    const bytes = new TextEncoder().encode("submit,run,gpus,id\n0,1,1,?\n");
    bytes[bytes.length - 2] = 0xff;
    expect(told(problemsOf(bytes, csvOf(columns)))).toEqual([
      "2: id is not a text (bytes that are not UTF-8)",
    ]);
  });

  test("refuses an empty file, blank lines alone, and a header alone", () => {
    expect(told(problemsOf("", csvOf()))).toEqual(["-: the file is empty"]);
    expect(told(problemsOf("\n\n", csvOf()))).toEqual(["-: the file has no row"]);
    expect(told(problemsOf(`${HEAD}\n`, csvOf()))).toEqual(["-: the file has no row"]);
  });

  test.each([
    [[0x1f, 0x8b, 8, 0], "the file is packed with gzip"],
    [[0xff, 0xfe, 0x73, 0], "the file is UTF-16, and UTF-8 is needed"],
    [[0x50, 0x4b, 3, 4], "the file is a ZIP archive; unpack it first"],
    [[0x50, 0x41, 0x52, 0x31], "the file is Parquet; write it as CSV first"],
  ])("says of other kinds of files what they are", (head, message) => {
    expect(told(problemsOf(Uint8Array.from(head), csvOf()))).toEqual([`1: ${message}`]);
  });
});

describe("the presets", () => {
  test("read Helios: submission, wait and run time, all of it in one line", () => {
    const { rows } = read(
      "job_id,user,vc,gpu_num,cpu_num,node_num,state,submit_time,start_time,end_time,duration,queue\n" +
        "1425511,u1,vcJ,1,1,1,COMPLETED,2020-06-09 18:41:01,2020-06-09 18:41:01,2020-06-10 04:55:09,36848,0\n" +
        "1425512,u2,vch,0,16,1,FAILED,2020-06-09 18:41:27,2020-06-09 18:41:27,2020-06-09 18:45:36,249,0\n",
      specOf("helios"),
    );
    expect(listed(rows)).toEqual([[0, 36_848, 1]]);
    expect(idsOf(rows)).toEqual(["1425511"]);
  });

  test("read openb: whole devices, shares of one, and pods that never ran", () => {
    const { rows, report } = read(
      "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\n" +
        "openb-pod-0017,88000,327680,8,1000,,Burstable,Succeeded,9437497,10769854,9437498\n" +
        "openb-pod-0022,4000,15258,1,220,,BE,Running,9679175,9973826,9679175\n" +
        "openb-pod-0008,12500,65536,1,1000,,LS,Pending,9661695,9661708,\n" +
        "openb-pod-0000,20000,65536,0,0,,LS,Running,2332613,12475899,2332615\n",
      specOf("alibaba-openb-2023"),
    );
    expect(listed(rows)).toEqual([[9437497 - 2332613, 10769854 - 9437498, 8]]);
    expect(counts(report.dropped)).toEqual({ noRunTime: [1, 4], noGpus: [1, 5], fraction: [1, 3] });
  });

  test("read PAI's table of tasks, which has no header: instances times percent of an accelerator", () => {
    const { rows } = read(
      "4f05,tensorflow,2.0,Terminated,1739162.0,1739200.0,600.0,29.29,100.0,MISC\n" +
        "4f06,worker,1.0,Waiting,,,600.0,29.29,100.0,MISC\n",
      specOf("alibaba-pai-2020"),
    );
    expect(listed(rows)).toEqual([[0, 38, 2]]);
  });

  test("read Alibaba's spot trace by class", () => {
    const text =
      "job_name,organization,gpu_model,cpu_request,gpu_request,worker_num,submit_time,duration,job_type\n" +
      "239255,13,A10,20,1,1,0,2764799,HP\n437261,57,A100-SXM4-80GB,15,1,94,9589663,71718,Spot\n";
    expect(listed(read(text, specOf("alibaba-spot-2026", { classes: ["Spot"] })).rows)).toEqual([
      [9_589_663, 71_718, 94],
    ]);
  });

  test("read SchedNav's jobs", () => {
    const text =
      "job_id,submit_time_seconds,duration_seconds,gpu_count,service_class,gpu_model\nj1,5,60,8,HP,*\nj2,9,30,0.5,Spot,*\n";
    const { rows, report } = read(text, specOf("schednav"));
    expect(listed(rows)).toEqual([[0, 60, 8]]);
    expect(counts(report.dropped)).toEqual({ fraction: [1, 3] });
  });
});
