/** What jobs of tenants may hold together: a share of what works, on schedules worked by hand. */
import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/model/types.ts";
import { DAY, pool } from "./builders.ts";
import { type JobsSetting, runJobs } from "./job-builders.ts";

/** Half of 20 accelerators for jobs of tenants. */
const half = (setting: Partial<JobsSetting>) =>
  runJobs({
    capacity: 20,
    rows: [],
    ...setting,
    policy: { admission: { kind: "quota", share: 0.5 }, ...setting.policy },
  });
const starts = (jobs: ReturnType<typeof runJobs>["external"]) => jobs.map(({ firstStart }) => firstStart);

describe("a quota of half", () => {
  test("has a job wait that would take more, though 12 are free", () => {
    const { external } = half({
      external: [
        { submit: 0, gpus: 4, seconds: 100 },
        { submit: 0, gpus: 4, seconds: 70 },
        { submit: 0, gpus: 4, seconds: 50 },
      ],
    });
    expect(starts(external)).toEqual([0, 0, 70]);
  });

  test("has an elastic job start with what is left of it", () => {
    // 80 GPU-seconds of work for each second of 8: on 6 it takes 80 * 8 / 6 = 106 2/3 seconds, in whole ones 107
    const { external } = half({
      external: [
        { submit: 0, gpus: 4, seconds: 500 },
        { submit: 10, gpus: 8, minGpus: 2, seconds: 80, estimate: 1000 },
      ],
    });
    expect(starts(external)).toEqual([0, 10]);
    expect(external[1]?.end).toBe(10 + 107);
  });

  test("leaves the owner's jobs alone in a queue that both wait in", () => {
    const { internal, external } = half({
      stream: { priority: 0 },
      rows: [{ submit: 2, gpus: 5, seconds: 60 }],
      external: [
        { submit: 0, gpus: 8, seconds: 50 },
        { submit: 1, gpus: 3, seconds: 50 },
      ],
    });
    expect(starts(external)).toEqual([0, 50]);
    expect(starts(internal)).toEqual([2]);
  });

  test("of which some fails is half of the rest; who runs is left alone", () => {
    // From second 30 on 16 work: the quota is 8. What runs then, 10, runs on; at 60 there is room for 4 beside 4.
    const outages: Plan["pools"][0]["outages"] = [{ at: 30, gpus: 4, lasts: DAY }];
    const { external } = half({
      plan: { pools: [pool(20, { outages })] },
      external: [
        { submit: 0, gpus: 6, seconds: 60 },
        { submit: 0, gpus: 4, seconds: 100 },
        { submit: 10, gpus: 4, seconds: 10 },
        { submit: 10, gpus: 1, seconds: 10 },
      ],
    });
    expect(starts(external)).toEqual([0, 0, 60, 70]);
  });

  test("is half of all again in the second of the repair", () => {
    // From 30 to 60 ten work, and the quota is 5.
    const outages: Plan["pools"][0]["outages"] = [{ at: 30, gpus: 10, lasts: 30 }];
    const { external } = half({
      plan: { pools: [pool(20, { outages })] },
      external: [
        { submit: 0, gpus: 4, seconds: 200 },
        { submit: 40, gpus: 4, seconds: 10 },
      ],
    });
    expect(starts(external)).toEqual([0, 60]);
  });

  test("of which power carries a part is half of that part", () => {
    // 20 kW until second 30, 12 kW from then on, at 1 kW each: the quota is 6.
    const power = [
      { at: 0, value: 20_000 },
      { at: 30, value: 12_000 },
    ];
    const { external } = half({
      plan: { sites: [{ name: "site", power, cycle: 0 }], pools: [pool(20, { site: 0 })] },
      external: [
        { submit: 0, gpus: 4, seconds: 100 },
        { submit: 40, gpus: 4, seconds: 10 },
        { submit: 40, gpus: 2, seconds: 10 },
      ],
    });
    expect(starts(external)).toEqual([0, 100, 40]);
  });
});
