/**
 * The latest so many values of something, and quantiles of them. Values are kept in the order of time, in a ring that
 * grows to what is needed, and for quantiles in the order of size too, where each step takes one out and puts one in:
 * a long history costs no sorting.
 */

const FIRST_ROOM = 64;

/** The latest so many values. */
export class SlidingWindow {
  count = 0;
  private readonly most: number;
  private values: Float64Array;
  private next = 0;

  /** @param most - values to remember, at least 1 */
  constructor(most: number) {
    this.most = most;
    this.values = new Float64Array(Math.min(most, FIRST_ROOM));
  }

  get isFull(): boolean {
    return this.count === this.most;
  }

  /** The one that goes next; there must be one. */
  get oldest(): number {
    return this.values[this.count < this.values.length ? 0 : this.next] as number;
  }

  /** A new value; the oldest goes when there are more than it remembers. */
  add(value: number): void {
    const { length } = this.values;
    if (this.count === length && length < this.most) {
      this.values = grown(this.values, this.most);
      this.next = length;
    }
    this.values[this.next] = value;
    this.next = (this.next + 1) % this.values.length;
    if (this.count < this.values.length) this.count++;
  }
}

/** Quantiles of the latest so many values. */
export class SlidingQuantile {
  private readonly window: SlidingWindow;
  private readonly most: number;
  private sorted: Float64Array;
  private count = 0;

  /** @param most - values to remember, at least 1 */
  constructor(most: number) {
    this.most = most;
    this.window = new SlidingWindow(most);
    this.sorted = new Float64Array(Math.min(most, FIRST_ROOM));
  }

  /** A new value; the oldest goes when there are more than it remembers. */
  add(value: number): void {
    if (this.window.isFull) {
      const place = this.placeOf(this.window.oldest);
      this.sorted.copyWithin(place, place + 1, this.count);
      this.count--;
    }
    this.window.add(value);
    if (this.count === this.sorted.length) this.sorted = grown(this.sorted, this.most);
    const place = this.placeOf(value);
    this.sorted.copyWithin(place + 1, place, this.count);
    this.sorted[place] = value;
    this.count++;
  }

  /** The least value that a share q of them does not exceed; there must be one. */
  quantile(q: number): number {
    return this.sorted[Math.max(0, Math.ceil(q * this.count) - 1)] as number;
  }

  /** First place whose value is not below this one. */
  private placeOf(value: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const grown = (values: Float64Array, most: number): Float64Array => {
  const longer = new Float64Array(Math.min(most, 2 * values.length));
  longer.set(values);
  return longer;
};
