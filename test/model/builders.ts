/** Plans for tests, with defaults: one pool, one program by level, one lease, everything divisible and exact. */

import { METRIC, type MetricName } from "../../src/metrics/definitions.ts";
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import type { RunResult } from "../../src/metrics/outcome.ts";
import type {
  Contract,
  LevelDemand,
  Plan,
  PolicySettings,
  Pool,
  Program,
  RunSpec,
  Tenant,
} from "../../src/model/types.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";

export const DAY = 86_400;
export const HOUR = 3600;

export const pool = (gpus: number, over: Partial<Pool> = {}): Pool => ({
  name: "pool",
  gpuType: "gpu",
  site: -1,
  watts: 1000,
  phases: [{ at: 0, value: gpus }],
  outages: [],
  warning: 0,
  nodes: [],
  ...over,
});

export const level = (base: number, over: Partial<LevelDemand> = {}): LevelDemand => ({
  kind: "level",
  base,
  growth: 1,
  every: DAY,
  daily: undefined,
  weekend: 1,
  noise: undefined,
  shocks: undefined,
  steps: [],
  factor: 1,
  own: 0,
  pools: [{ pool: 0, ratio: 1 }],
  ...over,
});

export const gang = (
  name: string,
  start: number,
  gpus: number,
  seconds: number,
  over: Partial<RunSpec> = {},
): RunSpec => ({
  name,
  start,
  gpus,
  minGpus: gpus,
  block: 1,
  work: gpus * seconds,
  notice: 0,
  delivered: 1,
  checkpointEvery: 0,
  checkpointCost: 0,
  restart: 0,
  patience: Number.POSITIVE_INFINITY,
  ...over,
});

export const program = (name: string, over: Partial<Program> & Pick<Program, "sources">): Program => ({
  name,
  priority: 100,
  weight: 1,
  ...over,
});

export const tenant = (name: string, over: Partial<Tenant> = {}): Tenant => ({
  name,
  priority: 0,
  exitAt: undefined,
  exitPerYear: 0,
  exitBelow: 0,
  churn: 0,
  leaving: 0,
  relet: undefined,
  ...over,
});

export const contract = (gpus: number, over: Partial<Contract> = {}): Contract => {
  const start = over.start ?? 0;
  return {
    name: "tenant",
    tenant: 0,
    gpus,
    minQuantity: 0,
    belowMinimum: "refuse",
    signed: 0,
    start,
    expiry: 100 * 365 * DAY,
    termLength: 100 * 365 * DAY,
    lockoutEnd: 0,
    lockoutLength: 0,
    lockoutMeaning: "issue",
    noticeOwner: 30 * DAY,
    noticeTenant: 30 * DAY,
    offRamp: { lasts: 0, fee: 1 },
    delivered: 1,
    ramp: [{ at: start, gpus, fee: 1 }],
    fee: { kind: "perGpuHour", dollars: 1 },
    takeOrPay: true,
    feeDuringNotice: 1,
    terminationByOwner: { kind: "fixed", dollars: 0 },
    terminationByTenant: { kind: "fixed", dollars: 0 },
    slaCredit: [],
    onNotice: { kind: "stay", power: 0.5, remaining: { kind: "constant", value: 0 } },
    acceptEarlyReturn: true,
    turnover: 0,
    renewal: undefined,
    rescindable: 1,
    grace: 30 * DAY,
    onMiss: "proRata",
    minGap: 0,
    maxPerYear: Number.POSITIVE_INFINITY,
    buyOut: undefined,
    pools: [0],
    ...over,
  };
};

export const plan = (over: Partial<Plan> = {}): Plan => {
  const horizon = over.horizon ?? 365 * DAY;
  const monthStarts: number[] = [];
  for (let at = 0; at <= horizon; at += 30 * DAY) monthStarts.push(at);
  monthStarts.push(horizon + 30 * DAY - (horizon % (30 * DAY)));
  return {
    name: "test",
    seed: "test",
    epoch: 1_782_864_000,
    horizon,
    warmUp: 0,
    sites: [],
    pools: [pool(1000)],
    programs: [program("internal", { sources: [level(400)] })],
    tenants: [tenant("tenant")],
    contracts: [contract(600)],
    streams: [],
    pipeline: [],
    market: undefined,
    values: {
      internalGpuHour: 10,
      tenantGpuHour: 10,
      replacement: 90 * DAY,
      inVainAfter: 30 * DAY,
      relocation: 0,
    },
    monthStarts: [...new Set(monthStarts)],
    ...over,
  };
};

export const unthrottled: PolicySettings["throttle"] = {
  minGap: 0,
  maxOpen: Number.POSITIVE_INFINITY,
  maxPerRound: Number.POSITIVE_INFINITY,
  maxPerYear: Number.POSITIVE_INFINITY,
  evictionBudget: { evictions: Number.POSITIVE_INFINITY, per: 0 },
  deadZone: 0,
  naturalExitFactor: 0,
};

export const policy = (over: Partial<PolicySettings> = {}): PolicySettings => ({
  name: "reactive",
  trigger: { kind: "onBlocked", delay: 0 },
  size: { kind: "shortfall" },
  victims: ["shortestNotice", "lowestFee"],
  victimWeights: undefined,
  spare: true,
  notice: { kind: "contractMinimum", length: 0, insideLockout: "refuse" },
  buyOut: 0,
  rescind: { kind: "never" },
  throttle: unthrottled,
  forecast: { kind: "persistence", sd: 0 },
  refill: { kind: "hold", lag: undefined },
  queue: { order: "fcfs", backfill: "easy", halfLife: 7 * DAY },
  placement: "bestFit",
  preemption: {
    enabled: true,
    gap: 1,
    delay: 0,
    victims: ["lowestPriority", "youngest"],
    spare: true,
    partial: false,
    notice: { kind: "own", length: 0 },
    rescind: false,
    minRuntime: 0,
    maxPerRound: Number.POSITIVE_INFINITY,
    budget: { evictions: Number.POSITIVE_INFINITY, per: 0 },
  },
  admission: { kind: "all" },
  ...over,
});

export type Told = RunResult & {
  readonly events: readonly LoggedEvent[];
  readonly get: (metric: MetricName) => number;
  readonly world: ReturnType<typeof createSimulation>["world"];
};

/** Runs a plan and tells everything: metrics by name, story, event log. */
export const run = (subject: Plan, by: PolicySettings = policy(), replication = 0): Told => {
  const events: LoggedEvent[] = [];
  const simulation = createSimulation(subject, by, drawDemand(subject, replication), {
    bins: 20,
    story: true,
    onEvent: (event) => events.push(event),
  });
  const result = simulation.finish();
  return {
    ...result,
    events,
    get: (metric) => result.metrics[METRIC[metric]] as number,
    world: simulation.world,
  };
};

/** Events of one kind, or of kinds that begin with it when it ends in a dot. */
export const only = (told: Told, kind: string): LoggedEvent[] =>
  told.events.filter((event) => (kind.endsWith(".") ? event.kind.startsWith(kind) : event.kind === kind));

/** Demand is `value` from the start of a day on. */
export const at = (day: number, value: number): { readonly at: number; readonly value: number } => ({
  at: day * DAY,
  value,
});

/** Demand in steps: nothing before the first. */
export const steps = (...list: { readonly at: number; readonly value: number }[]): LevelDemand =>
  level(0, { steps: list });

/** Reactive, looking once a day. */
export const daily = policy({ trigger: { kind: "periodic", every: DAY } });
