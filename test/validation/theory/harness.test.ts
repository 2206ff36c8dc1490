/** The harness itself: what it lets pass and what it does not. */
import { describe, expect, test } from "vitest";
import { openStream } from "../../../src/random/streams.ts";
import { exponential } from "../../../src/random/variates.ts";
import { compare, estimate } from "./harness.ts";

/** Means of `count` exponentials of mean 1, a stream for each replication. */
const meansOf = (count: number) => (r: number) => {
  const generator = openStream("harness", r, "exponentials", "value");
  let sum = 0;
  for (let i = 0; i < count; i++) sum += exponential(generator, 1);
  return sum / count;
};

describe("an estimate", () => {
  test("agrees with what is true", () => {
    const found = estimate("mean of exponentials", 1, 0.0015, meansOf(20_000), 64);
    expect(found.error).toBeGreaterThan(0.0005);
  });

  test("does not agree with what is 1 % off", () => {
    expect(() => estimate("biased", 1.01, 0.0015, meansOf(20_000), 64)).toThrow(/agreement/);
  });

  test("is refused when it is too coarse", () => {
    expect(() => estimate("coarse", 1, 0.0015, meansOf(500), 64)).toThrow(/precision/);
  });

  test("whose limit would let a bias of 1 % pass is refused", () => {
    expect(() => estimate("lenient", 1, 1, meansOf(500), 64)).toThrow(/planted/);
  });
});

describe("controls", () => {
  const noisy = (r: number) => {
    const generator = openStream("harness", r, "controls", "value");
    const [seen, also, hidden] = [generator.next() - 0.5, generator.next() - 0.5, generator.next() - 0.5];
    return { value: 7 + 40 * seen - 9 * also + hidden / 10, controls: [seen, also] };
  };

  test("take off what they explain and nothing else", () => {
    const samples = Array.from({ length: 64 }, (_, r) => noisy(r));
    const with0 = compare(
      samples.map(({ value }) => ({ value, controls: [] })),
      7,
    );
    const with2 = compare(samples, 7);
    expect(with2.error).toBeLessThan(with0.error / 50);
    expect(Math.abs(with2.z)).toBeLessThan(4);
  });

  test("without any, the error is the standard deviation over the root of the number", () => {
    const values = [1, 2, 4, 7];
    const { mean, error } = compare(
      values.map((value) => ({ value, controls: [] })),
      0,
    );
    expect(mean).toBeCloseTo(3.5, 12);
    expect(error).toBeCloseTo(Math.sqrt(7 / 4), 12); // squares 6.25 + 2.25 + 0.25 + 12.25, over 3
  });
});
