/**
 * The generator that does the drawing: sfc32 (Chris Doty-Humphrey's Small Fast Counting generator,
 * PractRand), 128 bits of state, period at least 2^32 and 2^127 on average. Integer arithmetic only,
 * so every engine draws the same numbers. State comes from `openStream`.
 */

const WORD = 2 ** 26;
const UNIT = 2 ** -53;

/** The four 32-bit words that determine all further draws. */
export type GeneratorState = readonly [number, number, number, number];

export class Generator {
  private readonly words: Int32Array;

  /** @param state - 128 well-mixed bits; nearby states give related draws, so never count them up */
  constructor(state: GeneratorState) {
    this.words = Int32Array.from(state, (word) => word | 0);
  }

  /** A number uniform on the multiples of 2^-53 strictly between 0 and 1. */
  next(): number {
    let bits: number;
    do {
      const high = this.word() >>> 5;
      bits = high * WORD + (this.word() >>> 6);
    } while (bits === 0);
    return bits * UNIT;
  }

  /** A whole number from 0 to `count - 1`, each equally likely up to count × 2^-53. One draw. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** The state: equal states draw equal numbers, so it also tells how much has been drawn. */
  state(): GeneratorState {
    return Array.from(this.words, (word) => word >>> 0) as unknown as GeneratorState;
  }

  /** 32 random bits, as a signed integer. */
  private word(): number {
    const words = this.words;
    const a = words[0];
    const b = words[1];
    const c = words[2];
    const counter = words[3];
    const result = (a + b + counter) | 0;
    words[3] = counter + 1;
    words[0] = b ^ (b >>> 9);
    words[1] = c + (c << 3);
    words[2] = ((c << 21) | (c >>> 11)) + result;
    return result;
  }
}
