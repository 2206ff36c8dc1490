/** A stream of choices for the fuzzer, named by what it is for, so that one more choice in one place moves no other. */
import type { Generator } from "../../src/random/generator.ts";
import { openStream } from "../../src/random/streams.ts";

export type Chance = {
  /** Whether something of this probability happens. */
  readonly hits: (probability: number) => boolean;
  readonly pick: <T>(...among: readonly T[]) => T;
  /** A whole number, both ends included. */
  readonly whole: (from: number, to: number) => number;
};

/** @param purpose - equal purposes of one scenario make equal choices */
export const chanceFor = (seed: number, index: number, purpose: string): Chance => {
  const generator: Generator = openStream(String(seed), index, "fuzz", purpose);
  return {
    hits: (probability) => generator.next() < probability,
    pick: (...among) => among[generator.below(among.length)] as (typeof among)[number],
    whole: (from, to) => from + generator.below(to - from + 1),
  };
};
