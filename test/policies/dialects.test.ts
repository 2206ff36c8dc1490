/** The rule that tells each dialect from the others, on cases small enough to be worked by hand. */
import { describe, expect, test } from "vitest";
import type { JobStream } from "../../src/model/types.ts";
import { type DialectName, dialectNames } from "../../src/scenario/dialects.ts";
import { shippedPolicies } from "../../src/scenario/shipped-policies.ts";
import { tenant } from "../model/builders.ts";
import {
  externalStream,
  internalStream,
  type JobsSetting,
  type Row,
  runJobs,
} from "../model/job-builders.ts";

const HOUR = 3600;
const LONG = 100_000;

const under = (dialect: DialectName, setting: Omit<JobsSetting, "policy">) =>
  runJobs({ ...setting, policy: { ...shippedPolicies[dialect], trigger: { kind: "never" } } });

/** Two tenants with the same jobs, on terms of their own; tells whose jobs were preempted, tenant by tenant. */
const underTwoTenants = (
  dialect: DialectName,
  rows: readonly Row[],
  external: readonly Row[],
  capacity: number,
  terms: readonly [Partial<JobStream>, Partial<JobStream>],
): number[][] => {
  const streams = [
    internalStream("internal"),
    externalStream("external", { name: "a", ...terms[0] }),
    externalStream("external", { name: "b", tenant: 1, ...terms[1] }),
  ];
  const { world } = under(dialect, {
    capacity,
    rows,
    external,
    plan: { streams, tenants: [tenant("a"), tenant("b")] },
  });
  const { table, preemptions } = world.jobs;
  return [1, 2].map((stream) =>
    Array.from({ length: table.count }, (_, job) => job)
      .filter((job) => table.stream[job] === stream)
      .sort((a, b) => (table.row[a] as number) - (table.row[b] as number))
      .map((job) => preemptions[job] as number),
  );
};

/** A lone job of a tenant makes room for an internal one that comes at second 10. */
const makesRoom = (dialect: DialectName, terms: Partial<JobStream> = {}) => {
  const { internal, external } = under(dialect, {
    capacity: 1,
    rows: [{ submit: 10, gpus: 1, seconds: 5 }],
    external: [{ submit: 0, gpus: 1, seconds: LONG }],
    externalStream: terms,
  });
  return { start: internal[0]?.start, lost: external[0]?.lost };
};

test("slurm: the youngest goes first, after the grace time of its own partition; without one at once", () => {
  const setting = {
    capacity: 2,
    rows: [{ submit: 20, gpus: 1, seconds: 5 }],
    external: [
      { submit: 0, gpus: 1, seconds: LONG },
      { submit: 10, gpus: 1, seconds: LONG },
    ],
  };
  const graceful = under("slurm", { ...setting, externalStream: { notice: 50 } });
  expect(graceful.external.map(({ preemptions }) => preemptions)).toEqual([0, 1]);
  expect(graceful.internal[0]?.start).toBe(70);
  expect(under("slurm", setting).internal[0]?.start).toBe(20);
});

test("slurm: backfill delays nobody ahead, where that of the others minds the head alone", () => {
  // Three of four are busy until 10. The head takes three from 10 to 20 and leaves one over; the next wants all four from 20 on.
  // The last would use the one from 3 to 33, which is no matter to the head.
  const rows = [
    { submit: 0, gpus: 3, seconds: 10 },
    { submit: 1, gpus: 3, seconds: 10 },
    { submit: 2, gpus: 4, seconds: 10 },
    { submit: 3, gpus: 1, seconds: 30 },
  ];
  const starts = (dialect: DialectName): unknown =>
    under(dialect, { capacity: 4, rows }).internal.map(({ start }) => start);
  expect(starts("slurm")).toEqual([0, 10, 20, 30]);
  expect(starts("kubernetes")).toEqual([0, 10, 33, 3]);
});

describe("kubernetes", () => {
  test("takes the fewest victims of the lowest priority, thirty seconds ahead", () => {
    const { internal, external } = under("kubernetes", {
      capacity: 4,
      rows: [{ submit: 20, gpus: 2, seconds: 5 }],
      external: [
        { submit: 0, gpus: 2, seconds: LONG },
        { submit: 10, gpus: 1, seconds: LONG },
        { submit: 11, gpus: 1, seconds: LONG },
      ],
    });
    expect(external.map(({ preemptions }) => preemptions)).toEqual([1, 0, 0]);
    expect(internal[0]?.start).toBe(50);
  });

  test("evicts nobody for what would not fit even so", () => {
    const { internal, external } = under("kubernetes", {
      capacity: 4,
      rows: [
        { submit: 0, gpus: 2, seconds: 100 },
        { submit: 10, gpus: 3, seconds: 5 },
      ],
      external: [{ submit: 0, gpus: 2, seconds: 500 }],
    });
    expect(internal[1]?.start).toBe(130); // two and two are there at 100, thirty seconds after which it starts
    expect(external[0]?.preemptions).toBe(1);
    expect(external[0]?.firstStart).toBe(0);
  });
});

test("kueue: who was taken first and turns out not to be needed is spared", () => {
  const { internal, external } = under("kueue", {
    capacity: 5,
    rows: [{ submit: 20, gpus: 4, seconds: 5 }],
    external: [
      { submit: 0, gpus: 4, seconds: LONG },
      { submit: 10, gpus: 1, seconds: LONG },
    ],
  });
  expect(external.map(({ preemptions }) => preemptions)).toEqual([1, 0]);
  expect(internal[0]?.start).toBe(20);
});

test("volcano: what a gang has above its minimum goes before anyone is stopped", () => {
  const { internal, external, events } = under("volcano", {
    capacity: 6,
    rows: [{ submit: 20, gpus: 2, seconds: 5 }],
    external: [
      { submit: 0, gpus: 4, minGpus: 2, seconds: LONG },
      { submit: 10, gpus: 2, seconds: LONG },
    ],
  });
  expect(external.map(({ preemptions }) => preemptions)).toEqual([0, 0]);
  expect(events.filter(({ kind }) => kind === "job.shrunk")).toHaveLength(1);
  expect(internal[0]?.start).toBe(50);
});

describe("yarn", () => {
  const rows = [{ submit: 20, gpus: 1, seconds: 5 }];
  const external = [
    { submit: 0, gpus: 1, seconds: LONG },
    { submit: 10, gpus: 1, seconds: LONG },
  ];

  test("takes the newest of the queue that is most above its share", () => {
    expect(underTwoTenants("yarn", rows, external, 4, [{ weight: 3 }, { weight: 1 }])).toEqual([
      [0, 0],
      [0, 1],
    ]);
    expect(underTwoTenants("yarn", rows, external, 4, [{ weight: 1 }, { weight: 3 }])).toEqual([
      [0, 1],
      [0, 0],
    ]);
  });

  test("waits fifteen seconds, takes a bounded number a round, and ignores small shortages of leases", () => {
    expect(makesRoom("yarn").start).toBe(25);
    const single = Array.from({ length: 101 }, () => ({ submit: 0, gpus: 1, seconds: LONG }));
    const preempts = (gpus: number): unknown =>
      under("yarn", { capacity: 101, rows: [{ submit: 10, gpus, seconds: 5 }], external: single }).internal[0]
        ?.start;
    expect([preempts(100), preempts(101)]).toEqual([25, LONG]);
    expect(shippedPolicies.yarn.throttle.deadZone).toBe(0.1);
  });
});

test("htcondor: an hour to retire, then ten minutes to vacate; who ends in time loses nothing", () => {
  expect(makesRoom("htcondor").start).toBe(HOUR + 600);
  const { internal, external } = under("htcondor", {
    capacity: 1,
    rows: [{ submit: 10, gpus: 1, seconds: 5 }],
    external: [{ submit: 0, gpus: 1, seconds: HOUR + 300 }],
  });
  expect(internal[0]?.start).toBe(HOUR + 300);
  expect(external[0]).toMatchObject({ preemptions: 0, lost: 0, outcome: "completed" });
});

describe("spot instances", () => {
  test.each([
    ["ec2-spot", 120],
    ["gcp-spot", 30],
    ["azure-spot", 30],
  ] as const)("%s: %i seconds, or more when the job has more", (dialect, seconds) => {
    expect(makesRoom(dialect).start).toBe(10 + seconds);
    expect(makesRoom(dialect, { notice: 900 }).start).toBe(910);
  });

  test("of two minutes a checkpoint of a minute can be written, of thirty seconds it cannot", () => {
    const saving = { checkpointEvery: HOUR, checkpointCost: 60 };
    expect(makesRoom("ec2-spot", saving).lost).toBe(0);
    expect(makesRoom("gcp-spot", saving).lost).toBe(40);
  });

  test("gcp-spot: the youngest", () => {
    const external = [0, 5].map((submit) => ({ submit, gpus: 1, seconds: LONG }));
    const rows = [{ submit: 10, gpus: 1, seconds: 5 }];
    const { external: told } = under("gcp-spot", { capacity: 2, rows, external });
    expect(told.map(({ preemptions }) => preemptions)).toEqual([0, 1]);
  });

  test("azure-spot: who pays least; a notice that does not arrive saves nothing", () => {
    const external = [{ submit: 0, gpus: 1, seconds: LONG }];
    const rows = [{ submit: 10, gpus: 1, seconds: 5 }];
    const fees = [{ feePerGpuHour: 2 }, { feePerGpuHour: 1 }] as const;
    expect(underTwoTenants("azure-spot", rows, external, 2, fees)).toEqual([[0], [1]]);
    const saving = { checkpointEvery: HOUR, checkpointCost: 20 };
    expect(makesRoom("azure-spot", saving).lost).toBe(0);
    expect(makesRoom("azure-spot", { ...saving, delivered: 0 }).lost).toBe(40);
  });
});

test("dialects leave leases to the rule of reactive, but for the dead zone of yarn", () => {
  const { queue: _, preemption: __, ...reactive } = shippedPolicies.reactive;
  for (const name of dialectNames) {
    const throttle = { ...reactive.throttle, deadZone: name === "yarn" ? 0.1 : 0 };
    expect(shippedPolicies[name]).toMatchObject({ ...reactive, throttle });
  }
});
