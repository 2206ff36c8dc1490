/**
 * What sound samples leave out, since its figures must agree with each other: laws of every kind, seasons and surges,
 * ramps, prices by notice, faster code, a market that moves, jobs by workers, cascades of arrivals, recorded capacity.
 */
import { MAX_SECONDS } from "../../src/scenario/fields.ts";
import type { Chance } from "./chance.ts";
import { lawOf, runTimesOf, sizesOf } from "./laws.ts";
import { entries, type Loose, listOf } from "./loose.ts";
import { dateAfter, length, moment, part, type Scale } from "./scale.ts";

export const addMore = (scenario: Loose, scale: Scale, chance: Chance): void => {
  const { tenants, internal, pipeline, cluster } = scenario;
  if (scale.horizon < 60) return;
  const pool = entries((cluster as Loose).pools)[0]?.name;
  for (const each of entries((cluster as Loose).pools)) morePool(each, scale, chance);
  for (const site of entries((cluster as Loose).sites))
    if (typeof site.power === "string" && chance.hits(0.3))
      site.power = [
        { at: scenario.start, is: site.power },
        { at: dateAfter(String(scenario.start), part(scale, 3)), is: "5 kW" },
      ];
  for (const program of entries(internal))
    for (const demand of listOf(program.demand)) moreDemand(demand, pool, scale, chance);
  for (const tenant of entries(tenants)) {
    if (tenant.exit !== undefined && chance.hits(0.4)) tenant.exit = exitOf(scale, chance);
    if (tenant.relet !== undefined && chance.hits(0.4))
      tenant.relet = { ...(tenant.relet as Loose), lag: lawOf(part(scale, 15), chance) };
    for (const contract of tenant.contract === undefined ? [] : listOf(tenant.contract)) {
      moreTerms(contract, scale, chance);
      if (chance.hits(0.15)) contract.ramp = rampOf(scale, chance);
      if (chance.hits(0.1) && contract.start === undefined && Number(contract.term) > scale.horizon) {
        contract.signed = "2026-06-01";
        contract.term = Number(contract.term) + 3 * YEAR;
      }
    }
    for (const jobs of tenant.jobs === undefined ? [] : listOf(tenant.jobs))
      moreJobs(jobs, pool, scale, chance);
  }
  for (const prospects of entries(pipeline)) {
    moreTerms(prospects.terms as Loose, scale, chance);
    prospects.arrivals = moreArrivals(prospects.arrivals as Loose, 6, scale, chance);
    if (chance.hits(0.3)) prospects.gpus = sizesOf(Math.ceil(scale.gpus / 4), scale.gpus, chance);
  }
  if (chance.hits(0.3)) scenario.market = marketOf(scale, chance);
};

const YEAR = 365 * 86_400;

function morePool(pool: Loose, scale: Scale, chance: Chance): void {
  const { nodes, failures } = pool;
  if (chance.hits(0.08)) recorded(pool, chance);
  if (nodes !== undefined && !Array.isArray(nodes) && chance.hits(0.3))
    pool.nodes = [nodes, { count: chance.pick(1, 3), gpus: chance.pick(1, 2, 8) }];
  if (failures !== undefined && chance.hits(0.3))
    pool.failures = { ...(failures as Loose), repair: lawOf(part(scale, chance.pick(10, 100)), chance) };
  const blocks = Math.max(1, Math.floor((2 * scale.gpus) / Number(pool.block ?? 1)));
  if (failures !== undefined && chance.hits(0.3))
    pool.failures = {
      ...(pool.failures as Loose),
      between: lawOf(Math.min(MAX_SECONDS / 20, Math.ceil((scale.horizon * blocks) / 20)), chance),
    };
}

/** Capacity that was recorded instead of capacity that is stated. */
function recorded(pool: Loose, chance: Chance): void {
  if (pool.nodes !== undefined || pool.phases !== undefined || pool.failures !== undefined) return;
  delete pool.gpus;
  delete pool.outages;
  pool.availability = {
    file: "nodes.txt",
    gpusPerNode: chance.pick(1, 8),
    timeScale: chance.pick(1, 2),
    warning: chance.pick(0, 60, 3600),
  };
}

function moreDemand(demand: Loose, pool: unknown, scale: Scale, chance: Chance): void {
  if (demand.kind === "runs") {
    for (const run of entries(demand.runs)) {
      if (!chance.hits(0.2)) continue;
      run.work = Math.max(0.01, (Number(run.gpus) * part(scale, chance.pick(2, 10))) / 3600);
      delete run.duration;
    }
    return;
  }
  if (demand.kind !== "level") {
    moreJobs(demand, pool, scale, chance);
    return;
  }
  if (chance.hits(0.15))
    demand.season = {
      daily: { peak: chance.pick(1, 1.4), trough: chance.pick(0, 0.6), peakHour: chance.pick(0, 15, 24) },
      ...(chance.hits(0.5) ? { weekly: { weekend: chance.pick(0, 0.5, 2) } } : {}),
    };
  if (chance.hits(0.15))
    demand.shocks = {
      perYear: Math.min(1000, (chance.pick(1, 5) * YEAR) / scale.horizon),
      size: [chance.pick(0, 0.5), 1],
      lasts: Math.max(1, length(chance, scale)),
    };
  if (chance.hits(0.1)) {
    demand.speedup = chance.pick(0.5, 2, 4);
    demand.rebound = chance.pick(0, 0.5, 1, 1.5);
    demand.mfu = { base: 0.1, cap: 0.9 };
  }
  if (chance.hits(0.1)) demand.scale = chance.pick(0, 0.5, 1.5);
}

function moreJobs(jobs: Loose, pool: unknown, scale: Scale, chance: Chance): void {
  if (jobs.failures !== undefined && chance.hits(0.4))
    jobs.failures = {
      mttf: part(scale, 1) * chance.pick(1, 10),
      perJobPerDay: chance.pick(0, Math.min(1e6, (3 * 86_400) / scale.horizon)),
      faultIsolation: chance.pick(0, 0.5),
    };
  if (chance.hits(0.1) && jobs.pools === undefined) jobs.gpusPerWorker = 1;
  if (jobs.kind === "trace" || jobs.kind === "lublin") {
    if (chance.hits(0.3)) jobs.pools = [pool];
    return;
  }
  if (chance.hits(0.2)) jobs.work = runTimesOf(part(scale, chance.pick(8, 40)), chance);
  if (chance.hits(0.15)) jobs.estimate = lawOf(chance.pick(1, 2, 10), chance);
  if (chance.hits(0.2) && typeof jobs.minGpus !== "number")
    jobs.gpus = sizesOf(Math.ceil(scale.gpus / 5), scale.gpus, chance);
  if (chance.hits(0.1)) jobs.most = Math.ceil(scale.gpus / 2);
  if (chance.hits(0.15)) jobs.queue = chance.pick<unknown>("loss", { limit: chance.pick(0, 1, 3) });
  if (jobs.minGpus === undefined && chance.hits(0.1)) {
    delete jobs.gpus;
    jobs.workers = chance.pick(1, 2, 5);
    jobs.gpusPerWorker = chance.pick(1, 1, 2, 8);
  }
  jobs.arrivals = moreArrivals(jobs.arrivals as Loose, scale.jobs, scale, chance);
}

/** Now and then cascades or a profile of hours or days; the same rates in another unit. */
function moreArrivals(drawn: Loose, jobs: number, scale: Scale, chance: Chance): Loose {
  const perHour = Math.min(1e6, (jobs * 3600) / scale.horizon);
  const arrivals = chance.hits(0.85)
    ? drawn
    : chance.pick<Loose>(
        { kind: "hawkes", perHour, jump: perHour / 2, decay: perHour },
        { kind: "profile", perHour, hours: Array.from({ length: 24 }, (_, hour) => hour % 3) },
        { kind: "profile", perHour, days: [1, 1, 1, 1, 1, 0, 0] },
      );
  if (!chance.hits(0.3)) return arrivals;
  const [key, hours] = chance.pick<[string, number]>(
    ["perSecond", 1 / 3600],
    ["perDay", 24],
    ["perYear", 8760],
  );
  const inUnit = (rates: Loose): Loose =>
    Object.fromEntries(
      Object.entries(rates).map(([name, value]) =>
        name === "perHour" || name === "jump" || name === "decay"
          ? [name === "perHour" ? key : name, Number(value) * hours]
          : [name, value],
      ),
    );
  return arrivals.kind === "mmpp"
    ? { ...arrivals, spells: entries(arrivals.spells).map(inUnit) }
    : inUnit(arrivals);
}

function moreTerms(terms: Loose, scale: Scale, chance: Chance): void {
  if (chance.hits(0.15))
    terms.priceByNotice = {
      discount: chance.pick(0, 0.5, 1),
      decay: part(scale, chance.pick(1, 10)),
      ...(chance.hits(0.5)
        ? {
            table: [
              { notice: 0, price: 0.25 },
              { notice: part(scale, 4), price: 1 },
            ],
          }
        : {}),
    };
  if (chance.hits(0.1))
    terms.elasticity = { price: chance.pick(0, 1), notice: chance.pick(0, 1), enough: part(scale, 6) };
  if (chance.hits(0.15))
    terms.onNotice = {
      kind: chance.pick("earlyRamp", "finishThenLeave", terms.onNotice),
      power: chance.pick(0.2, 1),
      remaining: lawOf(part(scale, 20), chance),
    };
  if (chance.hits(0.1))
    terms.buyOut = { shareOfFee: chance.pick(0, 0.5, 2), notice: chance.pick(0, part(scale, 50)) };
  if (terms.renewal === undefined || !chance.hits(0.4)) return;
  terms.renewal = {
    ...(terms.renewal as Loose),
    lead: length(chance, scale),
    price: chance.pick("same", "market"),
  };
}

/** Half and then all of it, or from the first second on. */
const rampOf = (scale: Scale, chance: Chance): Loose[] => {
  const first = chance.pick(0, 0, part(scale, 10));
  return [
    { at: first, quantity: chance.pick(0.2, 0.5, 1), fee: chance.pick(0, 0.5, 1) },
    { at: first + part(scale, chance.pick(4, 20)), quantity: 1, fee: 1 },
  ];
};

const exitOf = (scale: Scale, chance: Chance): Loose =>
  chance.pick<Loose>(
    { perYear: Math.min(1000, (chance.pick(0.5, 3) * YEAR) / scale.horizon) },
    { whenMarketBelow: chance.pick(0.5, 1, 2) },
    { at: moment(chance, scale), whenMarketBelow: 1 },
  );

const marketOf = (scale: Scale, chance: Chance): Loose => {
  const [first, second] = [part(scale, 4), part(scale, 2)];
  return {
    every: part(scale, 20),
    growth: chance.pick(0.5, 1, 2),
    sigma: chance.pick(0, 0.3),
    ...(chance.hits(0.5) ? { halfLife: part(scale, 8) } : {}),
    steps: [{ at: first, is: 0.4 }, ...(second > first ? [{ at: second, is: chance.pick(0.9, 1.5) }] : [])],
  };
};
