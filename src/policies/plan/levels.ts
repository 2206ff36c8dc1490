/**
 * Which levels of a lease a plan may choose from. Costs are piecewise linear in what is called, with kinks only where
 * supply meets one of the demands; between two kinks nothing is to be gained. Where all kinks, or all whole
 * accelerators, are too many, levels are spread evenly over them.
 */
import type { Gpus } from "../../model/types.ts";
import type { Book, BookLease } from "./book.ts";

/** Every level the contract allows: nothing, shrinks that leave enough, and the whole. */
export const allLevels = (lease: BookLease): Gpus[] => {
  const levels = [0];
  for (let gpus = 1; gpus <= mostByShrinking(lease); gpus++) levels.push(gpus);
  return withWhole(levels, lease);
};

/** How many levels that would be. */
export const countLevels = (lease: BookLease): number => mostByShrinking(lease) + (isWhole(lease) ? 1 : 2);

/** Levels in equal steps, at most `count` of them besides the whole. */
export const evenLevels = (lease: BookLease, count: number): Gpus[] => {
  const most = mostByShrinking(lease);
  const levels = [0];
  for (let i = 1; i < count; i++) levels.push(Math.round((i * most) / (count - 1)));
  return withWhole([...new Set(levels)], lease);
};

/** Levels at which supply, with what else is gained by stage, meets a demand; thinned evenly to `count`. */
export const kinksOf = (book: Book, lease: BookLease, gained: readonly Gpus[], count: number): Gpus[] => {
  const most = mostByShrinking(lease);
  const kinks = new Set<Gpus>([0, most]);
  for (let k = 0; k < book.starts.length; k++) {
    const short = (book.supply[k] as number) + (gained[k] as number);
    for (const demand of book.demands[k] as readonly number[]) {
      const level = Math.ceil((demand - short) / lease.ratio);
      if (level > 0 && level < most) kinks.add(level);
    }
  }
  const sorted = [...kinks].sort((a, b) => a - b);
  if (sorted.length <= count) return withWhole(sorted, lease);
  const thinned = Array.from(
    { length: count },
    (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (count - 1))] as Gpus,
  );
  return withWhole([...new Set(thinned)], lease);
};

const mostByShrinking = (lease: BookLease): Gpus => Math.max(0, lease.most - Math.max(0, lease.leave));

/** Whether the whole is one of the shrinks, with nothing that must be left. */
const isWhole = (lease: BookLease): boolean => mostByShrinking(lease) === lease.most;

const withWhole = (levels: readonly Gpus[], lease: BookLease): Gpus[] =>
  levels[levels.length - 1] === lease.most ? [...levels] : [...levels, lease.most];
