/** Pools, sites, outages and failures at the size of a drawn scenario. */
import { MAX_SECONDS } from "../../src/scenario/fields.ts";
import type { Chance } from "./chance.ts";
import { entries, type Loose } from "./loose.ts";
import { dateAfter, grid, length, moment, quantity, type Scale } from "./scale.ts";

/** Pools where leases and programs may be; those with nodes serve jobs only. */
export const poolsFor = (cluster: Loose): string[] =>
  entries(cluster.pools).flatMap((pool) => (pool.nodes === undefined ? [String(pool.name)] : []));

export function biteCluster(cluster: Loose, start: string, scale: Scale, chance: Chance): void {
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
export function biteFailures(cluster: Loose, scale: Scale, chance: Chance): void {
  entries(cluster.pools).forEach((pool) => {
    if (pool.nodes !== undefined || scale.horizon === 0 || !chance.hits(0.33)) return;
    const block = chance.pick(1, 7, 8, Math.ceil(scale.gpus / 4), scale.gpus);
    const blocks = Math.max(1, Math.floor((2 * scale.gpus) / block));
    // About so many failures over the horizon, whatever the number of blocks.
    const mean = Math.floor((scale.horizon * blocks) / chance.pick(3, 30, 300));
    const between = Math.max(1, Math.min(MAX_SECONDS, mean));
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
