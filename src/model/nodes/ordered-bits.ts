/**
 * A set of small whole numbers that finds its next member at once: a bit a number, and above each layer of words
 * another with a bit for each word that is not empty. A million numbers are four layers, so that a search reads a
 * handful of words however thin the set is.
 */

const WORD = 5; // bits of a position inside a word
const INSIDE = 31;

export class OrderedBits {
  /** Lowest layer first; the last one is a single word. */
  private readonly layers: Int32Array[] = [];

  /** @param size - numbers are from 0 to `size - 1` */
  constructor(size: number) {
    let length = size;
    do {
      length = Math.max(1, Math.ceil(length / 32));
      this.layers.push(new Int32Array(length));
    } while (length > 1);
  }

  add(value: number): void {
    const { layers } = this;
    let at = value;
    for (let k = 0; k < layers.length; k++) {
      const layer = layers[k];
      const word = at >>> WORD;
      const before = layer[word];
      layer[word] = before | (1 << (at & INSIDE));
      if (before !== 0) return;
      at = word;
    }
  }

  remove(value: number): void {
    const { layers } = this;
    let at = value;
    for (let k = 0; k < layers.length; k++) {
      const layer = layers[k];
      const word = at >>> WORD;
      const after = layer[word] & ~(1 << (at & INSIDE));
      layer[word] = after;
      if (after !== 0) return;
      at = word;
    }
  }

  /** The lowest member that is at least `from`, or -1. */
  next(from: number): number {
    const { layers } = this;
    let at = from;
    for (let k = 0; k < layers.length; k++) {
      const layer = layers[k];
      const word = at >>> WORD;
      if (word >= layer.length) return -1;
      const rest = layer[word] & (-1 << (at & INSIDE));
      if (rest !== 0) return this.lowestBelow(k, (word << WORD) | lowestBit(rest));
      // All of this word is behind; the next one that is not empty comes after it in the layer above.
      at = word + 1;
    }
    return -1;
  }

  copyFrom(other: OrderedBits): void {
    for (let k = 0; k < this.layers.length; k++) this.layers[k].set(other.layers[k]);
  }

  /** Follows the lowest bits down from a bit of layer `k`. */
  private lowestBelow(k: number, bit: number): number {
    let at = bit;
    for (let below = k - 1; below >= 0; below--) at = (at << WORD) | lowestBit(this.layers[below][at]);
    return at;
  }
}

const lowestBit = (word: number): number => 31 - Math.clz32(word & -word);
