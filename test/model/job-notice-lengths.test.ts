/** How long a notice to a job is under each rule of preemption, on schedules worked by hand. */
import { describe, expect, test } from "vitest";
import type { PolicySettings } from "../../src/model/types.ts";
import { policy } from "./builders.ts";
import { externalStream, internalStream, runJobs } from "./job-builders.ts";

const by = (notice: PolicySettings["preemption"]["notice"]) => ({
  preemption: { ...policy().preemption, notice },
});

describe("a job with 20 seconds of notice, which the owner wants gone at second 100", () => {
  test.each([
    ["own", { kind: "own", length: 0 }, 120],
    ["a longer one", { kind: "fixed", length: 30 }, 130],
    ["a shorter one, which gives way to its own", { kind: "fixed", length: 10 }, 120],
    ["none, which gives way to its own", { kind: "fixed", length: 0 }, 120],
    ["the longest of all victims, its own", { kind: "longest", length: 0 }, 120],
  ] as const)("has %s", (_, notice, start) => {
    const { internal, external } = runJobs({
      capacity: 8,
      rows: [{ submit: 100, gpus: 8, seconds: 50 }],
      external: [{ submit: 5, gpus: 8, seconds: 200 }],
      externalStream: { notice: 20 },
      policy: by(notice),
    });
    expect(internal[0]?.start).toBe(start);
    expect(external[0]?.lost).toBe(8 * (start - 5));
  });
});

describe("two jobs with 20 and 50 seconds of notice, both wanted gone at second 100", () => {
  const lost = (kind: "own" | "longest") => {
    const told = runJobs({
      capacity: 8,
      rows: [{ submit: 100, gpus: 8, seconds: 50 }],
      external: [{ submit: 5, gpus: 4, seconds: 200 }],
      policy: by({ kind, length: 0 }),
      plan: {
        streams: [
          internalStream("internal"),
          externalStream("external", { name: "short", notice: 20 }),
          externalStream("external", { name: "long", notice: 50 }),
        ],
      },
    });
    const { jobs } = told.world;
    return [told.internal[0]?.start, ...Array.from(jobs.lost.subarray(0, jobs.table.count))];
  };

  test("have each their own", () => {
    expect(lost("own")).toEqual(expect.arrayContaining([150, 4 * 115, 4 * 145]));
  });

  test("or both the longer one", () => {
    expect(lost("longest").filter((n) => n === 4 * 145)).toHaveLength(2);
  });
});
