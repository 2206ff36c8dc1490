/**
 * Internal demand by level. A claim is one source of one program: it takes what it can get up to its
 * target, in pools that will do, and gives back at once what it no longer wants. Claims hold capacity only
 * while nothing more important wants it: giving way needs no notice.
 */
import { fail } from "../base/assert.ts";
import { FREE, INTERNAL } from "./ledger.ts";
import type { Gpus, LevelDemand, PoolChoice, Seconds } from "./types.ts";
import { move, type World } from "./world.ts";

/** What demand is made of, and its value at each step without noise and surges, before own capacity is taken off. */
export type DemandLaw = { readonly spec: LevelDemand; readonly usual: Float64Array };

/** A sampled path of demand: `targets[k]` holds from `k x every` on. */
export type LevelPath = {
  readonly every: Seconds;
  readonly targets: Int32Array | Float64Array;
  /** The law it was drawn from; for paths of other making, none. */
  readonly law?: DemandLaw | undefined;
};

export type Claim = {
  readonly id: number;
  /** Index of the program, and its name. */
  readonly program: number;
  readonly name: string;
  readonly priority: number;
  readonly weight: number;
  readonly pools: PoolChoice;
  /** Index of the demand group: claims that accept the same pools. */
  readonly group: number;
  readonly spec: LevelDemand;
  readonly path: LevelPath;
  step: number;
  target: Gpus;
  /** Accelerators held, by pool, and their worth in the demand's own. */
  readonly held: number[];
  covered: Gpus;
};

/** The target at a second, which may lie ahead; beyond the horizon the last one holds. */
export const targetAt = (path: LevelPath, at: Seconds): Gpus =>
  path.targets[Math.min(path.targets.length - 1, Math.floor(at / path.every))] as Gpus;

/** First step after `step` with another target, or -1. */
export const nextChange = (path: LevelPath, step: number): number => {
  const { targets } = path;
  const current = targets[step];
  for (let k = step + 1; k < targets.length; k++) if (targets[k] !== current) return k;
  return -1;
};

/** Carries out a demand step: the new target is in force, a surplus goes back. */
export const demandStep = (world: World, claim: Claim, step: number): void => {
  claim.step = step;
  claim.target = claim.path.targets[step] as Gpus;
  world.observer.demanded?.(world.now, claim);
  if (claim.covered > claim.target) releaseDownTo(world, claim, claim.target);
};

/**
 * Takes from what is free, best pool first, until `upTo` is covered or nothing is left. One that is worth more than
 * was missing may make others superfluous: they go back.
 */
export const fillFromFree = (world: World, claim: Claim, upTo: Gpus): void => {
  if (claim.covered >= upTo) return;
  for (const choice of claim.pools) {
    const wanted = Math.ceil((upTo - claim.covered) / choice.ratio);
    const n = Math.min(wanted, world.ledger.count(choice.pool, FREE));
    if (n <= 0) continue;
    change(claim, choice.pool, n);
    move(world, "granted", choice.pool, FREE, INTERNAL, n, claim);
    if (claim.covered >= upTo) break;
  }
  if (claim.covered > upTo) releaseDownTo(world, claim, upTo);
};

/** Gives back, worst pool first, what exceeds `keep`. */
export const releaseDownTo = (world: World, claim: Claim, keep: Gpus): void => {
  for (let i = claim.pools.length - 1; i >= 0; i--) {
    const choice = claim.pools[i] as { pool: number; ratio: number };
    const surplus = claim.covered - keep;
    if (surplus <= 0) return;
    const n = Math.min(Math.floor(surplus / choice.ratio), claim.held[choice.pool] as number);
    if (n <= 0) continue;
    change(claim, choice.pool, -n);
    move(world, "released", choice.pool, INTERNAL, FREE, n, claim);
  }
};

/** Takes `gpus` of one pool away from a claim, for something more important or by force. */
export const takeFromClaim = (
  world: World,
  claim: Claim,
  pool: number,
  gpus: Gpus,
  forced: boolean,
): void => {
  change(claim, pool, -gpus);
  move(world, forced ? "shed" : "displaced", pool, INTERNAL, FREE, gpus, claim);
};

const change = (claim: Claim, pool: number, gpus: Gpus): void => {
  const held = (claim.held[pool] as number) + gpus;
  if (held < 0) fail(`claim ${claim.name} would hold ${held} of pool ${pool}`);
  claim.held[pool] = held;
  let covered = 0;
  for (const choice of claim.pools) covered += Math.floor((claim.held[choice.pool] as number) * choice.ratio);
  claim.covered = covered;
};
