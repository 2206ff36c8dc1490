/**
 * One server that the owner lends to tenants, of whom there are always some who wait. An owner's job that finds a
 * tenant at work serves it a notice N and starts when the notice ends or the tenant does, whichever is sooner:
 * M/G/1 with a set-up time D before each busy period. What the notice costs the owner is the second term of the wait.
 *
 * Source of the wait: P. D. Welch, Operations Research 12 (1964), 736-752; H. Levy and L. Kleinrock, Operations Research
 * 34 (1986), 426-436. The laws of D are worked out below.
 */
import { exp } from "../../base/elementary.ts";
import { expMinusOne, integralOfGrowth } from "./exponentials.ts";
import type { ServiceMoments } from "./service.ts";
import { type ClassLoad, pollaczekKhinchine } from "./single-server.ts";

/**
 * Mean wait of the owner's jobs:
 * λ E[S²] / (2 (1 − ρ)) + (2 E[D] + λ E[D²]) / (2 (1 + λ E[D])).
 *
 * @param setUp - moments of D, which must not depend on what arrives while it runs
 * @returns Infinity when the owner's load is 1 or more
 */
export const waitWithSetUp = (owner: ClassLoad, setUp: ServiceMoments): number => {
  const { rate } = owner;
  const ofSetUp = (2 * setUp.mean + rate * setUp.meanSquare) / (2 * (1 + rate * setUp.mean));
  return pollaczekKhinchine(owner) + ofSetUp;
};

/**
 * D = min(N, R) when tenants' runs are exponential: by lack of memory the rest R of a run is as long as a new one.
 * E[D] = m (1 − e^(−N/m)), E[D²] = 2 m (m − (m + N) e^(−N/m)).
 *
 * @param notice - N, from 0 to Infinity
 * @param run - mean length of a tenant's run, above 0
 */
export const setUpOfExponentialRuns = (notice: number, run: number): ServiceMoments => {
  if (notice === Infinity) return { mean: run, meanSquare: 2 * run * run };
  const left = exp(-notice / run);
  const ended = -expMinusOne(-notice / run);
  return { mean: run * ended, meanSquare: 2 * run * (run * ended - notice * left) };
};

/**
 * D = min(N, R) when all tenants' runs are equally long and a run that was cut short does not come back. A run
 * begins at the end of each busy period, and others follow without a gap until the owner's next job arrives, after an
 * exponential time A: the current run is then A modulo its length m old. The rest R is therefore not uniform, as it would be at
 * an instant chosen blindly: P(R > r) = (1 − e^(−λ(m − r))) / (1 − e^(−λm)), which tends to 1 − r/m only for rare arrivals.
 *
 * @param notice - N, from 0 to Infinity
 * @param run - length m of a tenant's run, above 0
 * @param rate - λ, arrivals of the owner's jobs a unit of time; at 0 the limit of rare arrivals
 */
export const setUpOfConstantRuns = (notice: number, run: number, rate: number): ServiceMoments => {
  const most = Math.min(notice, run);
  const whole = integralOfGrowth(-rate, run);
  const goesOn = (time: number): number => integralOfGrowth(-rate, run - time) / whole;
  // E[D] and E[D²] / 2 are the integrals of P(D > r) and r P(D > r). Written out they cancel badly for rare arrivals.
  return {
    mean: integral(goesOn, most, rate),
    meanSquare: 2 * integral((time) => time * goesOn(time), most, rate),
  };
};

/** Abscissas and weights of Gauss and Legendre's rule with five points, on the interval from −1 to 1. */
const gauss = [
  [0, 128 / 225],
  [0.5384693101056831, 0.47862867049936647],
  [-0.5384693101056831, 0.47862867049936647],
  [0.906179845938664, 0.23692688505618908],
  [-0.906179845938664, 0.23692688505618908],
] as const;

/** Integral from 0 to `end` of a function that changes like e^(rate × time): exact but for rounding. */
const integral = (value: (time: number) => number, end: number, rate: number): number => {
  const pieces = 1 + Math.ceil(4 * rate * end);
  const half = end / pieces / 2;
  let sum = 0;
  for (let piece = 0; piece < pieces; piece++) {
    const middle = (2 * piece + 1) * half;
    for (const [place, weight] of gauss) sum += weight * value(middle + place * half);
  }
  return sum * half;
};
