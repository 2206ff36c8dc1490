/** Metrics of jobs in cases that are worked out by hand. */
import { describe, expect, test } from "vitest";
import {
  definitionsFor,
  METRIC,
  type MetricName,
  metricDefinitions,
  type Regimes,
  regimesOf,
} from "../../src/metrics/definitions.ts";
import { Fingerprint } from "../../src/metrics/fingerprint.ts";
import { Fragments } from "../../src/metrics/jobs/fragments.ts";
import { QUEUED_JOBS, WAITING_GPUS } from "../../src/metrics/jobs/levels.ts";
import { EXTERNAL_JOBS, INTERNAL_JOBS } from "../../src/metrics/jobs/meter.ts";
import type { JobChange } from "../../src/model/observer.ts";
import { RELATIVE_ERROR } from "../../src/stats/histogram.ts";
import { HandDriven, spot, stream } from "./hand-driven.ts";

const near = (value: number, expected: number): void =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(RELATIVE_ERROR * expected);

/**
 * Two accelerators, first come first served: a runs at once, b wants both and waits for a, c waits behind b.
 * Waits 0, 90, 130; ends 100, 150, 180.
 */
const threeJobs = (): HandDriven => {
  const cluster = new HandDriven({
    horizon: 200,
    streams: [
      {
        stream: stream(),
        rows: [
          [0, 1, 100],
          [10, 2, 50],
          [20, 1, 30],
        ],
      },
    ],
  });
  cluster.submit(0, 0);
  cluster.start(0, 0);
  cluster.submit(10, 1);
  cluster.submit(20, 2);
  cluster.complete(100, 0);
  cluster.start(100, 1);
  cluster.complete(150, 1);
  cluster.start(150, 2);
  cluster.complete(180, 2);
  return cluster;
};

describe("three jobs on two accelerators", () => {
  test("waits, completions and slowdowns are those worked out by hand", () => {
    const { get } = threeJobs().finish();
    expect(get("jobsSubmitted")).toBe(3);
    expect(get("internalJobsStarted")).toBe(3);
    expect(get("internalJobsCompleted")).toBe(3);
    expect(get("internalWaitMean")).toBeCloseTo(220 / 3, 12);
    expect(get("internalWaitMax")).toBe(130);
    near(get("internalWaitP50"), 90);
    near(get("internalWaitP95"), 130);
    expect(get("internalWaitWeighted")).toBeCloseTo((100 * 0 + 100 * 90 + 30 * 130) / 230, 10);
    expect(get("internalJctMean")).toBeCloseTo((100 + 140 + 160) / 3, 12);
    near(get("internalJctP50"), 140);
    expect(get("internalJctWeighted")).toBeCloseTo((100 * 100 + 100 * 140 + 30 * 160) / 230, 10);
    expect(get("internalSlowdownMean")).toBeCloseTo((1 + 140 / 50 + 160 / 30) / 3, 12);
    expect(get("internalSlowdownWeighted")).toBeCloseTo((100 + 100 * 2.8 + 160) / 230, 12);
    expect(get("externalWaitMean")).toBe(0);
  });

  test("the integral of the queue length is the sum of the waits, exactly", () => {
    const cluster = threeJobs();
    expect(cluster.meter.levels.integral(QUEUED_JOBS + INTERNAL_JOBS, 200)).toBe(220);
    expect(cluster.meter.levels.integral(WAITING_GPUS + INTERNAL_JOBS, 200)).toBe(2 * 90 + 130);
    expect(cluster.meter.levels.integral(QUEUED_JOBS + EXTERNAL_JOBS, 200)).toBe(0);
    expect(cluster.finish().get("internalQueueLength")).toBe(220 / 200);
  });
});

test("a slowdown counts run times below ten seconds as ten, and is at least 1", () => {
  const cluster = new HandDriven({
    horizon: 1000,
    streams: [
      {
        stream: stream(),
        rows: [
          [0, 1, 2],
          [0, 1, 0],
          [0, 1, 40],
        ],
      },
    ],
  });
  for (const job of [0, 1, 2]) cluster.submit(0, job);
  cluster.start(3, 1);
  cluster.complete(3, 1); // 3 s for no work: 3 / 10, counts as 1
  cluster.start(48, 0);
  cluster.complete(50, 0); // 50 s for 2 s of work: 50 / 10
  cluster.start(80, 2);
  cluster.complete(120, 2); // 120 / 40
  const { get } = cluster.finish();
  expect(get("internalSlowdownMean")).toBeCloseTo((5 + 1 + 3) / 3, 12);
});

test("every job submitted in the window has exactly one outcome, and those before it do not count", () => {
  const rows = Array.from({ length: 9 }, (_, i) => [10 * i, 1, 100, 50] as const);
  const cluster = new HandDriven({
    warmUp: 10,
    horizon: 1000,
    streams: [{ stream: spot({ atEstimate: "kill", onPreempt: "cancel" }), rows }],
  });
  cluster.submit(0, 0);
  cluster.start(0, 0);
  cluster.submit(10, 1);
  cluster.refuse(10, 1);
  cluster.submit(20, 2);
  cluster.giveUp(25, 2);
  cluster.submit(30, 3);
  cluster.start(30, 3);
  cluster.submit(40, 4);
  cluster.start(40, 4);
  cluster.submit(50, 5);
  cluster.start(50, 5);
  cluster.submit(60, 6);
  cluster.submit(70, 7);
  cluster.start(70, 7);
  cluster.complete(80, 3, true);
  cluster.notice(80, 4, 85, 7);
  cluster.preempt(85, 4);
  cluster.complete(90, 5);
  const { get } = cluster.finish();
  const outcomes = {
    Completed: 1,
    Cancelled: 1,
    Refused: 1,
    GaveUp: 1,
    Killed: 1,
    Waiting: 1,
    Running: 1,
  } as const;
  for (const [outcome, count] of Object.entries(outcomes))
    expect([outcome, get(`externalJobs${outcome as keyof typeof outcomes}`)]).toEqual([outcome, count]);
  // The first job was submitted before the window, the last one never.
  expect(get("externalJobsSubmitted")).toBe(7);
  expect(get("externalJobsStarted")).toBe(4);
});

describe("one spot job, preempted once", () => {
  /**
   * Runs from 0 to 5,120, where a notice of 120 s ends, and from 5,220 to the horizon at 10,000: guarantee
   * windows of an hour end at 3,600 and 8,820, and one is cut short at 5,120.
   */
  const preempted = (warmUp = 0): HandDriven => {
    const cluster = new HandDriven({
      warmUp,
      horizon: 10_000,
      streams: [
        { stream: stream(), rows: [[5000, 2, 100]] },
        { stream: spot({ feePerGpuHour: 3 }), rows: [[0, 2, 20_000]] },
      ],
    });
    const [e, i] = [0, 1];
    cluster.submit(0, e);
    cluster.start(0, e);
    cluster.submit(5000, i);
    cluster.notice(5000, e, 5120, i);
    cluster.preempt(5120, e);
    cluster.start(5120, i);
    cluster.complete(5220, i);
    cluster.start(5220, e);
    return cluster;
  };

  test("each published eviction rate is its own number", () => {
    const { get } = preempted().finish();
    expect(get("externalPreemptions")).toBe(1);
    expect(get("internalPreemptions")).toBe(0);
    expect(get("gfsEvictionRate")).toBe(1 / 3);
    expect(get("evictionsPerRunStart")).toBe(1 / 2);
    expect(get("azureEvictionRate")).toBeCloseTo(1 / ((5120 + 4780) / 3600), 12);
    expect(get("googlePreemptionRate")).toBe(1);
    expect(get("jobTimeToFirstEviction")).toBe(5120);
    expect(get("repeatEvictionShare")).toBe(0);
    expect(get("mostEvictionsOfAJob")).toBe(1);
  });

  test("its notice is complied with by nobody, enforced, and served 120 s before its beneficiary starts", () => {
    const { get } = preempted().finish();
    expect(get("jobNoticesIssued")).toBe(1);
    expect(get("jobNoticesEnforced")).toBe(1);
    expect(get("jobNoticesComplied")).toBe(0);
    expect(get("jobNoticesOpen")).toBe(0);
    expect(get("jobReclaimLatencyMean")).toBe(120);
    near(get("jobReclaimLatencyP95"), 120);
  });

  test("work, money and use add up to the GPU-second", () => {
    const { get, totals } = preempted().finish();
    expect(totals.lost).toBe(2 * 5120);
    expect(totals.lostByTenants).toBe(2 * 5120);
    expect(get("lostByPreemptionGpuHours")).toBe((2 * 5120) / 3600);
    expect(get("lostByFailureGpuHours")).toBe(0);
    expect(get("jobRevenue")).toBeCloseTo((3 * 2 * (5120 + 4780)) / 3600, 9);
  });

  test("waits anew after it was stopped, which the queue length sees and the wait does not", () => {
    const cluster = preempted();
    expect(cluster.meter.levels.integral(QUEUED_JOBS + EXTERNAL_JOBS, 10_000)).toBe(100);
    const { get } = cluster.finish();
    expect(get("externalWaitMean")).toBe(0);
    expect(get("internalWaitMean")).toBe(120);
  });

  test("a window that begins after the eviction sees no eviction, and only what it lost since", () => {
    const { get, totals } = preempted(6000).finish();
    expect(get("externalPreemptions")).toBe(0);
    expect(get("gfsEvictionRate")).toBe(0);
    expect(get("jobNoticesIssued")).toBe(0);
    expect(get("jobReclaimLatencyMean")).toBe(0);
    expect(get("jobsSubmitted")).toBe(0);
    expect(totals.lost).toBe(0);
    expect(totals.revenue).toBeCloseTo((3 * 2 * 4000) / 3600, 9);
  });

  test("work under way when the window begins and lost within it counts as lost", () => {
    const { totals } = preempted(4000).finish();
    expect(totals.lost).toBe(2 * 5120);
    expect(totals.revenue).toBeCloseTo((3 * 2 * (1120 + 4780)) / 3600, 9);
  });
});

test("a guarantee window that ends with the eviction was kept", () => {
  const cluster = new HandDriven({
    horizon: 10_000,
    streams: [{ stream: spot({ onPreempt: "cancel" }), rows: [[0, 1, 9000]] }],
  });
  cluster.submit(0, 0);
  cluster.start(0, 0);
  cluster.notice(7200, 0, 7200, -2);
  cluster.preempt(7200, 0);
  const { get } = cluster.finish();
  expect(get("gfsEvictionRate")).toBe(0);
  expect(get("evictionsPerRunStart")).toBe(1);
});

test("notices end in one way each: complied, enforced, taken back, moot, open", () => {
  const cluster = new HandDriven({
    horizon: 1000,
    streams: [{ stream: spot(), rows: Array.from({ length: 5 }, () => [0, 1, 500] as const) }],
  });
  for (const job of [0, 1, 2, 3, 4]) {
    cluster.submit(0, job);
    cluster.start(0, job);
    cluster.notice(400, job, job === 4 ? 2000 : 600, -2, job !== 1);
  }
  cluster.complete(500, 0);
  cluster.pardon(550, 2);
  cluster.shed(560, 3);
  cluster.preempt(600, 1);
  const { get } = cluster.finish();
  expect(get("jobNoticesIssued")).toBe(5);
  for (const how of ["Complied", "Enforced", "Pardoned", "Moot", "Open"] as const)
    expect([how, get(`jobNotices${how}`)]).toEqual([how, 1]);
  expect(get("jobNoticesUndelivered")).toBe(1);
  expect(get("jobsShed")).toBe(1);
});

test("fairness among users is Jain's index of what they had in the window", () => {
  const cluster = new HandDriven({
    warmUp: 100,
    horizon: 500,
    streams: [
      {
        stream: stream(),
        rows: [
          [0, 2, 200, 200, 0],
          [0, 1, 400, 400, 1],
          [0, 1, 10, 10, 2],
        ],
      },
    ],
  });
  for (const job of [0, 1, 2]) {
    cluster.submit(0, job);
    cluster.start(0, job);
  }
  cluster.complete(10, 2);
  cluster.complete(200, 0);
  cluster.complete(400, 1);
  // From 100 on: 2 x 100, 1 x 300, nothing.
  const expected = (200 + 300) ** 2 / (3 * (200 ** 2 + 300 ** 2));
  expect(cluster.finish().get("userFairness")).toBeCloseTo(expected, 12);
});

test("fragments are the free accelerators of nodes that no whole node's worker can use, over time", () => {
  const fragments = new Fragments();
  // Two nodes of 8: at first 5 and 8 are free, from 10 on 4 and 3, from 30 on all.
  fragments.see(0, [undefined, { free: 13, largest: 8, hostable: () => 1 }]);
  fragments.see(10, [undefined, { free: 7, largest: 8, hostable: () => 0 }]);
  fragments.see(30, [undefined, { free: 16, largest: 8, hostable: () => 2 }]);
  expect(fragments.share(40)).toBe((5 * 10 + 7 * 20) / (13 * 10 + 7 * 20 + 16 * 10));
  fragments.begin(40);
  expect(fragments.share(50)).toBe(0);
});

describe("the fingerprint", () => {
  const digest = (change: (told: Fingerprint) => void): string => {
    const told = new Fingerprint();
    change(told);
    return told.digest(new Float64Array(0));
  };
  const changes = [
    ...["submitted", "refused", "gaveUp", "held", "unheld", "started", "noticed"],
    ...["pardoned", "shrunk", "preempted", "failed", "shed", "killed", "completed"],
  ] as JobChange[];

  test("tells every change of a job from every other, and each of its numbers", () => {
    const all = [
      ...changes.map((change) => digest((told) => told.jobChanged(1, 2, change, 3, 4))),
      digest((told) => told.jobChanged(0, 2, "started", 3, 4)),
      digest((told) => told.jobChanged(1, 0, "started", 3, 4)),
      digest((told) => told.jobChanged(1, 2, "started", -1, 4)),
      digest((told) => told.jobChanged(1, 2, "started", 3, 0)),
      digest(() => {}),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("the table of metrics", () => {
  const headlines = (regimes: Regimes): readonly string[] =>
    definitionsFor(regimes).flatMap(({ name, headline }) => (headline ? [name] : []));

  test("shows no line of jobs without jobs, and none of leases without leases", () => {
    const [both, leases, jobs] = [
      headlines({ leases: true, jobs: true }),
      headlines({ leases: true, jobs: false }),
      headlines({ leases: false, jobs: true }),
    ];
    expect(leases).not.toContain("internalWaitMean");
    expect(leases).toContain("noticesIssued");
    expect(jobs).toContain("internalWaitMean");
    expect(jobs).not.toContain("noticesIssued");
    expect(new Set([...leases, ...jobs])).toEqual(new Set(both));
    expect(metricDefinitions.filter(({ headline }) => headline).map(({ name }) => name)).toEqual(leases);
  });

  test.each([
    ["neither", [], { leases: true, jobs: false }],
    ["jobs", ["jobsSubmitted"], { leases: false, jobs: true }],
    ["leases", ["leasedGpuHours"], { leases: true, jobs: false }],
    ["both", ["jobsSubmitted", "leasedGpuHours"], { leases: true, jobs: true }],
  ])("knows from the metrics whether there are %s", (_, there, regimes) => {
    expect(regimesOf((metric) => there.includes(metric))).toEqual(regimes);
  });

  test("has no name twice, and a place for each", () => {
    const names = metricDefinitions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    names.forEach((name, i) => {
      expect(METRIC[name as MetricName]).toBe(i);
    });
  });
});
