/**
 * Two classes on c servers, both with exponential service of one mean; class 1 preempts class 2. What makes it
 * tractable is work conservation: class 1 does not see class 2 at all, and by lack of memory the two classes
 * together are one queue without priorities.
 *
 * Sources: I. Mitrani and P. J. B. King, "Multiprocessor systems with preemptive priorities", Performance Evaluation 1
 * (1981), 118-125, for waiting; W. Helly, "Two doctrines for the handling of two-priority traffic by a group of N servers",
 * Operations Research 10 (1962), 268-269, for loss.
 */
import { erlangB, meanResponse } from "./erlang.ts";

export type TwoClassResponse = {
  /** Mean time from arrival to completion: of class 1, of class 2, of all. */
  readonly first: number;
  readonly second: number;
  readonly all: number;
};

/**
 * Waiting, preemptive-resume: nobody is lost, and preempted work is kept.
 *
 * @param servers - whole accelerators, at least 1
 * @param firstRate - arrivals of class 1 a unit of time
 * @param secondRate - arrivals of class 2, above 0; both together must load the servers less than fully
 * @param service - mean service of either class
 */
export const preemptiveWaiting = (
  servers: number,
  firstRate: number,
  secondRate: number,
  service: number,
): TwoClassResponse => {
  const rate = firstRate + secondRate;
  const first = meanResponse(servers, firstRate, service);
  const all = meanResponse(servers, rate, service);
  return { first, all, second: (rate * all - firstRate * first) / secondRate };
};

export type TwoClassLoss = {
  /** Probability that an arrival of the class is turned away. */
  readonly firstBlocked: number;
  readonly secondBlocked: number;
  /** Evictions of class 2 a unit of time. */
  readonly evictionRate: number;
  /** Probability that a job of class 2 that has started is evicted. */
  readonly evictedShare: number;
  /** Completions of class 2 a unit of time. */
  readonly secondThroughput: number;
};

/**
 * Loss: nobody waits, and preempted jobs are lost. An eviction happens when class 1 arrives, finds all servers
 * busy, and not all of them with class 1: λ1 (B(c, a) − B(c, a1)).
 *
 * @param servers - whole accelerators, from 0
 * @param firstRate - arrivals of class 1 a unit of time
 * @param secondRate - arrivals of class 2, above 0
 * @param service - mean service of either class
 */
export const preemptiveLoss = (
  servers: number,
  firstRate: number,
  secondRate: number,
  service: number,
): TwoClassLoss => {
  const firstBlocked = erlangB(servers, firstRate * service);
  const secondBlocked = erlangB(servers, (firstRate + secondRate) * service);
  const evictionRate = firstRate * (secondBlocked - firstBlocked);
  const started = secondRate * (1 - secondBlocked);
  return {
    firstBlocked,
    secondBlocked,
    evictionRate,
    evictedShare: evictionRate / started,
    secondThroughput: started - evictionRate,
  };
};
