/**
 * Two proofs, for a wrong port can be identically wrong everywhere: a golden hash over 200,000 inputs, and
 * the distance from the platform's functions, in ulps, on 10^6 inputs and all edge cases.
 */
import { describe, expect, test } from "vitest";
import { cosTurns, exp, log, pow, sinTurns } from "../../src/base/elementary.ts";
import { Hasher } from "../../src/base/hash.ts";
import { Generator } from "../../src/random/generator.ts";

const INPUTS = 1_000_000;

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** How many doubles lie between two, 0 if they are the same; Infinity if only one is NaN. */
function ulps(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Infinity;
  return Math.abs(Number(place(a) - place(b)));
}

function place(x: number): bigint {
  double[0] = x;
  return bits[0] < 0n ? -(bits[0] & 0x7fffffffffffffffn) : bits[0];
}

/** Any positive double, every exponent equally likely. */
function anyPositive(generator: Generator): number {
  bits[0] = (BigInt(generator.below(2 ** 31)) << 32n) | BigInt(generator.below(2 ** 32));
  return Number.isNaN(double[0]) ? 1 : double[0];
}

// biome-ignore format: a table
const edges = [
  0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 1.5, -1.5, 1 / 3, 0.1, 10, 100, Math.E, Math.PI,
  5e-324, -5e-324, 2 ** -1022, 2 ** -1022 - 5e-324, -(2 ** -1022), Number.MAX_VALUE, -Number.MAX_VALUE,
  1 + 2 ** -52, 1 - 2 ** -53, -1 - 2 ** -52, 2 ** -28, 2 ** -29, -(2 ** -28), Math.SQRT2, Math.SQRT1_2,
  709.782712893384, 709.7827128933841, -745.1332191019411, -745.1332191019412, -708.3964185322641, -708.4,
  1023.5, 1024, -1074, -1074.5, -1075, -1022, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 53 + 2, -(2 ** 53) - 2, 2 ** 63,
  2 ** 65, 1e300, -1e300, 1e-300, Infinity, -Infinity, Number.NaN,
];

const generator = () => new Generator([11, 222, 3333, 44444]);

/** The largest distance over the inputs, and the input it is found at. */
function worst(inputs: () => number[], ours: Numeric, platform: Numeric): { ulps: number; at: number[] } {
  let found = { ulps: 0, at: [] as number[] };
  for (let i = 0; i < INPUTS; i++) {
    const at = inputs();
    const distance = ulps(ours(...at), platform(...at));
    if (distance > found.ulps) found = { ulps: distance, at };
  }
  return found;
}
type Numeric = (...at: number[]) => number;

describe("the logarithm", () => {
  test("is within 1 ulp of the platform's, over all doubles and near 1", () => {
    const g = generator();
    const near = () => [g.next() < 0.5 ? anyPositive(g) : 0.5 + 2 * g.next()];
    expect(worst(near, log, Math.log).ulps).toBeLessThanOrEqual(1);
  });

  test.each(edges)("of %d is the platform's", (x) => {
    expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(1);
  });

  test("is exact where it can be", () => {
    expect([log(1), log(0), log(-0), log(Infinity), log(-1)]).toEqual([
      0,
      -Infinity,
      -Infinity,
      Infinity,
      Number.NaN,
    ]);
  });
});

describe("the exponential", () => {
  test("is within 1 ulp of the platform's from underflow to overflow", () => {
    const g = generator();
    const inputs = () => [(g.next() - 0.5) * (g.next() < 0.5 ? 4 : 1500)];
    expect(worst(inputs, exp, Math.exp).ulps).toBeLessThanOrEqual(1);
  });

  test.each(edges)("of %d is the platform's", (x) => {
    expect(ulps(exp(x), Math.exp(x))).toBeLessThanOrEqual(1);
  });

  test("is exact where it can be", () => {
    expect([exp(0), exp(1), exp(Infinity), exp(-Infinity)]).toEqual([1, Math.E, Infinity, 0]);
  });
});

describe("the power", () => {
  test("is within 1 ulp of the platform's, subnormal results included", () => {
    const g = generator();
    const inputs = () =>
      g.next() < 0.5
        ? [anyPositive(g), (g.next() - 0.5) * 4]
        : [exp((g.next() - 0.5) * 10), (g.next() - 0.5) * 300];
    expect(worst(inputs, pow, (x, y) => x ** y).ulps).toBeLessThanOrEqual(1);
  });

  test.each(edges)("of %d and any other edge case is the platform's", (x) => {
    for (const y of edges) {
      const [ours, platform] = [pow(x, y), x ** y];
      if (!(ulps(ours, platform) <= 1) || 1 / ours !== 1 / platform) {
        expect(ulps(ours, platform), `pow(${x}, ${y}) = ${ours}, platform ${platform}`).toBeLessThanOrEqual(
          1,
        );
        expect(Object.is(ours, -0)).toBe(Object.is(platform, -0));
      }
    }
  });
});

const SCALE = 200n; // the yardstick counts in whole numbers of 2^-200

/** arctan(1 / n). */
function arctan(n: bigint): bigint {
  let power = (1n << SCALE) / n;
  let sum = power;
  for (let k = 1n; power !== 0n; k++) {
    power /= -n * n;
    sum += power / (2n * k + 1n);
  }
  return sum;
}

const TWO_PI = 32n * arctan(5n) - 8n * arctan(239n); // Machin's formula

/** sin and cos of 2πx by Taylor's series. */
function preciseTurns(x: number): { sin: number; cos: number } {
  double[0] = Math.abs(x);
  const exponent = Number((bits[0] >> 52n) & 2047n) - 1075;
  const whole = (bits[0] & 0xfffffffffffffn) | 0x10000000000000n;
  const fraction =
    exponent + 200 >= 0
      ? (whole << BigInt(exponent + 200)) % (1n << SCALE)
      : whole >> BigInt(-exponent - 200);
  const angle = (fraction * TWO_PI) >> SCALE;
  const sums = [0n, 0n];
  let term = 1n << SCALE;
  for (let n = 0; n < 120 && term !== 0n; n++) {
    const sign = n % 4 < 2 ? 1n : -1n;
    sums[n % 2] += sign * term;
    term = (term * angle) / (BigInt(n + 1) << SCALE);
  }
  const value = (sum: bigint): number => Number(sum) / 2 ** 200;
  return { sin: (x < 0 ? -1 : 1) * value(sums[1]), cos: value(sums[0]) };
}

describe("sine and cosine of turns", () => {
  test("are within 1 ulp of the true value", () => {
    const g = generator();
    for (let i = 0; i < 4000; i++) {
      const x = (g.next() - 0.5) * (i % 3 === 0 ? 1000 : 2);
      const true_ = preciseTurns(x);
      expect(ulps(sinTurns(x), true_.sin), `sin of ${x} turns`).toBeLessThanOrEqual(1);
      expect(ulps(cosTurns(x), true_.cos), `cos of ${x} turns`).toBeLessThanOrEqual(1);
    }
  });

  test("the yardstick knows the sine of an eighth and a twelfth of a turn", () => {
    expect(preciseTurns(0.125).sin).toBe(Math.SQRT1_2);
    expect(preciseTurns(0.125).cos).toBe(Math.SQRT1_2);
    expect(ulps(preciseTurns(1 / 12).sin, 0.5)).toBeLessThanOrEqual(1);
  });

  test("are exact at quarters, at any distance", () => {
    for (const turns of [0, 1, -1, 7, 2 ** 40]) {
      expect([0, 0.25, 0.5, 0.75].map((part) => sinTurns(turns + part))).toEqual([0, 1, 0, -1]);
      expect([0, 0.25, 0.5, 0.75].map((part) => cosTurns(turns + part))).toEqual([1, 0, -1, 0]);
    }
    expect(sinTurns(Infinity)).toBeNaN();
    expect(cosTurns(Number.NaN)).toBeNaN();
  });
});

test("the results for 200,000 inputs have the same bits on every engine", () => {
  const g = generator();
  const hasher = new Hasher();
  for (let i = 0; i < 40_000; i++) {
    const [positive, signed] = [anyPositive(g), (g.next() - 0.5) * 1480];
    hasher
      .f64(log(positive))
      .f64(exp(signed))
      .f64(pow(0.1 + 3 * g.next(), signed / 10));
    hasher.f64(sinTurns(signed)).f64(cosTurns(signed));
  }
  expect(hasher.digest()).toBe("8495c3a2a9630ff09e3f8a7e8a9dccff");
});
