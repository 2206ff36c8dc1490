/**
 * Arrivals with calm and busy spells: a Poisson process whose rate is that of the state of a Markov chain with two
 * states (MMPP). Sojourns are exponential with the given means. The chain begins in its stationary state, drawn
 * first from the same stream, so that the process is stationary from second 0 on.
 */
import type { Arrivals, Seconds } from "../../model/types.ts";
import { exp } from "../../random/elementary.ts";
import type { Generator } from "../../random/generator.ts";
import { exponential } from "../../random/variates.ts";
import type { Instants } from "./instants.ts";

export type Mmpp = Omit<Extract<Arrivals, { kind: "mmpp" }>, "kind">;

/** Arrivals of that process; the sum of the sojourns must be above 0. */
export const mmppArrivals = (spec: Mmpp, horizon: Seconds, g: Generator, out: Instants): void => {
  const { rates, sojourns } = spec;
  if (rates[0] === 0 && rates[1] === 0) return;
  let state = g.next() * (sojourns[0] + sojourns[1]) < sojourns[0] ? 0 : 1;
  let since = 0;
  while (since < horizon) {
    const until = since + exponential(g, sojourns[state]);
    const end = Math.min(until, horizon);
    const mean = 1 / rates[state];
    // a gap that outlasts the sojourn is dropped: an exponential gap has no memory
    for (let at = since + exponential(g, mean); at < end; at += exponential(g, mean)) out.push(at);
    since = until;
    state = 1 - state;
  }
};

/** Arrivals a second, on average: the rates weighted with the sojourns. */
export const mmppRate = ({ rates, sojourns }: Mmpp): number =>
  (rates[0] * sojourns[0] + rates[1] * sojourns[1]) / (sojourns[0] + sojourns[1]);

/**
 * Index of dispersion of counts: variance over mean of the number of arrivals in a stretch of `length` seconds,
 *
 *   I(t) = 1 + 2 p q (r1 - r2)² / (r c) x (1 - (1 - e^(-ct)) / (ct)),
 *
 * where p and q are the stationary probabilities of the states, r the mean rate and c the sum of the two
 * rates of leaving a state (H. Heffes and D. M. Lucantoni, IEEE JSAC 4 (1986), eq. 8). Infinity gives the limit.
 */
export const mmppDispersion = (spec: Mmpp, length: Seconds): number => {
  const { rates, sojourns } = spec;
  const sum = sojourns[0] + sojourns[1];
  const change = 1 / sojourns[0] + 1 / sojourns[1];
  const both = (sojourns[0] / sum) * (sojourns[1] / sum);
  const spread = (rates[0] - rates[1]) * (rates[0] - rates[1]);
  const memory = length === Infinity ? 1 : 1 - (1 - exp(-change * length)) / (change * length);
  return 1 + ((2 * both * spread) / (mmppRate(spec) * change)) * memory;
};
