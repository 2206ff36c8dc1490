import { describe, expect, test } from "vitest";
import { Generator, type GeneratorState } from "../../src/random/generator.ts";

/** sfc32 as its author wrote it, in unsigned arithmetic on BigInt. */
function* sfc32(state: GeneratorState): Generator32 {
  const mask = 0xffffffffn;
  let [a, b, c, counter] = state.map(BigInt);
  for (;;) {
    const result = (a + b + counter) & mask;
    counter = (counter + 1n) & mask;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & mask;
    c = ((((c << 21n) | (c >> 11n)) & mask) + result) & mask;
    yield result;
  }
}
type Generator32 = globalThis.Generator<bigint, never>;

const STATES: readonly GeneratorState[] = [
  [1, 2, 3, 4],
  [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
  [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0],
];

test.each(STATES)(
  "draws are the upper 27 and 26 bits of two words of sfc32, zeros left out (%#)",
  (...state) => {
    const words = sfc32(state);
    const generator = new Generator(state);
    for (let i = 0; i < 10_000; i++) {
      let bits = 0n;
      while (bits === 0n) bits = ((words.next().value >> 5n) << 26n) | (words.next().value >> 6n);
      expect(generator.next()).toBe(Number(bits) / 2 ** 53);
    }
  },
);

test("a state of zeros draws no 0", () => {
  expect(new Generator([0, 0, 0, 0]).next()).toBeGreaterThan(0);
});

test("a generator put back to a state draws on from there", () => {
  const generator = new Generator(STATES[2]);
  for (let i = 0; i < 1000; i++) generator.next();
  const copy = new Generator(generator.state());
  expect(copy.state()).toEqual(generator.state());
  expect([copy.next(), copy.next()]).toEqual([generator.next(), generator.next()]);
});

test("the state is four words without a sign, and tells whether anything was drawn", () => {
  const generator = new Generator(STATES[1]);
  expect(generator.state()).toEqual(STATES[1]);
  generator.next();
  expect(generator.state()).not.toEqual(STATES[1]);
});

describe("whole numbers below a bound", () => {
  test("are each drawn as often as the others", () => {
    const generator = new Generator(STATES[0]);
    const counts = new Array(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[generator.below(7)]++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(22.5); // 99.9 % of 6 degrees of freedom
  });

  test("below 1 are 0", () => {
    expect(new Generator(STATES[0]).below(1)).toBe(0);
  });
});
