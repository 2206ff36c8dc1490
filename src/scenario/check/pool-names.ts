/**
 * Pools that an entity names: they exist, each is named once, and they serve what is asked of them.
 */
import { type Path, quote } from "../explain/finding.ts";
import type { Setting } from "./report.ts";

/** @param placeOf - where each name stands */
export function checkPoolNames(
  { report, names }: Setting,
  wanted: readonly string[],
  placeOf: (index: number) => Path,
): void {
  wanted.forEach((name, i, all) => {
    report.refersTo(name, names.pools, placeOf(i), "pool");
    if (all.indexOf(name) < i)
      report.problem(placeOf(i), "the pool is listed twice", { hint: "remove one of the two" });
  });
}

/**
 * Refuses pools with nodes for what is not jobs: leases, levels and runs take any accelerators, wherever they are.
 *
 * @param wanted - names, or undefined for every pool
 * @param path - of the entity's `pools`
 */
export function refuseNodes(
  setting: Setting,
  wanted: readonly string[] | undefined,
  path: Path,
  noun: string,
  placeOf: (index: number) => Path = (i) => [...path, i],
): void {
  const withNodes = setting.pools.flatMap((pool) => (pool?.nodes === undefined ? [] : [pool.name]));
  const message = (name: string): string =>
    `the pool ${quote(name)} has nodes and serves jobs only, not ${noun}`;
  if (wanted === undefined) {
    const name = withNodes[0];
    if (name === undefined) return;
    const hint =
      withNodes.length < setting.pools.length
        ? `it draws on every pool: list others in \`pools\``
        : "add a pool without nodes, and list it in `pools`";
    setting.report.problem(path, message(name), { allowed: "pools without nodes", hint });
    return;
  }
  wanted.forEach((name, i) => {
    if (!withNodes.includes(name)) return;
    setting.report.problem(placeOf(i), message(name), {
      found: quote(name),
      allowed: "pools without nodes",
      hint: "give it another pool, or give that pool `gpus` instead of `nodes`",
    });
  });
}
