/**
 * Pools by name as indexes, and what a pool holds.
 */
import type { PoolSpec } from "../schema.ts";

/** Indexes of the named pools, in that order; of all pools when none are named. */
export const poolIndexes = (
  wanted: readonly string[] | undefined,
  pools: readonly { readonly name: string }[],
): number[] =>
  wanted === undefined
    ? pools.map((_, pool) => pool)
    : wanted.map((name) => pools.findIndex((pool) => pool.name === name));

/** Shapes of the nodes of a pool; none when its accelerators are fungible. */
export const nodesOf = ({ nodes }: PoolSpec): readonly { count: number; gpus: number }[] =>
  nodes === undefined ? [] : Array.isArray(nodes) ? nodes : [nodes];

/** Accelerators of all nodes. */
export const nodeGpus = (pool: PoolSpec): number =>
  nodesOf(pool).reduce((sum, { count, gpus }) => sum + count * gpus, 0);

/** The largest block of some pools; 1: single accelerators. */
export const blockOf = (pools: readonly (PoolSpec | undefined)[]): number =>
  pools.reduce((largest, pool) => Math.max(largest, pool?.block ?? 1), 1);

/** Accelerators of a gang, which takes whole blocks unless it fits into one. */
export const inBlocks = (gpus: number, block: number): number =>
  gpus > block ? Math.ceil(gpus / block) * block : gpus;
