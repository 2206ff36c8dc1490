/** Jobs for tests: rows written as plain objects, in streams of a program or a tenant, run on one pool. */
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import { jobStates } from "../../src/model/job-store.ts";
import { type JobRows, newRows } from "../../src/model/job-table.ts";
import type { JobStream, Plan, PolicySettings, QueueSettings } from "../../src/model/types.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { DAY, plan, policy, pool, program, tenant } from "./builders.ts";

export type Row = {
  readonly submit: number;
  readonly gpus: number;
  readonly seconds: number;
  readonly estimate?: number;
  readonly minGpus?: number;
  readonly priority?: number;
  readonly user?: number;
};

/** Rows as columns; sorted by submission, in the order given among equals. */
export const rowsOf = (rows: readonly Row[]): JobRows => {
  const sorted = rows.map((row, i) => ({ row, i })).sort((a, b) => a.row.submit - b.row.submit || a.i - b.i);
  const columns = newRows(rows.length);
  sorted.forEach(({ row }, k) => {
    columns.submit[k] = row.submit;
    columns.gpus[k] = row.gpus;
    columns.minGpus[k] = row.minGpus ?? row.gpus;
    columns.seconds[k] = row.seconds;
    columns.estimate[k] = row.estimate ?? Math.max(1, row.seconds);
    columns.priority[k] = row.priority ?? 0;
    columns.user[k] = row.user ?? 0;
  });
  return { ...columns, users: Math.max(1, ...rows.map((row) => (row.user ?? 0) + 1)) };
};

/** An internal stream whose rows are under `key`. */
export const internalStream = (key: string, over: Partial<JobStream> = {}): JobStream => ({
  name: key,
  program: 0,
  tenant: -1,
  priority: 100,
  weight: 1,
  source: { kind: "trace", key },
  pools: [0],
  gpusPerWorker: 0,
  notice: 0,
  delivered: 1,
  minRuntime: 0,
  checkpointEvery: 0,
  checkpointCost: 0,
  restart: 0,
  onPreempt: "requeue",
  queueLimit: Number.POSITIVE_INFINITY,
  patience: Number.POSITIVE_INFINITY,
  turnover: 0,
  runtimes: "exact",
  atEstimate: "kill",
  failuresPerGpuSecond: 0,
  failuresPerSecond: 0,
  feePerGpuHour: 0,
  ...over,
});

/** A tenant's stream, less important than any internal one. */
export const externalStream = (key: string, over: Partial<JobStream> = {}): JobStream =>
  internalStream(key, { program: -1, tenant: 0, priority: 0, feePerGpuHour: 1, ...over });

export type JobsSetting = {
  readonly capacity: number;
  readonly rows: readonly Row[];
  readonly external?: readonly Row[];
  readonly stream?: Partial<JobStream>;
  readonly externalStream?: Partial<JobStream>;
  readonly queue?: Partial<QueueSettings>;
  readonly policy?: Partial<PolicySettings>;
  readonly plan?: Partial<Plan>;
  readonly horizon?: number;
  /** Rows of further streams of the plan, by their keys. */
  readonly more?: { readonly [key: string]: readonly Row[] };
};

/** Runs jobs on one pool and tells what became of each: internal ones first, in the order of their rows. */
export const runJobs = (setting: JobsSetting) => {
  const streams = [internalStream("internal", setting.stream)];
  const traces = new Map([["internal", rowsOf(setting.rows)]]);
  if (setting.external !== undefined) {
    streams.push(externalStream("external", setting.externalStream));
    traces.set("external", rowsOf(setting.external));
  }
  for (const [key, rows] of Object.entries(setting.more ?? {})) traces.set(key, rowsOf(rows));
  const subject = plan({
    horizon: setting.horizon ?? 400 * DAY,
    pools: [pool(setting.capacity)],
    programs: [program("internal", { sources: [] })],
    tenants: [tenant("external")],
    contracts: [],
    streams,
    ...setting.plan,
  });
  const queue = { order: "fcfs", backfill: "easy", halfLife: 7 * DAY, ...setting.queue } as QueueSettings;
  const events: LoggedEvent[] = [];
  const simulation = createSimulation(
    subject,
    policy({ trigger: { kind: "never" }, queue, ...setting.policy }),
    drawDemand(subject, 0, traces),
    { bins: 0, story: false, onEvent: (event) => events.push(event) },
  );
  const result = simulation.finish();
  const { jobs } = simulation.world;
  const told = Array.from({ length: jobs.table.count }, (_, job) => ({
    job,
    stream: jobs.table.stream[job] as number,
    row: jobs.table.row[job] as number,
    start: jobs.lastStart[job] as number,
    firstStart: jobs.firstStart[job] as number,
    end: jobs.end[job] as number,
    outcome: jobStates[jobs.state[job] as number] as string,
    lost: jobs.lost[job] as number,
    preemptions: jobs.preemptions[job] as number,
  }));
  const of = (stream: number) =>
    told.filter((entry) => entry.stream === stream).sort((a, b) => a.row - b.row);
  return { internal: of(0), external: of(1), events, result, world: simulation.world };
};
