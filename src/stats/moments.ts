/**
 * Mean and variance in one pass: Welford's recurrence, which does not cancel where a sum of squares
 * would, weighted after West (1979). Two summaries merge into that of all their values (Chan, Golub and
 * LeVeque, 1983), equal up to rounding; merging in a fixed order gives the same bits each time.
 */

export class Moments {
  /** How many values were added. */
  count = 0;
  /** Their total weight; equal to `count` as long as no weights are given. */
  weight = 0;
  /** Their weighted mean; NaN of no values. */
  mean = Number.NaN;
  /** The least value; Infinity of no values. */
  min = Infinity;
  /** The greatest value; -Infinity of no values. */
  max = -Infinity;

  private squares = 0; // weighted squared deviations from the mean

  /**
   * Adds a value.
   *
   * @param weight - how many times it counts, such as the accelerators of a job; 0 or more
   */
  add(value: number, weight = 1): void {
    this.count++;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    if (weight === 0) return;
    const deviation = this.weight === 0 ? 0 : value - this.mean;
    if (this.weight === 0) this.mean = value;
    this.weight += weight;
    const step = (deviation * weight) / this.weight;
    this.mean += step;
    this.squares += deviation * (value - this.mean) * weight;
  }

  /** Adds the first `count` of many values in turn, to the same bits as one by one and quicker. */
  addAll(values: Float64Array, weights: Float64Array, count: number): void {
    let { weight, mean, squares, min, max } = this;
    for (let i = 0; i < count; i++) {
      const value = values[i];
      const own = weights[i];
      if (value < min) min = value;
      if (value > max) max = value;
      if (own === 0) continue;
      const deviation = weight === 0 ? 0 : value - mean;
      if (weight === 0) mean = value;
      weight += own;
      mean += (deviation * own) / weight;
      squares += deviation * (value - mean) * own;
    }
    this.count += count;
    this.weight = weight;
    this.mean = mean;
    this.squares = squares;
    this.min = min;
    this.max = max;
  }

  /** Adds all that `other` has seen; `other` stays as it is. */
  merge(other: Moments): void {
    this.count += other.count;
    if (other.min < this.min) this.min = other.min;
    if (other.max > this.max) this.max = other.max;
    if (other.weight === 0) return;
    const deviation = this.weight === 0 ? 0 : other.mean - this.mean;
    const before = this.weight;
    if (before === 0) this.mean = other.mean;
    this.weight += other.weight;
    this.mean += (deviation * other.weight) / this.weight;
    this.squares += other.squares + deviation * deviation * ((before * other.weight) / this.weight);
  }

  /** Unbiased variance (denominator: total weight − 1); NaN of fewer than two values. */
  get variance(): number {
    return this.weight > 1 ? this.squares / (this.weight - 1) : Number.NaN;
  }

  /** Standard deviation: the root of `variance`. */
  get sd(): number {
    return Math.sqrt(this.variance);
  }
}
