/**
 * Draws by name instead of by turn: the k-th draw of an item is a hash of (key, item, k), so that it is the same
 * whatever happened before it. For things whose number depends on what a policy does, such as the failures of a
 * job: every policy meets the same ones.
 */
import { Generator, type GeneratorState } from "./generator.ts";

/** 32 bits mixed so that each depends on all (the finalizer of MurmurHash3, Austin Appleby, public domain). */
const mix = (word: number): number => {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
};

/** A number uniform on the multiples of 2^-53 strictly between 0 and 1, always the same for the same arguments. */
export const keyedUniform = (key: GeneratorState, item: number, k: number): number => {
  let high = mix(mix(mix(key[0] ^ item) + key[1]) ^ k) + key[2];
  let low = mix(mix(mix(key[3] ^ item) + key[2]) ^ Math.imul(k, 0x9e3779b1)) + key[0];
  high = mix(high ^ (low >>> 7)) >>> 5;
  low = mix(low ^ high) >>> 6;
  const bits = high * 2 ** 26 + low;
  return (bits === 0 ? 1 : bits) * 2 ** -53;
};

/** A generator for the k-th time that an item draws, where one number is not enough. */
export const keyedGenerator = (key: GeneratorState, item: number, k: number): Generator => {
  const word = (part: number): number => Math.floor(keyedUniform(key, item, 4 * k + part) * 2 ** 32) | 0;
  return new Generator([word(0), word(1), word(2), word(3)]);
};
