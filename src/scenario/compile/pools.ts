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
