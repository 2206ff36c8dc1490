/**
 * Exact relations between two runs of job scenarios: what must not matter does not, and what scales does so to the
 * second. Each relation says what it leaves out, and why it could not hold there.
 */
import { describe, expect } from "vitest";
import type { Observer } from "../../src/model/observer.ts";
import type { JobStream, Plan, PolicySettings } from "../../src/model/types.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { pool } from "../model/builders.ts";
import { externalStream, type Row, rowsOf } from "../model/job-builders.ts";
import { HORIZON, type JobScenario, jobScenarios, planOf } from "./job-scenarios.ts";
import { relation } from "./relations.ts";
import { larger, largerRow, slower, slowerPolicy, slowerRow } from "./scales.ts";

const RUNS = 500;

type Setting = {
  readonly plan: Plan;
  readonly policy: PolicySettings;
  readonly rows: ReadonlyMap<string, readonly Row[]>;
};

const settingOf = (s: JobScenario): Setting => ({
  plan: planOf(s),
  policy: s.policy,
  rows: new Map([
    ["internal", s.internal],
    ["external", s.external],
  ]),
});

const simulate = ({ plan, policy, rows }: Setting, observe?: () => Observer) => {
  const traces = new Map([...rows].map(([key, list]) => [key, rowsOf(list)]));
  const simulation = createSimulation(plan, policy, drawDemand(plan, 0, traces), {
    bins: observe === undefined ? 0 : 30,
    story: observe !== undefined,
    observe,
  });
  const result = simulation.finish();
  return { jobs: simulation.world.jobs, result };
};

/** What became of the jobs of each stream, row by row; times in units of `second`, sizes in units of `gpu`. */
const schedule = (setting: Setting, streams: readonly string[], second = 1, gpu = 1) => {
  const { jobs } = simulate(setting);
  const scaled = (at: number | undefined): number => (at === -1 ? -1 : (at as number) / second);
  return streams.map((name) => {
    const stream = setting.plan.streams.findIndex((s) => s.name === name);
    const rows: unknown[] = [];
    for (let job = 0; job < jobs.table.count; job++) {
      if (jobs.table.stream[job] !== stream) continue;
      rows[jobs.table.row[job] as number] = [
        scaled(jobs.firstStart[job]),
        scaled(jobs.lastStart[job]),
        scaled(jobs.end[job]),
        jobs.state[job],
        (jobs.held[job] as number) / gpu,
        (jobs.lost[job] as number) / second / gpu,
        jobs.preemptions[job],
      ];
    }
    return rows;
  });
};

const BOTH = ["internal", "external"];

const check = (name: string, property: (s: JobScenario) => void): void =>
  relation(name, [jobScenarios], RUNS, property);

/** Without what is drawn by name: failures, notices that do not arrive, victims by lot. */
const withoutDraws = (s: JobScenario): JobScenario => {
  const terms = { failuresPerGpuSecond: 0, failuresPerSecond: 0, delivered: 1 };
  const { preemption } = s.policy;
  const victims = preemption.victims.filter((order) => order !== "random");
  return {
    ...s,
    internalTerms: { ...s.internalTerms, ...terms, checkpointEvery: whole(s.internalTerms.checkpointEvery) },
    externalTerms: { ...s.externalTerms, ...terms, checkpointEvery: whole(s.externalTerms.checkpointEvery) },
    policy: { ...s.policy, preemption: { ...preemption, victims } },
  };
};

const whole = (every: JobStream["checkpointEvery"] | undefined) => (every === "young" ? 100 : every);

/** Sizes that never change, so that no work is divided among another number of accelerators and rounded. */
const rigid = (s: JobScenario): JobScenario => ({
  ...s,
  internal: s.internal.map((row) => ({ ...row, minGpus: row.gpus })),
  external: s.external.map((row) => ({ ...row, minGpus: row.gpus })),
});

const withAdmission = (s: JobScenario, kinds: readonly string[]): JobScenario =>
  kinds.includes(s.policy.admission.kind) ? s : { ...s, policy: { ...s.policy, admission: { kind: "all" } } };

describe("what does not matter to jobs", () => {
  check("who watches", (s) => {
    const setting = settingOf(s);
    const plain = simulate(setting);
    const watched = simulate(setting, () => ({ jobChanged() {}, moved() {}, settled() {} }));
    expect(watched.result.fingerprint).toBe(plain.result.fingerprint);
    expect(watched.result.metrics).toEqual(plain.result.metrics);
  });

  check("a tenant whose jobs never come", (s) => {
    const setting = settingOf(s);
    const { plan } = setting;
    const ghost: Setting = {
      ...setting,
      plan: {
        ...plan,
        tenants: [...plan.tenants, { ...(plan.tenants[0] as Plan["tenants"][0]), name: "ghost" }],
        streams: [...plan.streams, externalStream("ghost", { tenant: 1, priority: -1 })],
      },
      rows: new Map([...setting.rows, ["ghost", []]]),
    };
    expect(schedule(ghost, BOTH)).toEqual(schedule(setting, BOTH));
  });

  check("what the streams are called, when nothing is drawn by name", (drawn) => {
    const setting = settingOf(withoutDraws(drawn));
    const streams = setting.plan.streams.map((stream) => ({ ...stream, name: `other ${stream.name}` }));
    const renamed = { ...setting, plan: { ...setting.plan, streams } };
    const names = BOTH.map((name) => `other ${name}`);
    expect(schedule(renamed, names)).toEqual(schedule(setting, BOTH));
  });

  check("what happens after the horizon: a longer run begins as the shorter one", (s) => {
    const setting = settingOf(s);
    const { plan } = setting;
    const until = (horizon: number): unknown[] => {
      const log: unknown[] = [];
      const subject = { ...plan, horizon };
      const traces = new Map([...setting.rows].map(([key, list]) => [key, rowsOf(list)]));
      const demand = drawDemand(subject, 0, traces);
      // Numbers count all jobs that come before the horizon, in the order of their submission: the first ones agree.
      createSimulation(subject, setting.policy, demand, {
        bins: 0,
        story: false,
        observe: () => ({
          jobChanged(at, job, change, _pool, gpus) {
            if (at < HORIZON / 2) log.push([at, job, change, gpus]);
          },
        }),
      }).finish();
      return log;
    };
    expect(until(HORIZON)).toEqual(until(HORIZON / 2));
  });
});

describe("what scales", () => {
  check("time: everything three times as long takes three times as long", (drawn) => {
    // A quota by forecast calls an hour long whatever the scale; what outlasts its estimate is expected next second.
    const s = withAdmission(rigid(withoutDraws(drawn)), ["all", "quota"]);
    const exact: JobScenario = {
      ...s,
      internalTerms: { ...s.internalTerms, atEstimate: "kill" },
      externalTerms: { ...s.externalTerms, atEstimate: "kill" },
    };
    const setting = settingOf(exact);
    expect(schedule(slowed(setting, 3), BOTH, 3)).toEqual(schedule(setting, BOTH));
  });

  check("size: everything three times as large is the same schedule", (drawn) => {
    const s = withAdmission(withoutDraws({ ...drawn, nodes: 0 }), ["all"]);
    const setting = settingOf(s);
    expect(schedule(enlarged(setting, 3), BOTH, 1, 3)).toEqual(schedule(setting, BOTH));
  });
});

describe("what is apart", () => {
  check("two pools with a stream each are two runs", (drawn) => {
    const s: JobScenario = {
      ...withAdmission(drawn, ["all"]),
      nodes: 0,
      levels: undefined,
      outage: undefined,
    };
    // A budget of evictions is one for all pools.
    const budget = { evictions: Number.POSITIVE_INFINITY, per: 0 };
    const policy = { ...s.policy, preemption: { ...s.policy.preemption, budget } };
    const { plan, rows } = settingOf({ ...s, policy });
    const pools = [pool(s.capacity), pool(s.capacity, { name: "other" })];
    const [internal, external] = plan.streams as readonly [JobStream, JobStream];
    const apart = { ...external, pools: [1] };
    const only = (stream: JobStream): Setting => ({
      plan: { ...plan, pools, streams: [stream] },
      policy,
      rows,
    });
    const together = schedule({ plan: { ...plan, pools, streams: [internal, apart] }, policy, rows }, BOTH);
    expect(together).toEqual([
      ...schedule(only(internal), ["internal"]),
      ...schedule(only(apart), ["external"]),
    ]);
  });

  check("with room for everyone nobody waits", (drawn) => {
    const s = {
      ...withAdmission(drawn, ["all"]),
      nodes: 0,
      levels: undefined,
      outage: undefined,
      capacity: 10_000,
    };
    const { jobs } = simulate(settingOf(s as JobScenario));
    for (let job = 0; job < jobs.table.count; job++) {
      expect(jobs.firstStart[job]).toBe(jobs.table.submit[job]);
      expect(jobs.preemptions[job]).toBe(0);
    }
  });
});

const rowsBy = (rows: Setting["rows"], change: (row: Row) => Row): Setting["rows"] =>
  new Map([...rows].map(([key, list]) => [key, list.map(change)]));

const slowed = ({ plan, policy, rows }: Setting, k: number): Setting => ({
  plan: slower(plan, k),
  policy: slowerPolicy(policy, k),
  rows: rowsBy(rows, (row) => slowerRow(row, k)),
});

const enlarged = ({ plan, policy, rows }: Setting, k: number): Setting => ({
  plan: larger(plan, k),
  policy,
  rows: rowsBy(rows, (row) => largerRow(row, k)),
});
