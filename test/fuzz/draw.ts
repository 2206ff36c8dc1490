/**
 * Whole scenarios for the fuzzer: drawn from the schema, so that no field is forgotten, then given sizes, times and
 * contention at which something happens. The same seed and index give the same scenario.
 */
import fc from "fast-check";
import { soundScenario } from "../scenario/arbitrary.ts";
import { type Chance, chanceFor } from "./chance.ts";
import { bitePolicies } from "./draw-policies.ts";
import { grid, length, moment, quantity, type Scale, scaleOf } from "./scale.ts";

export type Loose = Record<string, unknown>;
export type Drawn = { readonly scenario: Loose; readonly scale: Scale };

/** The scenario of this seed with this number; it may still be refused. */
export const drawScenario = (seed: number, index: number): Drawn => {
  const scale = scaleOf(seed, index);
  const [drawn] = fc.sample(soundScenario, { numRuns: 1, seed: (seed * 1_000_003 + index) | 0 });
  const scenario = structuredClone(drawn) as Loose;
  const chance = (purpose: string): Chance => chanceFor(seed, index, purpose);
  scenario.horizon = scale.horizon;
  scenario.seed = `${seed}:${index}`;
  scenario.start = chance("start").pick("2026-07-01", "2027-02-28", "2026-12-31T23:59:59Z", "2028-01-31");
  if (scale.horizon > 1 && chance("warm-up").hits(0.2)) scenario.warmUp = Math.floor(scale.horizon / 3);
  biteCluster(scenario.cluster as Loose, String(scenario.start), scale, chance("cluster"));
  biteFailures(scenario.cluster as Loose, scale, chance("failures"));
  const pools = poolsFor(scenario.cluster as Loose);
  entries(scenario.internal).forEach((program, i) => {
    biteProgram(program, scale, chance(`program ${i}`), pools);
  });
  const tenants = entries(scenario.tenants);
  if (tenants.length === 0 && chance("tenants").hits(0.8))
    tenants.push({ name: "t0", contract: { gpus: 1 } });
  scenario.tenants = Array.from({ length: scale.crowd }, () => structuredClone(tenants))
    .flat()
    .map((tenant, i) => biteTenant({ ...tenant, name: `t${i}` }, scale, chance(`tenant ${i}`), pools));
  entries(scenario.pipeline).forEach((prospects, i) => {
    const each = chance(`prospects ${i}`);
    if (prospects.arrivals !== undefined) prospects.arrivals = arrivalsOf(each, scale, 6);
    prospects.gpus = quantity(each, scale);
    biteContract(prospects.terms as Loose, scale, each, pools);
  });
  scenario.policies = bitePolicies(scenario.policies, scale, chance("policies"));
  delete scenario.assert;
  return { scenario, scale };
};

const entries = (list: unknown): Loose[] => (Array.isArray(list) ? (list as Loose[]) : []);
const listOf = (one: unknown): Loose[] => (Array.isArray(one) ? (one as Loose[]) : [one as Loose]);

/** A date of the language, so many seconds after another. */
const dateAfter = (start: string, seconds: number): string => {
  const midnight = start.includes("T") ? start : `${start}T00:00:00Z`;
  return new Date(Date.parse(midnight) + seconds * 1000).toISOString().replace(".000", "");
};

function biteCluster(cluster: Loose, start: string, scale: Scale, chance: Chance): void {
  const hasSite = entries(cluster.sites).length > 0;
  entries(cluster.pools).forEach((pool, p) => {
    if (pool.nodes !== undefined) {
      const per = chance.pick(1, 4, 8);
      pool.nodes = { count: Math.max(1, Math.ceil(scale.gpus / per / 2)), gpus: per };
      return;
    }
    pool.gpus = p === 0 ? scale.gpus : chance.pick(0, 1, Math.ceil(scale.gpus / 2));
    pool.kwPerGpu = chance.pick(0, 1, 1.5);
    if (hasSite && chance.hits(0.5)) pool.site = "s0";
    if (pool.outages !== undefined || chance.hits(0.2)) pool.outages = outages(chance, scale);
    if (chance.hits(0.25) && scale.horizon > 10) {
      pool.phases = [
        { at: start, gpus: pool.gpus },
        {
          at: dateAfter(start, 1 + Math.floor(scale.horizon / 3)),
          gpus: chance.pick(0, quantity(chance, scale)),
        },
      ];
      delete pool.gpus;
    }
  });
  entries(cluster.sites).forEach((site) => {
    if (site.power !== undefined || chance.hits(0.5)) site.power = `${scale.gpus} kW`;
    if (site.power !== undefined && chance.hits(0.3))
      site.dutyCycle = { period: Math.max(2, grid(chance, scale)), off: 1, power: "50 %" };
  });
}

const outages = (chance: Chance, scale: Scale): Loose[] =>
  Array.from({ length: chance.whole(1, 2) }, () => ({
    at: moment(chance, scale),
    gpus: quantity(chance, scale),
    lasts: Math.max(1, length(chance, scale)),
  }));

/** A third of the pools fail block by block, some of them all the time. */
function biteFailures(cluster: Loose, scale: Scale, chance: Chance): void {
  entries(cluster.pools).forEach((pool) => {
    if (pool.nodes !== undefined || scale.horizon === 0 || !chance.hits(0.33)) return;
    const block = chance.pick(1, 7, 8, Math.ceil(scale.gpus / 4), scale.gpus);
    const blocks = Math.max(1, Math.floor((2 * scale.gpus) / block));
    // About so many failures over the horizon, whatever the number of blocks.
    const between = Math.max(1, Math.floor((scale.horizon * blocks) / chance.pick(3, 30, 300)));
    const repair = Math.max(1, length(chance, scale));
    pool.block = block;
    pool.failures = {
      between: chance.pick<unknown>(between, { kind: "exponential", mean: between }),
      repair: chance.pick<unknown>(repair, { kind: "exponential", mean: repair }),
      ...(chance.hits(0.5) ? { crew: chance.pick(1, 3) } : {}),
      spares: chance.pick(0, 1, 10),
      swap: chance.pick(0, 0, 1, length(chance, scale)),
    };
  });
}

/** Pools where leases and programs may be; those with nodes serve jobs only. */
const poolsFor = (cluster: Loose): string[] =>
  entries(cluster.pools).flatMap((pool) => (pool.nodes === undefined ? [String(pool.name)] : []));

function biteProgram(program: Loose, scale: Scale, chance: Chance, pools: readonly string[]): void {
  program.priority = chance.pick(50, 100, 100, 150);
  program.weight = chance.pick(1, 1, 2);
  program.demand = listOf(program.demand).map((demand) => {
    if (demand.kind === "level") return biteLevel(demand, scale, chance, pools);
    if (demand.kind === "runs") return biteRuns(demand, scale, chance, pools);
    return biteJobs(demand, scale, chance);
  });
}

const choice = (chance: Chance, pools: readonly string[]): unknown[] =>
  pools.length > 1 && chance.hits(0.4)
    ? [pools[0], { pool: pools[1], ratio: chance.pick(1, 2, 0.5) }]
    : [pools[0]];

function biteLevel(level: Loose, scale: Scale, chance: Chance, pools: readonly string[]): Loose {
  const most = scale.gpus;
  level.base = chance.pick(0, 1, Math.floor(most / 4), Math.floor(most / 2), most);
  level.growth = chance.pick(1, 1.5, 3, 20);
  level.every = grid(chance, scale);
  level.pools = choice(chance, pools);
  if (chance.hits(0.6)) {
    const times = [...new Set(Array.from({ length: 4 }, () => moment(chance, scale)))].sort((a, b) => a - b);
    level.steps = times.map((at, i) => ({
      at,
      gpus:
        i % 2 === 0
          ? chance.pick(Math.floor(most / 2), most, 2 * most)
          : chance.pick(0, 1, Math.floor(most / 8)),
    }));
  }
  if (level.own !== undefined) level.own = chance.pick(0, Math.floor(most / 8));
  if (level.noise !== undefined) level.noise = { halfLife: Math.max(1, length(chance, scale)), sigma: 0.3 };
  return level;
}

function biteRuns(demand: Loose, scale: Scale, chance: Chance, pools: readonly string[]): Loose {
  demand.pools = choice(chance, pools);
  demand.runs = entries(demand.runs).map((run) => {
    const gpus = quantity(chance, scale);
    const patience = chance.hits(0.4) ? { patience: length(chance, scale) } : {};
    return {
      ...run,
      start: moment(chance, scale),
      gpus,
      ...(chance.hits(0.4) ? { minGpus: Math.max(1, Math.floor(gpus / 2)) } : {}),
      duration: Math.max(1, length(chance, scale)),
      notice: length(chance, scale),
      ...patience,
    };
  });
  return demand;
}

/** A handful of jobs over the horizon, some of them at one instant. */
function arrivalsOf(chance: Chance, scale: Scale, jobs: number): Loose {
  const hours = Math.max(1, scale.horizon / 3600);
  const perHour = Math.max(1e-6, Math.min(1e6, jobs / hours));
  switch (chance.whole(0, 4)) {
    case 0:
      return {
        kind: "at",
        times: Array.from({ length: Math.min(jobs, 30) }, () => moment(chance, scale)).sort((a, b) => a - b),
      };
    case 1:
      return { kind: "renewal", perHour, shape: chance.pick(0.2, 1, 4) };
    case 2:
      return {
        kind: "mmpp",
        spells: [0, 2].map((k) => ({ perHour: k * perHour, lasts: Math.max(1, grid(chance, scale)) })),
      };
    default:
      return { kind: "poisson", perHour };
  }
}

function biteJobs(jobs: Loose, scale: Scale, chance: Chance): Loose {
  if (jobs.kind === "trace") return { ...jobs, timeScale: 1, runScale: 1, repeat: 1 };
  if (jobs.kind === "lublin")
    return { ...jobs, machine: Math.max(1, Math.min(scale.gpus, 1000)), gapFactor: 100 };
  const gpus = chance.pick(1, 2, 8, Math.max(1, Math.floor(scale.gpus / 3)));
  const notice = chance.hits(0.7) ? { notice: chance.pick(0, 1, 30, 120, 3600) } : {};
  return {
    ...jobs,
    arrivals: arrivalsOf(chance, scale, scale.jobs),
    gpus: chance.hits(0.5) ? gpus : { kind: "uniform", from: 1, to: Math.max(2, gpus) },
    work: chance.pick(0, 1, 60, 3600, Math.max(1, Math.floor(scale.horizon / 8))),
    ...(chance.hits(0.5) ? { estimate: 2 } : {}),
    ...(chance.hits(0.5)
      ? { checkpoint: { every: chance.pick(60, 600, 3600), cost: chance.pick(0, 30, 60) } }
      : {}),
    ...notice,
    ...(chance.hits(0.7) ? { minRuntime: 0 } : {}),
  };
}

function biteTenant(tenant: Loose, scale: Scale, chance: Chance, pools: readonly string[]): Loose {
  if (chance.hits(0.3)) tenant.exit = { at: moment(chance, scale) };
  if (chance.hits(0.4))
    tenant.relet = {
      lag: { kind: "exponential", mean: Math.max(1, Math.floor(scale.horizon / 10)) },
      fee: 0.9,
    };
  if (tenant.contract !== undefined)
    tenant.contract = listOf(tenant.contract).map((contract) => {
      contract.gpus = Math.max(
        1,
        Math.min(chance.hits(0.5) ? Math.ceil(scale.gpus * 0.6) : quantity(chance, scale), scale.gpus),
      );
      biteContract(contract, scale, chance, pools);
      if (chance.hits(0.2)) contract.start = moment(chance, scale);
      return contract;
    });
  if (tenant.jobs !== undefined)
    tenant.jobs = listOf(tenant.jobs).map((jobs) => biteJobs(jobs, scale, chance));
  return tenant;
}

function biteContract(contract: Loose, scale: Scale, chance: Chance, pools: readonly string[]): void {
  contract.pools = pools.slice(0, chance.pick(1, 1, 2));
  const long = 10 * scale.horizon + 1;
  contract.term = Math.max(1, chance.pick(long, long, length(chance, scale)));
  contract.lockout = Math.min(chance.pick(0, 0, 0, length(chance, scale)), contract.term as number);
  contract.lockoutMeaning = chance.pick("issue", "effective");
  contract.notice = {
    owner: chance.pick(Math.floor(scale.horizon / 6), length(chance, scale)),
    tenant: length(chance, scale),
    delivered: chance.pick("100 %", "100 %", "50 %", "0 %"),
  };
  contract.minQuantity = chance.pick("0 %", "0 %", "50 %", "100 %");
  contract.onNotice = chance.pick("linear", "stay", "leaveNow", "earlyRamp", "finishThenLeave");
  contract.turnover = chance.pick(0, 0, 1, Math.floor(scale.horizon / 30));
  contract.rescindable = chance.pick(0, 0.5, 1);
  if (chance.hits(0.3))
    contract.renewal = {
      term: 1 + Math.floor(scale.horizon / chance.pick(1, 3, 20)),
      probability: chance.pick(0, 0.5, 1),
    };
  if (contract.buyOut !== undefined)
    contract.buyOut = { perGpuDay: chance.pick(0, 1, 24), notice: length(chance, scale) };
  if (chance.hits(0.5)) contract.offRamp = { lasts: chance.pick(0, length(chance, scale)), fee: 0.5 };
  contract.delivery = { grace: length(chance, scale), onMiss: chance.pick("terminate", "proRata") };
}
