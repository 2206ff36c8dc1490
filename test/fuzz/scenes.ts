/**
 * Scenes: most scenarios that are drawn field by field hold nobody who wants what another has. So most of them get a
 * scene on top, at their own size: an owner that wants leases back, work that stops other work, or gangs that wait.
 * What was drawn stays.
 */
import type { Chance } from "./chance.ts";
import { biteContract } from "./draw-tenants.ts";
import { entries, type Loose } from "./loose.ts";
import { moment, part, type Scale } from "./scale.ts";

type Stage = {
  readonly scenario: Loose;
  readonly scale: Scale;
  readonly chance: Chance;
  /** Pools in which leases and programs may be. */
  readonly pools: readonly string[];
};

export const addScene = (stage: Stage): void => {
  const { scenario, scale, chance } = stage;
  if (scale.horizon < 60) return;
  const scene = chance.pick("none", "none", "recall", "recall", "recall", "jobs", "jobs", "gangs", "all");
  if (scene === "none") return;
  const known = addPools(stage);
  if (scene === "recall" || scene === "gangs" || scene === "all") addLeases(known);
  if (scene === "recall" || scene === "all") addLevels(known);
  if (scene === "gangs" || scene === "all") addGangs(known);
  if (scene === "jobs" || scene === "all") addJobs(known);
  scenario.values = {
    ...(scenario.values as Loose | undefined),
    internalGpuHour: chance.pick(1, 3, 100),
    tenantGpuHour: chance.pick(0, 1),
  };
};

/** Sometimes one pool more that programs can turn to. */
function addPools(stage: Stage): Stage {
  const { scenario, scale, chance, pools } = stage;
  if (pools.length > 1 || !chance.hits(0.4)) return stage;
  const pool = { name: "spare", gpus: Math.max(1, Math.ceil(scale.gpus / chance.pick(2, 4))) };
  entries((scenario.cluster as Loose).pools).push(pool);
  return { ...stage, pools: [...pools, pool.name] };
}

const choice = (chance: Chance, pools: readonly string[]): unknown[] =>
  pools.length > 1 && chance.hits(0.6)
    ? [pools[0], { pool: pools[1], ratio: chance.pick(1, 2, 0.5) }]
    : [pools[0]];

const internal = (scenario: Loose): Loose[] => {
  scenario.internal = entries(scenario.internal);
  return scenario.internal as Loose[];
};

/** One or two programs that want much, then little, then much again. */
function addLevels({ scenario, scale, chance, pools }: Stage): void {
  const most = scale.gpus;
  for (let i = 0; i < chance.pick(1, 1, 2); i++) {
    const times = Array.from({ length: 5 }, () => moment(chance, scale));
    const steps = [...new Set(times)]
      .sort((a, b) => a - b)
      .map((at, k) => ({
        at,
        gpus: k % 2 === 0 ? chance.pick(Math.ceil(most / 2), Math.ceil(0.8 * most), most) : chance.pick(0, 1),
      }));
    internal(scenario).push({
      name: `want${i}`,
      priority: chance.pick(100, 120 - 30 * i),
      demand: {
        kind: "level",
        base: Math.floor(most / chance.pick(3, 8)),
        every: part(scale, chance.pick(20, 60, 120)),
        growth: chance.pick(1, 2, 20),
        steps,
        pools: choice(chance, pools),
      },
    });
  }
}

/** Leases that fill what there is, some of them more. */
function addLeases({ scenario, scale, chance, pools }: Stage): void {
  const count = chance.whole(1, 4);
  const each = Math.max(1, Math.floor((scale.gpus * chance.pick(0.7, 1, 1.3)) / count));
  const tenants = entries(scenario.tenants);
  for (let i = 0; i < count; i++) {
    const contract: Loose = { gpus: Math.max(1, Math.min(each + chance.pick(0, 0, 1, -1), scale.gpus)) };
    biteContract(contract, scale, chance, pools);
    const long = 10 * scale.horizon + 1;
    contract.term = chance.pick(long, long, part(scale, 1), part(scale, 2), part(scale, 4));
    contract.lockout = Math.min(
      chance.pick(0, 0, 0, part(scale, 3), part(scale, 8)),
      contract.term as number,
    );
    contract.notice = {
      owner: chance.pick(0, 0, 1, part(scale, 60), part(scale, 20), part(scale, 8), part(scale, 3)),
      tenant: chance.pick(0, part(scale, 20), part(scale, 6)),
      delivered: chance.pick("100 %", "100 %", "50 %"),
    };
    // Some terms end in time for what is short, and whether they are renewed is open until then.
    if (chance.hits(0.3))
      contract.renewal = { term: part(scale, 2), probability: chance.pick(0, 0.5), lead: 0 };
    contract.belowMinimum = chance.pick("refuse", "terminate");
    contract.fee = { perGpuHour: chance.pick(0, 0.5, 1, 2) };
    contract.acceptEarlyReturn = chance.hits(0.6);
    if (chance.hits(0.3))
      contract.buyOut = { perGpuDay: chance.pick(0, 1), notice: chance.pick(0, 1, part(scale, 100)) };
    if (chance.hits(0.2)) contract.limits = { minGap: part(scale, 20), maxPerYear: chance.pick(1, 2, 10) };
    if (chance.hits(0.2)) contract.start = moment(chance, scale);
    tenants.push({
      name: `lease${i}`,
      priority: chance.pick(0, 10, 50),
      contract,
      churn: chance.pick(0, 0.5),
      ...(chance.hits(0.3) ? { exit: { at: moment(chance, scale) } } : {}),
      ...(chance.hits(0.3) ? { relet: { lag: part(scale, 20), fee: 0.9 } } : {}),
    });
  }
  scenario.tenants = tenants;
}

/** Planned runs of more and of less importance, so that some are stopped and some wait for leases. */
function addGangs({ scenario, scale, chance, pools }: Stage): void {
  for (const priority of [150, 60]) {
    const runs = Array.from({ length: chance.whole(1, 3) }, (_, i) => {
      const gpus = Math.max(1, Math.ceil(scale.gpus * chance.pick(0.3, 0.6, 0.9, 1)));
      return {
        name: `gang${i}`,
        start: moment(chance, scale),
        gpus,
        duration: part(scale, chance.pick(2, 5, 20)),
        notice: chance.pick(0, 60, part(scale, 60), part(scale, 10)),
        delivered: chance.pick("100 %", "50 %"),
        ...(chance.hits(0.5) ? { minGpus: Math.ceil(gpus / 2) } : {}),
        ...(chance.hits(0.5) ? { checkpoint: { every: part(scale, 50), cost: chance.pick(0, 30) } } : {}),
        ...(chance.hits(0.5) ? { patience: part(scale, chance.pick(8, 20, 60)) } : {}),
      };
    });
    internal(scenario).push({
      name: `gangs${priority}`,
      priority,
      demand: { kind: "runs", runs, pools: choice(chance, pools) },
    });
  }
}

/** Jobs of tenants that fill a pool, and the owner's own, which may stop them. */
function addJobs({ scenario, scale, chance, pools }: Stage): void {
  const place = chance.hits(0.4) ? addNodes(scenario, scale, chance) : (pools[0] as string);
  const tenants = entries(scenario.tenants);
  const stream = (count: number, share: number): Loose => {
    const gpus = Math.max(2, Math.floor(scale.gpus * share));
    return {
      kind: "jobs",
      arrivals: {
        kind: "at",
        times: Array.from({ length: count }, () => moment(chance, scale)).sort((a, b) => a - b),
      },
      gpus: chance.hits(0.5) ? gpus : { kind: "uniform", from: 1, to: gpus },
      work: chance.pick<unknown>(part(scale, 3), part(scale, 10), {
        kind: "uniform",
        from: 1,
        to: part(scale, 4) + 1,
      }),
      estimate: chance.pick(1, 1, 2),
      runtimes: chance.pick("exact", "estimates"),
      users: chance.pick(1, 3),
      delivered: chance.pick(1, 1, 0.5),
      pools: [place],
      ...(chance.hits(0.5) ? { minGpus: "50 %" } : {}),
      ...(chance.hits(0.6) ? { checkpoint: { every: part(scale, 50), cost: chance.pick(0, 30) } } : {}),
      ...(chance.hits(0.2) ? { patience: part(scale, chance.pick(10, 40)) } : {}),
      ...(chance.hits(0.2) ? { turnover: part(scale, 100) } : {}),
      ...(chance.hits(0.2) ? { onPreempt: "cancel" } : {}),
    };
  };
  for (let i = 0; i < chance.whole(1, 3); i++)
    tenants.push({
      name: `spot${i}`,
      priority: chance.pick(0, 10, 20),
      jobs: {
        ...stream(chance.whole(3, 10), chance.pick(0.2, 0.4)),
        notice: chance.pick(0, 30, 120, part(scale, 30)),
        fee: { perGpuHour: chance.pick(0, 1, 2) },
        weight: chance.pick(1, 2),
      },
    });
  scenario.tenants = tenants;
  for (const priority of chance.pick([100], [100, 60]))
    internal(scenario).push({
      name: `work${priority}`,
      priority,
      demand: {
        ...stream(chance.whole(2, 8), chance.pick(0.3, 0.6, 1)),
        notice: chance.pick(0, 60, part(scale, 30)),
      },
    });
}

/** A pool of nodes for them alone. */
function addNodes(scenario: Loose, scale: Scale, chance: Chance): string {
  const per = chance.pick(1, 4, 8);
  entries((scenario.cluster as Loose).pools).push({
    name: "rack",
    nodes: { count: Math.max(1, Math.ceil(scale.gpus / per)), gpus: per },
  });
  return "rack";
}
