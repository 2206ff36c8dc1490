/**
 * The values of Lublin and Feitelson's model, for jobs of one type, and what follows from them without simulation.
 * Gaps and run times are gamma on the logarithm of seconds; values beyond a limit are drawn again.
 */
import { log, pow } from "../../random/elementary.ts";
import { gammaCdf } from "../../random/gamma-cdf.ts";

export const SERIAL = 0.244;
export const POWER_OF_TWO = 0.576;
/** log2 of the least parallel size, a little less, so that 2 gets its share; and probability of the lower stage. */
export const LOW = 0.8;
export const FIRST_STAGE = 0.86;

export const SHORT = { shape: 4.2, scale: 0.94 };
export const LONG = { shape: 312, scale: 0.03 };
/** Two days. */
export const LONGEST_LOG = 12;

/** The shape of rush hours times the ratio that makes it one for all hours. */
export const GAP = { shape: 10.2303 * 1.0225, scale: 0.4871 };
/** Five days. */
export const LONGEST_LOG_GAP = 13;

export const BUCKET = 1800;
export const BUCKETS = 48;
const CYCLE = { shape: 8.1737, scale: 3.9631 };
/** The model's day begins with this half-hour, counted from 1 at midnight. */
const FIRST_BUCKET = 11;

/** Rate of arrivals in each half-hour from midnight on, over the mean rate. */
export const lublinCycle = (): Float64Array => {
  const weights = new Float64Array(BUCKETS);
  const upTo = (x: number): number => gammaCdf(CYCLE.shape, x / CYCLE.scale);
  const total = upTo(FIRST_BUCKET + BUCKETS - 0.5) - upTo(FIRST_BUCKET - 0.5);
  for (let i = FIRST_BUCKET; i < FIRST_BUCKET + BUCKETS; i++) {
    weights[(i - 1) % BUCKETS] = ((upTo(i + 0.5) - upTo(i - 0.5)) * BUCKETS) / total;
  }
  return weights;
};

/** Seconds between arrivals in the long run, at a gap factor of 1. */
export const lublinMeanGap = (): number => {
  const kept = gammaCdf(GAP.shape, LONGEST_LOG_GAP / GAP.scale);
  return meanOfExponential(GAP, LONGEST_LOG_GAP) / kept;
};

/** Mean run time in seconds of a job of that size. */
export const lublinMeanSeconds = (size: number): number => {
  const short = shortShare(size);
  const kept = (law: GammaLaw): number => gammaCdf(law.shape, LONGEST_LOG / law.scale);
  const sum =
    short * meanOfExponential(SHORT, LONGEST_LOG) + (1 - short) * meanOfExponential(LONG, LONGEST_LOG);
  return sum / (short * kept(SHORT) + (1 - short) * kept(LONG));
};

/** Probability of each size from 0 up to `machine`. */
export const lublinSizeProbabilities = (machine: number): Float64Array => {
  const probabilities = new Float64Array(machine + 1);
  if (machine < 2) return probabilities.fill(1, 1);
  const { greatest } = stagesOf(machine);
  const below = powerCdf(machine);
  probabilities[1] = SERIAL;
  for (let exponent = 0; exponent <= greatest; exponent++) {
    const top = exponent === greatest ? 1 : below(exponent + 0.5);
    probabilities[1 << exponent] += POWER_OF_TWO * (top - below(exponent - 0.5));
  }
  for (let size = 1; size <= machine; size++) {
    const top = size === machine ? 1 : below(log(size + 0.5) / Math.LN2);
    probabilities[size] += (1 - SERIAL - POWER_OF_TWO) * (top - below(log(size - 0.5) / Math.LN2));
  }
  return probabilities;
};

/** Mean size in accelerators, run time in seconds, and accelerator-seconds of a job. */
export const lublinMeans = (machine: number): { gpus: number; seconds: number; gpuSeconds: number } => {
  const means = { gpus: 0, seconds: 0, gpuSeconds: 0 };
  lublinSizeProbabilities(machine).forEach((probability, size) => {
    const seconds = lublinMeanSeconds(size);
    means.gpus += probability * size;
    means.seconds += probability * seconds;
    means.gpuSeconds += probability * size * seconds;
  });
  return means;
};

/**
 * The stages of log2 of a parallel size, and the exponent of the greatest power of two that fits. The upper stage is the
 * top 2.5 of the logarithms, and two thirds of them in a small machine: the authors advise 2.5, and about 1.5 for 8.
 */
export const stagesOf = (machine: number): { middle: number; high: number; greatest: number } => {
  const high = log(machine) / Math.LN2;
  const middle = high - Math.min(2.5, ((high - LOW) * 2) / 3);
  return { middle, high, greatest: 31 - Math.clz32(machine) };
};

/** Probability of the short mode. The larger the job, the likelier the long one. */
export const shortShare = (size: number): number => Math.min(1, Math.max(0, 0.78 - 0.0054 * size));

type GammaLaw = { readonly shape: number; readonly scale: number };

/** Mean of e^X where X is at most `limit`, times the probability of that: a gamma law again, tilted. Scale below 1. */
const meanOfExponential = ({ shape, scale }: GammaLaw, limit: number): number =>
  pow(1 - scale, -shape) * gammaCdf(shape, (limit * (1 - scale)) / scale);

/** Distribution function of log2 of a parallel size, before it is rounded. */
const powerCdf = (machine: number): ((power: number) => number) => {
  const { middle, high } = stagesOf(machine);
  const part = (power: number, from: number, to: number): number =>
    Math.min(1, Math.max(0, (power - from) / (to - from)));
  return (power) => FIRST_STAGE * part(power, LOW, middle) + (1 - FIRST_STAGE) * part(power, middle, high);
};
