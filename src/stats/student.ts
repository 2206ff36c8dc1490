/**
 * Student's t distribution, with portable arithmetic. The distribution function is an incomplete beta
 * function, taken from its continued fraction (DLMF 8.17.22) by Lentz's method; the quantile inverts it by
 * Newton's method inside a shrinking bracket.
 *
 * The absolute error of the distribution function is below 1e-14 + 3e-18 × degrees of freedom: the fraction
 * sees 1 − x = t² / (n + t²) through the rounding of x. That is 1e-9 only from 3e8 degrees on.
 */
import { exp, log } from "../base/elementary.ts";

const PRECISION = 1e-15;

/**
 * Probability that a t variable is at most `t`.
 *
 * @param degrees - degrees of freedom, above 0, whole or not
 */
export function studentCdf(t: number, degrees: number): number {
  const tail = upperTail(Math.abs(t), degrees);
  return t > 0 ? 1 - tail : tail;
}

/**
 * The value that a t variable does not exceed with probability `p`.
 *
 * @param p - strictly between 0 and 1
 * @param degrees - degrees of freedom, above 0, whole or not
 */
export function studentQuantile(p: number, degrees: number): number {
  if (Number.isNaN(p) || Number.isNaN(degrees)) return Number.NaN;
  if (p === 0.5) return 0;
  return p > 0.5 ? upperQuantile(1 - p, degrees) : -upperQuantile(p, degrees);
}

/** The t that is exceeded with probability q, 0 < q < ½. */
function upperQuantile(q: number, degrees: number): number {
  let low = 0;
  let high = 1;
  while (upperTail(high, degrees) > q && high < 1e300) {
    low = high;
    high *= 2;
  }
  let t = low;
  for (let round = 0; round < 200; round++) {
    const excess = upperTail(t, degrees) - q;
    if (excess > 0) low = t;
    else high = t;
    const newton = t + excess / density(t, degrees);
    const next = newton > low && newton < high ? newton : low + (high - low) / 2;
    if (Math.abs(next - t) <= PRECISION * next) return next;
    t = next;
  }
  return t;
}

/** Probability that a t variable exceeds t, for t from 0 on: half of I_x(n/2, 1/2) at x = n / (n + t²). */
function upperTail(t: number, degrees: number): number {
  if (Number.isNaN(t)) return t;
  const a = degrees / 2;
  const square = t * t;
  if (square / degrees === Infinity) return 0;
  const x = degrees / (degrees + square);
  const y = square / (degrees + square);
  const front = exp(-a * logOfOnePlus(square / degrees)) * Math.sqrt(y) * gammaRatio(a);
  // the fraction converges quickly on its own side of the mean only
  if (x < (a + 1) / (a + 2.5)) return (front * betaFraction(a, 0.5, x)) / (2 * a);
  return 0.5 - front * betaFraction(0.5, a, y);
}

function density(t: number, degrees: number): number {
  const base = exp((-(degrees + 1) / 2) * logOfOnePlus((t * t) / degrees));
  return (gammaRatio(degrees / 2) * base) / Math.sqrt(degrees);
}

/** ln(1 + y) without losing small y: the error of 1 + y is undone by the quotient (W. Kahan). */
function logOfOnePlus(y: number): number {
  const sum = 1 + y;
  return sum === 1 ? y : log(sum) * (y / (sum - 1));
}

/** Γ(a + ½) / (Γ(a) Γ(½)), by its series at large a and the recurrence below. */
function gammaRatio(a: number): number {
  let factor = 1;
  let large = a;
  for (; large < 64; large++) factor *= large / (large + 0.5);
  const z = 1 / large;
  const series = 1 - z * (1 / 8 - z * (1 / 128 + z * (5 / 1024 - z * (21 / 32768 + z * (399 / 262144)))));
  return (factor * Math.sqrt(large) * series) / ROOT_PI;
}

const ROOT_PI = 1.772453850905516;

/** The continued fraction of the incomplete beta function, by Lentz's method. */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < PRECISION) break;
  }
  return fraction;
}
