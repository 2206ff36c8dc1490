/**
 * One server under Poisson arrivals with any law of service: M/G/1 in the order of arrival, and with classes of
 * priority.
 *
 * Sources: F. Pollaczek (1930) and A. Khinchine (1932); A. Cobham, Operations Research 2 (1954), 70-76, for
 * priorities without preemption; L. Kleinrock, Queueing Systems II (1976), chapter 3.
 */
import type { ServiceMoments } from "./service.ts";

/** One class of arrivals: how many a unit of time, and how long they are served. */
export type ClassLoad = { readonly rate: number; readonly service: ServiceMoments };

/**
 * Mean wait before service, in the order of arrival (Pollaczek and Khinchine).
 *
 * @returns Infinity when the load is 1 or more
 */
export const pollaczekKhinchine = ({ rate, service }: ClassLoad): number => {
  const load = rate * service.mean;
  return load >= 1 ? Infinity : (rate * service.meanSquare) / (2 * (1 - load));
};

/**
 * Mean time from arrival to completion of each class when more important classes preempt, and preempted work is
 * resumed where it stopped.
 *
 * @param classes - most important first; a class sees only itself and those before it
 * @returns one value a class; Infinity from the class on that fills the server
 */
export const preemptiveResume = (classes: readonly ClassLoad[]): number[] => {
  let loadAbove = 0;
  let halfSquares = 0;
  return classes.map(({ rate, service }) => {
    const load = loadAbove + rate * service.mean;
    halfSquares += (rate * service.meanSquare) / 2;
    const response =
      load >= 1 ? Infinity : service.mean / (1 - loadAbove) + halfSquares / ((1 - loadAbove) * (1 - load));
    loadAbove = load;
    return response;
  });
};

/**
 * Mean wait before service of each class when the most important goes first and nobody is ever stopped (Cobham).
 *
 * @param classes - most important first; the work in service is met by all, so every class counts for each
 * @returns one value a class; NaN for all when together they load the server fully
 */
export const nonPreemptive = (classes: readonly ClassLoad[]): number[] => {
  let loadOfAll = 0;
  let halfSquares = 0;
  for (const { rate, service } of classes) {
    loadOfAll += rate * service.mean;
    halfSquares += (rate * service.meanSquare) / 2;
  }
  let loadAbove = 0;
  return classes.map(({ rate, service }) => {
    const load = loadAbove + rate * service.mean;
    const wait = halfSquares / ((1 - loadAbove) * (1 - load));
    loadAbove = load;
    return loadOfAll < 1 ? wait : Number.NaN;
  });
};
