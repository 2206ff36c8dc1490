/**
 * The mean of one long series and how well it is known. Neighbouring values resemble each other, so that their
 * spread says too little; means of long batches hardly do. The number of batches is lowered until von Neumann's
 * ratio no longer sees a likeness between neighbours: G. S. Fishman, "Grouping Observations in Digital Simulation",
 * Management Science 24 (1978), 510–521; J. von Neumann, Annals of Mathematical Statistics 12 (1941), 367–395.
 */
import { fail } from "../base/assert.ts";
import { type MeanInterval, meanInterval } from "./intervals.ts";

export type BatchMeans = MeanInterval & {
  /** Values in each batch; what is left over at the beginning is not counted. */
  readonly batchSize: number;
  /** Whether batches look independent; if not, the series is too short and the interval too narrow. */
  readonly isIndependent: boolean;
};

/** More batches than about 30 bring little, fewer than 10 leave the spread unknown (B. Schmeiser, 1982). */
const MOST = 32;
const FEWEST = 10;
/** One-sided 5 % point of the normal distribution. */
const LIMIT = 1.6448536269514722;

/**
 * Mean with a 95 % Student interval over batch means; `n` is the number of batches.
 *
 * @param values - at equal distances in time, without warm-up; at least 20
 */
export const batchMeans = (values: ArrayLike<number>, confidence = 0.95): BatchMeans => {
  if (values.length < 2 * FEWEST)
    fail(`batch means need at least ${2 * FEWEST} values, got ${values.length}`);
  let batches = Math.min(MOST, Math.floor(values.length / 2));
  for (; batches > FEWEST && likeness(meansOf(values, batches)) > LIMIT; batches--);
  const means = meansOf(values, batches);
  return {
    ...meanInterval(means, confidence),
    batchSize: Math.floor(values.length / batches),
    isIndependent: likeness(means) <= LIMIT,
  };
};

const meansOf = (values: ArrayLike<number>, batches: number): Float64Array => {
  const size = Math.floor(values.length / batches);
  const first = values.length - size * batches;
  return Float64Array.from({ length: batches }, (_, b) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += values[first + b * size + i] as number;
    return sum / size;
  });
};

/** Von Neumann's ratio as about a standard normal variable: large where neighbours resemble each other. */
const likeness = (means: Float64Array): number => {
  const k = means.length;
  const { mean } = meanInterval(means);
  let steps = 0;
  let squares = 0;
  for (let i = 0; i < k; i++) {
    const deviation = (means[i] as number) - mean;
    squares += deviation * deviation;
    if (i === 0) continue;
    const step = (means[i] as number) - (means[i - 1] as number);
    steps += step * step;
  }
  if (squares === 0) return 0;
  return Math.sqrt((k * k - 1) / (k - 2)) * (1 - steps / (2 * squares));
};
