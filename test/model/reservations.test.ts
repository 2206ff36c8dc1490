/** The head's reservation under EASY backfilling, on schedules worked by hand. */
import { describe, expect, test } from "vitest";
import { runJobs } from "./job-builders.ts";

/**
 * Ten accelerators. One job of 6 says 100 s; the head, of 8, comes at 10 and is kept room for at 100, when all ten are
 * expected back; jobs of 4 come behind it, who could run on what is free.
 */
const behind = (seconds: number, rest: readonly { submit: number; seconds: number }[]) =>
  runJobs({
    capacity: 10,
    stream: { runtimes: "estimates", atEstimate: "extend" },
    rows: [
      { submit: 0, gpus: 6, seconds, estimate: 100 },
      { submit: 10, gpus: 8, seconds: 50, estimate: 50 },
      ...rest.map((row) => ({ ...row, gpus: 4, estimate: row.seconds })),
    ],
    queue: { backfill: "easy" },
  }).internal.map(({ firstStart }) => firstStart);

describe("the head's reservation", () => {
  test("lets pass who ends by it, to the second", () => {
    expect(behind(100, [{ submit: 20, seconds: 80 }])).toEqual([0, 100, 20]);
    expect(behind(100, [{ submit: 20, seconds: 81 }])).toEqual([0, 100, 150]);
  });

  test("moves with the job that it waits for, which is expected to end a second from now at every look", () => {
    // At 20 room is kept for 100, and who would take 200 seconds waits. At 150 the first job is late: room is expected at
    // 151, so one second of work may pass and two may not.
    const long = { submit: 20, seconds: 200 };
    expect(behind(300, [long, { submit: 150, seconds: 1 }])).toEqual([0, 300, 350, 150]);
    expect(behind(300, [long, { submit: 150, seconds: 2 }])).toEqual([0, 300, 350, 350]);
  });
});
