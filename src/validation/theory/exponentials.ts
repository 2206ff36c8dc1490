/**
 * Exponential growth without the loss of digits that e^x − 1 suffers near 0. The same bits on every engine.
 */
import { exp, log } from "../../base/elementary.ts";

/** e^x − 1 to nearly full precision: the rounding of e^x is undone by its own logarithm (W. Kahan). */
export const expMinusOne = (x: number): number => {
  const power = exp(x);
  if (power === 1) return x;
  const growth = power - 1;
  return growth === -1 || power === Infinity ? growth : (growth * x) / log(power);
};

/** Integral of e^(rate × u) over u from 0 to `time`: (e^(rate × time) − 1) / rate, and `time` itself at rate 0. */
export const integralOfGrowth = (rate: number, time: number): number =>
  rate === 0 ? time : expMinusOne(rate * time) / rate;
