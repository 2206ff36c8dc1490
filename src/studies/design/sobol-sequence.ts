/**
 * Sobol sequences: points that fill the unit cube evenly in every prefix of 2^k of them. I. M. Sobol, USSR
 * Computational Mathematics and Mathematical Physics 7 (1967), 86–112; in the order of the Gray code after
 * I. A. Antonov and V. M. Saleev (1979), with the direction numbers of S. Joe and F. Y. Kuo (2008).
 */
import { fail } from "../../base/assert.ts";
import type { Generator } from "../../random/generator.ts";
import { type Polynomial, polynomials } from "./joe-kuo.ts";

/** Dimensions there are direction numbers for. */
export const MOST_DIMENSIONS = polynomials.length + 1;

const BITS = 32;
const UNIT = 2 ** -32;
/** Bits of a coordinate from the first, which is worth ½. */
const bitAt = (k: number): number => (1 << (BITS - 1 - k)) >>> 0;

/**
 * The first points of the sequence. Without a shift the first one is the origin. A digital shift, one random
 * number XORed to each coordinate, keeps how evenly they lie and makes each point uniform; leaving out the first
 * point instead would spoil the balance (A. B. Owen, "On dropping the first Sobol' point", 2020).
 *
 * @param dimensions - from 1 to MOST_DIMENSIONS
 * @param count - how many, rather a power of two, at most 2^32
 * @param stream - draws the shift; without one there is none
 * @returns coordinates from 0 up to and without 1
 */
export const sobolPoints = (dimensions: number, count: number, stream?: Generator): Float64Array[] => {
  if (dimensions < 1 || dimensions > MOST_DIMENSIONS)
    fail(`Sobol sequences have 1 to ${MOST_DIMENSIONS} dimensions, not ${dimensions}`);
  const directions = Array.from({ length: dimensions }, (_, d) => directionsOf(d));
  const state = Uint32Array.from({ length: dimensions }, () =>
    stream === undefined ? 0 : stream.below(2 ** 32),
  );
  return Array.from({ length: count }, (_, index) => {
    // the Gray code of an index differs from that before it in the bit of its lowest one
    if (index > 0) {
      const bit = 31 - Math.clz32(index & -index);
      for (let d = 0; d < dimensions; d++) state[d] ^= directions[d]?.[bit] as number;
    }
    return Float64Array.from(state, (bits) => bits * UNIT);
  });
};

/** Direction numbers of a dimension, counted from 0: bit by bit, by the recurrence of its polynomial. */
const directionsOf = (dimension: number): Uint32Array => {
  const v = new Uint32Array(BITS);
  if (dimension === 0) {
    for (let k = 0; k < BITS; k++) v[k] = bitAt(k);
    return v;
  }
  const { degree, coefficients, initial } = polynomials[dimension - 1] as Polynomial;
  for (let k = 0; k < BITS; k++) {
    if (k < degree) {
      v[k] = (initial[k] as number) * bitAt(k);
      continue;
    }
    const oldest = v[k - degree] as number;
    let bits = oldest ^ (oldest >>> degree);
    for (let j = 1; j < degree; j++) if ((coefficients >>> (degree - 1 - j)) & 1) bits ^= v[k - j] as number;
    v[k] = bits;
  }
  return v;
};
