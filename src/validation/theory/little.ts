/**
 * Little's law, L = λ W (J. D. C. Little, Operations Research 9 (1961), 383-387). It holds for whatever is in the
 * box and in whichever order it is served.
 */

/** Mean number in the box, of arrivals that enter it at `rate` and stay for `meanTime` on average. */
export const meanNumber = (rate: number, meanTime: number): number => rate * meanTime;

/** Mean time in the box, of `number` on average that enter at `rate`; `rate` above 0. */
export const meanTime = (number: number, rate: number): number => number / rate;
