/**
 * M/M/c/K: a queue with room for so many and no more; whoever finds it full is lost (Kleinrock, Queueing Systems I
 * (1975), chapter 3).
 */
import { meanOver, steadyState } from "./birth-death.ts";

export type FiniteQueue = {
  /** Probability that an arrival is lost; arrivals see time averages. */
  readonly loss: number;
  /** Mean number waiting and in service. */
  readonly meanNumber: number;
  readonly meanWaiting: number;
  /** Accepted arrivals, which are completions, a unit of time. */
  readonly throughput: number;
  /** Mean wait before service, and mean time to completion, of those accepted. */
  readonly meanWait: number;
  readonly meanResponse: number;
};

/**
 * The steady state of M/M/c/K. There always is one, whatever the load.
 *
 * @param servers - whole accelerators, at least 1
 * @param capacity - most requests inside, in service or waiting; whole, at least `servers`
 * @param rate - arrivals a unit of time, above 0
 * @param service - mean service, in the same unit, above 0
 */
export const finiteQueue = (
  servers: number,
  capacity: number,
  rate: number,
  service: number,
): FiniteQueue => {
  const states = steadyState(
    capacity,
    () => rate,
    (state) => Math.min(state, servers) / service,
  );
  const loss = states[capacity];
  const throughput = rate * (1 - loss);
  const meanNumber = meanOver(states, (state) => state);
  const meanWaiting = meanOver(states, (state) => Math.max(0, state - servers));
  return {
    loss,
    meanNumber,
    meanWaiting,
    throughput,
    meanWait: meanWaiting / throughput,
    meanResponse: meanNumber / throughput,
  };
};
