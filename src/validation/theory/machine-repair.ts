/**
 * Machine repair: so many machines that break down, each after an exponential time, and a crew that mends one machine
 * a head; M/M/c//N, the queue with a finite source (Kleinrock, Queueing Systems I (1975), chapter 3; the model is C. Palm's, 1947).
 *
 * With a crew of one, the machines that run are the busy servers of a loss system to which repaired machines
 * arrive: the probability that all run is Erlang B of N servers and load upTime / repair, whatever the law of the up time.
 *
 * With spares on the shelf, which do not break down there, as many run as before until more are broken than there are
 * spares (J. Taylor and R. R. P. Jackson, An application of the birth and death process to the provision of spare
 * machines, Operational Research Quarterly 5 (1954), 95-108).
 */
import { meanOver, steadyState } from "./birth-death.ts";

export type MachineRepair = {
  /** Mean number of machines that are broken, and of those among them that wait for the crew. */
  readonly meanDown: number;
  readonly meanWaiting: number;
  /** Repairs, which are breakdowns, a unit of time. */
  readonly throughput: number;
  /** Mean wait for the crew, and mean time from breakdown to running again. */
  readonly meanWait: number;
  readonly meanDownTime: number;
  /** Probability that all places have a machine that runs, and mean number of places that have none. */
  readonly allUp: number;
  readonly meanMissing: number;
};

/**
 * The steady state of machine repair with exponential up and repair times.
 *
 * @param machines - whole, at least 1
 * @param crew - how many can be mended at once; whole, at least 1
 * @param upTime - mean time a machine runs, above 0
 * @param repair - mean time to mend one, in the same unit, above 0
 * @param spares - machines on the shelf when all run; whole, at least 0
 */
export const machineRepair = (
  machines: number,
  crew: number,
  upTime: number,
  repair: number,
  spares = 0,
): MachineRepair => {
  const missing = (down: number): number => Math.max(0, down - spares);
  const states = steadyState(
    machines + spares,
    (down) => (machines - missing(down)) / upTime,
    (down) => Math.min(down, crew) / repair,
  );
  const meanDown = meanOver(states, (down) => down);
  const meanWaiting = meanOver(states, (down) => Math.max(0, down - crew));
  const meanMissing = meanOver(states, missing);
  const throughput = (machines - meanMissing) / upTime;
  return {
    meanDown,
    meanWaiting,
    throughput,
    meanWait: meanWaiting / throughput,
    meanDownTime: meanDown / throughput,
    allUp: meanOver(states, (down) => (down <= spares ? 1 : 0)),
    meanMissing,
  };
};
