import { fc } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { toSwf } from "../../../src/demand/trace/write-swf.ts";
import { type JobRows, newRows } from "../../../src/model/job-table.ts";
import { idsOf, read, specOf } from "./reading.ts";

const asWritten = specOf("swf", { origin: { kind: "time", at: 0 }, keepOverrun: true });

/** Rows as a workload has them: sorted, users numbered by their first jobs. */
const anyRows = fc
  .array(
    fc.record({
      gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100_000 })),
      seconds: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5_000_000 })),
      estimate: fc.integer({ min: 1, max: 5_000_000 }),
      gpus: fc.integer({ min: 1, max: 100_000 }),
      user: fc.integer({ min: 0, max: 4 }),
      id: fc.integer({ min: 0, max: 1_000_000_000 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((jobs): JobRows => {
    const rows = newRows(jobs.length);
    const users = [...new Set(jobs.map(({ user }) => user))];
    let at = 0;
    jobs.forEach(({ gap, seconds, estimate, gpus, user }, i) => {
      at += gap;
      rows.submit[i] = at;
      rows.seconds[i] = seconds;
      rows.estimate[i] = estimate;
      rows.gpus[i] = gpus;
      rows.minGpus[i] = gpus;
      rows.user[i] = users.indexOf(user);
    });
    return { ...rows, users: users.length, ids: jobs.map(({ id }) => String(id)) };
  });

test("jobs that are written and read again are the same", () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const { rows: again } = read(toSwf(rows), asWritten, 1000);
      expect({ ...again, ids: idsOf(again) }).toEqual(rows);
    }),
    { seed: 20_261_124, numRuns: 500 },
  );
});

test("what is written has a head, a line of 18 fields a job, and numbers for ids", () => {
  const rows = { ...newRows(2), ids: ["17", "a/2"] };
  rows.submit.set([0, 5]);
  rows.seconds.set([60, 70]);
  rows.estimate.set([90, 70]);
  rows.gpus.set([4, 8]);
  rows.minGpus.set([4, 8]);
  const text = toSwf(rows, { Computer: "a\nb", MaxProcs: 16 });
  expect(text.split("\n").filter((line) => !line.startsWith(";"))).toEqual([
    "17 0 -1 60 4 -1 -1 4 90 -1 1 0 -1 -1 -1 -1 -1 -1",
    "2 5 -1 70 8 -1 -1 8 70 -1 1 0 -1 -1 -1 -1 -1 -1",
    "",
  ]);
  expect(text).toContain("; Version: 2.2\n; Computer: a b\n; MaxProcs: 16\n; MaxJobs: 2\n");
  expect(read(text, asWritten).report.machine).toBe(16);
});
