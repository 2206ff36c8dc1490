/**
 * Work that failures interrupt: restarts from nothing, and checkpoints. Failures come as a Poisson process of that rate
 * while the gang has its accelerators, in restarts and checkpoints as well; a failure throws away what no checkpoint
 * holds and costs a restart.
 *
 * Sources: J. W. Young, CACM 17 (1974), 530-531; J. T. Daly, Future Generation Computer Systems 22 (2006), 303-312; the exact
 * forms follow from one renewal argument, given at `timeFromScratch`.
 */
import { exp } from "../../base/elementary.ts";
import { expMinusOne, integralOfGrowth } from "./exponentials.ts";

/**
 * Mean time between the failures of a gang, any of whose accelerators stops it.
 *
 * @param gpus - its accelerators
 * @param perGpu - failures of one accelerator a unit of time
 * @param perJob - failures of the job whatever its size
 */
export const gangMtbf = (gpus: number, perGpu: number, perJob = 0): number => 1 / (gpus * perGpu + perJob);

/**
 * Mean time to do `work` that begins anew after each interruption: e^(λr) (e^(λw) − 1) / λ.
 *
 * Let X be the mean time that a stretch of length t takes when it is repeated whole: by the time of the first
 * interruption, X = (1 − e^(−λt)) / λ + (1 − e^(−λt)) X, so X = (e^(λt) − 1) / λ. The first attempt is of length w, the later ones
 * of r + w: E[T] = (1 − e^(−λw)) (1/λ + (e^(λ(r + w)) − 1) / λ), which is the formula.
 *
 * @param work - time without interruptions
 * @param rate - interruptions a unit of time, from 0
 * @param restart - time before work resumes after each interruption; it can be interrupted itself
 */
export const timeFromScratch = (work: number, rate: number, restart = 0): number =>
  exp(rate * restart) * integralOfGrowth(rate, work);

/**
 * The same when restarts are never interrupted, as when the job is moved or repaired meanwhile: there are e^(λw) − 1
 * interruptions on average, each costs its restart: (1/λ + r) (e^(λw) − 1).
 */
export const timeWithSafeRestarts = (work: number, rate: number, restart = 0): number =>
  integralOfGrowth(rate, work) + restart * expMinusOne(rate * work);

/** Mean number of interruptions before `work` is done from scratch: e^(λw) − 1, if restarts are safe. */
export const meanInterruptions = (work: number, rate: number): number => expMinusOne(rate * work);

/** How a job saves its work: after each `every` of work a checkpoint that takes `cost`; `restart` after a failure. */
export type Checkpoints = { readonly every: number; readonly cost: number; readonly restart: number };

/**
 * Mean time to do `work` with checkpoints. Each stretch between them is done from scratch; after the last one no
 * checkpoint is written.
 *
 * @param work - above 0
 * @param rate - failures a unit of time, from 0
 */
export const timeWithCheckpoints = (
  work: number,
  rate: number,
  { every, cost, restart }: Checkpoints,
): number => {
  const saved = Math.max(0, Math.ceil(work / every) - 1);
  const last = work - saved * every;
  return saved * timeFromScratch(every + cost, rate, restart) + timeFromScratch(last, rate, restart);
};

/** Share of the time that counts as work, in a job without end: τ / (e^(λR) (e^(λ(τ + C)) − 1) / λ). */
export const productiveShare = (rate: number, { every, cost, restart }: Checkpoints): number =>
  every / timeFromScratch(every + cost, rate, restart);

/** Young's interval between checkpoints: the square root of 2 × cost × MTBF. Best to first order in cost / MTBF. */
export const youngOptimum = (cost: number, mtbf: number): number => Math.sqrt(2 * cost * mtbf);

/** Daly's interval, two orders more exact; `mtbf` itself from a cost of 2 × MTBF on. */
export const dalyOptimum = (cost: number, mtbf: number): number => {
  if (cost >= 2 * mtbf) return mtbf;
  const ratio = cost / (2 * mtbf);
  return youngOptimum(cost, mtbf) * (1 + Math.sqrt(ratio) / 3 + ratio / 9) - cost;
};

/**
 * The interval with the largest productive share: where (1 − τ/M) e^((τ + C)/M) = 1. It depends on the restart no more
 * than Young's does.
 *
 * @param cost - above 0
 * @param mtbf - finite, above 0
 */
export const bestInterval = (cost: number, mtbf: number): number => {
  let low = 0;
  let high = mtbf;
  // The left side falls from e^(C/M) to 0 on the way from 0 to M: it passes 1 once.
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    if ((1 - middle / mtbf) * exp((middle + cost) / mtbf) > 1) low = middle;
    else high = middle;
  }
};
