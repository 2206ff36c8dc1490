/**
 * Which of several systems is best, with a fixed number of replications: optimal computing budget allocation
 * (C.-H. Chen, J. Lin, E. Yücesan and S. E. Chick, Discrete Event Dynamic Systems 10 (2000), 251–270). Replications go where
 * they help the choice most: to systems that are close to the best or noisy. The allocation is optimal for
 * independent systems; on common random numbers it is a good rule still, and the stated probability a cautious one.
 */
import { Moments } from "../../stats/moments.ts";
import { normalCdf } from "../../stats/normal.ts";

export type BudgetTerms = {
  readonly systems: number;
  /** Replications of each system to begin with, at least 2, rather 5 or more. */
  readonly first: number;
  /** Replications in all; those of the first stage are made in any case. */
  readonly budget: number;
  /** How many are given out in each round. */
  readonly step: number;
  /** The next `count` values of a system, larger is better. */
  readonly sample: (system: number, count: number) => Promise<readonly number[]>;
};

export type BudgetOutcome = {
  /** The system with the best mean, the first of equals. */
  readonly best: number;
  readonly means: readonly number[];
  readonly replications: readonly number[];
  /** Probability that it is the best, at least (Bonferroni): 1 − Σ P(system i is better). */
  readonly confidence: number;
};

/** Spends the budget. */
export const allocateBudget = async ({
  systems,
  first,
  budget,
  step,
  sample,
}: BudgetTerms): Promise<BudgetOutcome> => {
  const moments = Array.from({ length: systems }, () => new Moments());
  const give = async (system: number, count: number): Promise<void> => {
    if (count > 0) for (const value of await sample(system, count)) (moments[system] as Moments).add(value);
  };
  const spent = (): number => moments.reduce((sum, { count }) => sum + count, 0);
  for (let i = 0; i < systems; i++) await give(i, first);
  while (systems > 1 && spent() < budget) {
    const total = Math.min(budget, spent() + step);
    const shares = optimalShares(
      moments.map(({ mean }) => mean),
      moments.map(({ variance }) => variance),
    );
    const wanted = shares.map((share, i) => Math.max(0, share * total - (moments[i] as Moments).count));
    for (const [i, count] of portions(wanted, total - spent()).entries()) await give(i, count);
  }
  const means = moments.map(({ mean }) => mean);
  const best = bestOf(means);
  return {
    best,
    means,
    replications: moments.map(({ count }) => count),
    confidence: confidenceIn(best, moments),
  };
};

/**
 * Shares of a budget: Nᵢ / Nⱼ = (σᵢ δⱼ / (σⱼ δᵢ))² among the systems behind the best by δ, and for the best
 * N_b = σ_b √(Σ (Nᵢ / σᵢ)²).
 *
 * @returns one share a system; they add up to 1
 */
export const optimalShares = (means: readonly number[], variances: readonly number[]): number[] => {
  const best = bestOf(means);
  const top = means[best] as number;
  // no spread or no distance leaves a share undefined: both are kept a little off 0
  const scale = means.reduce((sum, mean) => sum + Math.abs(mean - top), 0) / means.length || 1;
  const noise = variances.map((variance) => Math.max(variance, 1e-12 * scale * scale));
  const shares = means.map((mean, i) => {
    const behind = Math.max(top - mean, 1e-6 * scale);
    return i === best ? 0 : (noise[i] as number) / (behind * behind);
  });
  const squares = shares.reduce((sum, share, i) => sum + (share * share) / (noise[i] as number), 0);
  shares[best] = Math.sqrt((noise[best] as number) * squares);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
};

const bestOf = (means: readonly number[]): number =>
  means.reduce((best, mean, i) => (mean > (means[best] as number) ? i : best), 0);

/** Whole numbers in proportion to what is wanted that add up to `count`: by largest remainders. */
const portions = (wanted: readonly number[], count: number): number[] => {
  const total = wanted.reduce((sum, each) => sum + each, 0);
  const exact = wanted.map((each) => (each * count) / total);
  const whole = exact.map(Math.floor);
  const left = count - whole.reduce((sum, each) => sum + each, 0);
  const order = exact
    .map((each, i) => ({ i, rest: each - Math.floor(each) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order.slice(0, left)) whole[i] = (whole[i] as number) + 1;
  return whole;
};

const confidenceIn = (best: number, moments: readonly Moments[]): number => {
  const top = moments[best] as Moments;
  let doubt = 0;
  moments.forEach((other, i) => {
    if (i === best) return;
    const spread = Math.sqrt(top.variance / top.count + other.variance / other.count);
    const lead = top.mean - other.mean;
    doubt += spread === 0 ? (lead > 0 ? 0 : 0.5) : normalCdf(-lead / spread);
  });
  return Math.max(0, 1 - doubt);
};
