/**
 * Servers in parallel under Poisson arrivals: Erlang's two formulas and the queue M/M/c. Loads are in erlangs:
 * arrivals a unit of time × mean service.
 *
 * Sources: A. K. Erlang (1917); L. Kleinrock, Queueing Systems I (1975), chapter 3; R. B. Cooper, Introduction to
 * Queueing Theory (1981), chapter 3, for the recursion.
 */
import { exp } from "../../base/elementary.ts";

/**
 * Probability that an arrival finds all servers busy and is lost (Erlang B, M/G/c/c). It depends on the service
 * time by its mean alone.
 *
 * @param servers - whole accelerators, from 0
 * @param load - offered load in erlangs, from 0, also above `servers`
 */
export const erlangB = (servers: number, load: number): number => {
  // B(k) = a B(k−1) / (k + a B(k−1)) has neither factorials nor subtractions, so that nothing overflows or cancels.
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (load * blocked) / (k + load * blocked);
  return blocked;
};

/**
 * Probability that an arriving request waits (Erlang C, M/M/c).
 *
 * @param servers - whole accelerators, at least 1
 * @param load - offered load in erlangs; from `servers` on there is no steady state, and everybody waits: 1
 */
export const erlangC = (servers: number, load: number): number => {
  if (load >= servers) return 1;
  const blocked = erlangB(servers, load);
  return blocked / (1 - (load / servers) * (1 - blocked));
};

/**
 * Mean wait before service in M/M/c, those who do not wait included.
 *
 * @param servers - whole accelerators, at least 1
 * @param rate - arrivals a unit of time
 * @param service - mean service, in the same unit
 * @returns Infinity when the load is `servers` or more
 */
export const meanWait = (servers: number, rate: number, service: number): number => {
  const load = rate * service;
  return load >= servers ? Infinity : (erlangC(servers, load) * service) / (servers - load);
};

/** Mean time from arrival to completion in M/M/c: the wait and the service. */
export const meanResponse = (servers: number, rate: number, service: number): number =>
  meanWait(servers, rate, service) + service;

/** Probability that a request of M/M/c, served in the order of arrival, waits for longer than `time`. */
export const waitExceeds = (servers: number, rate: number, service: number, time: number): number => {
  const load = rate * service;
  return load >= servers ? 1 : erlangC(servers, load) * exp((-(servers - load) * time) / service);
};
