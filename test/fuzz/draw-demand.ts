/** The owner's programs, and streams of jobs, at the size of a drawn scenario. */
import type { Chance } from "./chance.ts";
import { entries, type Loose, listOf } from "./loose.ts";
import { grid, length, moment, quantity, type Scale } from "./scale.ts";

export function biteProgram(program: Loose, scale: Scale, chance: Chance, pools: readonly string[]): void {
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
export function arrivalsOf(chance: Chance, scale: Scale, jobs: number): Loose {
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

export function biteJobs(jobs: Loose, scale: Scale, chance: Chance): Loose {
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
