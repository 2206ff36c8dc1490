/** `clawback trace`, as users call it. */
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { clawback, folderWith, newFolder } from "./spawn.ts";

const swf = (...jobs: readonly (readonly [number, number, number])[]): string =>
  [
    "; MaxProcs: 4",
    ...jobs.map(
      ([at, run, gpus], i) => `${i + 1} ${at} -1 ${run} ${gpus} -1 -1 ${gpus} 60 -1 1 1 -1 -1 -1 -1 -1 -1`,
    ),
    "",
  ].join("\n");

/** 240 GPU-seconds over 100 seconds; one row cannot run. */
const small = swf([0, 60, 2], [50, 60, 1], [60, -1, 1], [100, 60, 1]);

describe("clawback trace", () => {
  test("says what a trace holds and what it leaves out", () => {
    const cwd = folderWith(small, "a.swf");
    const { status, out, err } = clawback(["trace", "a.swf"], { cwd });
    expect([status, err]).toEqual([0, ""]);
    expect(out).toContain("4 rows · 3 jobs · submitted over 1 min 40 s");
    expect(out).toMatch(/\n +1 +4 +no run time\n/);
    expect(out).toContain("load 60.0 % of 4 accelerators, as the file says");
    expect(out).not.toContain("!");
  });

  test("says aloud when the load exceeds the capacity, or a job does", () => {
    const cwd = folderWith(small, "a.swf");
    const { out } = clawback(["trace", "a.swf", "--capacity", "1"], { cwd });
    expect(out).toContain("load 240.0 % of 1 accelerator");
    expect(out).toContain("! The load exceeds the capacity");
    expect(out).toContain("It takes 3");
    expect(out).toContain("! The largest job wants 2 accelerators and can never start.");
  });

  test("gives the same as JSON, with the load", () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "a.swf.gz"), gzipSync(small));
    const told = JSON.parse(clawback(["trace", "a.swf.gz", "--json"], { cwd }).out);
    expect(told).toMatchObject({
      file: "a.swf.gz",
      rows: 4,
      jobs: 3,
      dropped: [{ reason: "noRunTime", count: 1, firstLine: 4 }],
      gpuSeconds: 240,
      span: 100,
      capacity: 4,
      load: 0.6,
    });
  });

  test("reads CSV by a preset, by columns, and by class", () => {
    const cwd = newFolder();
    const philly = "philly_ed69ec_oct-nov2017.csv";
    copyFileSync(
      fileURLToPath(new URL(`../../scenarios/traces/${philly}`, import.meta.url)),
      join(cwd, "p.csv"),
    );
    const preset = clawback(["trace", "p.csv", "--format", "philly", "--json"], { cwd });
    const columns = ["--columns", "submit=timestamp,run=duration,gpus=num_gpus", "--times", "utc"];
    const own = clawback(["trace", "p.csv", ...columns, "--json"], { cwd });
    expect(JSON.parse(preset.out)).toMatchObject({ jobs: 1096, span: 5_202_138 });
    expect({ ...JSON.parse(own.out), classes: 0 }).toEqual({ ...JSON.parse(preset.out), classes: 0 });
    const none = clawback(["trace", "p.csv", "--format", "philly", "--class", "x", "--json"], { cwd });
    expect(JSON.parse(none.out)).toMatchObject({ rows: 1096, otherClass: 1096, jobs: 0 });
  });

  test("ends with 3 for a file that makes no sense, telling line and column", () => {
    const cwd = folderWith(`${small}1 2 x\n`, "a.swf");
    const { status, out, err } = clawback(["trace", "a.swf"], { cwd });
    expect([status, out]).toEqual([3, ""]);
    expect(err).toContain("a.swf:6:5: is not a number");
  });

  test("ends with 2 for columns that are no columns, with 3 for a format that is none, with 5 for no file", () => {
    const cwd = folderWith("submit,run,gpus\n0,1,1\n", "a.csv");
    expect(clawback(["trace", "a.csv", "--columns", "submit"], { cwd }).status).toBe(2);
    expect(clawback(["trace", "a.csv", "--columns", "run=nope"], { cwd }).status).toBe(3);
    expect(clawback(["trace", "none.csv"], { cwd }).status).toBe(5);
  });

  test("lets no file move the cursor", () => {
    const text = "submit,run,gpus,kind\n0,1,1,a\n0,1,1,\u001b[2J\n";
    const cwd = folderWith(text, "a.csv");
    const columns = ["--columns", "class=kind"];
    expect(clawback(["trace", "a.csv", ...columns], { cwd }).out).not.toContain("\u001b[2J");
  });
});
