/**
 * Quantiles of many values in little memory. Each power of two is cut into 128 equal bins, so that a bin
 * is found from the bits of a double without a logarithm, and a quantile is off by at most one part in 256
 * (`RELATIVE_ERROR`) whatever the values. Merging adds bin by bin: the order makes no difference.
 */
import { fail } from "../base/assert.ts";

const BITS = 7; // 2^7 bins in each power of two
const SHIFT = 20 - BITS; // of the upper word of a double, whose lower 20 bits are the significand's

/** A quantile differs from the exact one by at most this share of it. */
export const RELATIVE_ERROR = 1 / (2 << BITS);

const view = new DataView(new ArrayBuffer(8));

export class Histogram {
  /** Total weight of the values added. */
  weight = 0;
  /** The least value; Infinity of no values. */
  min = Infinity;
  /** The greatest value; -Infinity of no values. */
  max = -Infinity;

  private zeros = 0; // weight of the value 0
  private first = 0; // bin of weights[0]
  private weights = new Float64Array(0);

  /**
   * Adds a value: finite, 0 or more.
   *
   * @param weight - how many times it counts; 0 or more
   * @throws InvariantError on any other value
   */
  add(value: number, weight = 1): void {
    if (!(value >= 0 && value < Infinity)) fail(`a histogram holds values from 0 on, got ${value}`);
    if (weight === 0) return;
    this.weight += weight;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    if (value === 0) this.zeros += weight;
    else this.addToBin(binOf(value), weight);
  }

  /** Adds the first `count` of many values, each once. */
  addAll(values: Float64Array, count: number): void {
    let { min, max } = this;
    for (let i = 0; i < count; i++) {
      const value = values[i];
      if (!(value >= 0 && value < Infinity)) fail(`a histogram holds values from 0 on, got ${value}`);
      if (value < min) min = value;
      if (value > max) max = value;
      if (value === 0) this.zeros++;
      else this.addToBin(binOf(value), 1);
    }
    this.weight += count;
    this.min = min;
    this.max = max;
  }

  /** Adds all that `other` has seen; `other` stays as it is. */
  merge(other: Histogram): void {
    this.weight += other.weight;
    this.zeros += other.zeros;
    if (other.min < this.min) this.min = other.min;
    if (other.max > this.max) this.max = other.max;
    for (let i = 0; i < other.weights.length; i++) {
      if (other.weights[i] > 0) this.addToBin(other.first + i, other.weights[i]);
    }
  }

  /**
   * The least value that at least the share `p` of the weight does not exceed, up to `RELATIVE_ERROR`; exact
   * at the least and greatest value and at 0. NaN of no values.
   *
   * @param p - from 0 to 1
   */
  quantile(p: number): number {
    if (this.weight === 0) return Number.NaN;
    if (p <= 0) return this.min;
    if (p >= 1) return this.max;
    const rank = p * this.weight;
    if (rank <= this.zeros) return 0;
    let sum = this.zeros;
    for (let i = 0; i < this.weights.length; i++) {
      sum += this.weights[i];
      if (sum >= rank && this.weights[i] > 0) {
        return Math.min(this.max, Math.max(this.min, middleOf(this.first + i)));
      }
    }
    return this.max;
  }

  private addToBin(bin: number, weight: number): void {
    if (bin < this.first || bin >= this.first + this.weights.length) this.makeRoomFor(bin);
    this.weights[bin - this.first] += weight;
  }

  private makeRoomFor(bin: number): void {
    const margin = 1 << BITS;
    const isNew = this.weights.length === 0;
    const first = Math.max(0, isNew ? bin : Math.min(this.first, bin - margin));
    const end = Math.max(isNew ? bin : this.first + this.weights.length, bin + margin);
    const weights = new Float64Array(end - first);
    weights.set(this.weights, isNew ? 0 : this.first - first);
    this.first = first;
    this.weights = weights;
  }
}

/** Exponent and leading bits of the significand, in the order of the values. */
function binOf(value: number): number {
  view.setFloat64(0, value);
  return view.getUint32(0) >>> SHIFT;
}

function middleOf(bin: number): number {
  view.setUint32(0, bin << SHIFT);
  view.setUint32(4, 0);
  const low = view.getFloat64(0);
  view.setUint32(0, (bin + 1) << SHIFT);
  return low + (view.getFloat64(0) - low) / 2;
}
