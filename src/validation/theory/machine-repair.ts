/**
 * Machine repair: so many machines that break down, each after an exponential time, and a crew that mends one machine
 * a head; M/M/c//N, the queue with a finite source (Kleinrock, Queueing Systems I (1975), chapter 3; the model is C. Palm's, 1947).
 *
 * With a crew of one, the machines that run are the busy servers of a loss system to which repaired machines
 * arrive: the probability that all run is Erlang B of N servers and load upTime / repair, whatever the law of the up time.
 */
import { meanOver, steadyState } from "./birth-death.ts";

export type MachineRepair = {
  /** Mean number of machines that do not run, and of those among them that wait for the crew. */
  readonly meanDown: number;
  readonly meanWaiting: number;
  /** Repairs, which are breakdowns, a unit of time. */
  readonly throughput: number;
  /** Mean wait for the crew, and mean time from breakdown to running again. */
  readonly meanWait: number;
  readonly meanDownTime: number;
  /** Probability that all machines run. */
  readonly allUp: number;
};

/**
 * The steady state of machine repair with exponential up and repair times.
 *
 * @param machines - whole, at least 1
 * @param crew - how many can be mended at once; whole, at least 1
 * @param upTime - mean time a machine runs, above 0
 * @param repair - mean time to mend one, in the same unit, above 0
 */
export const machineRepair = (
  machines: number,
  crew: number,
  upTime: number,
  repair: number,
): MachineRepair => {
  const states = steadyState(
    machines,
    (down) => (machines - down) / upTime,
    (down) => Math.min(down, crew) / repair,
  );
  const meanDown = meanOver(states, (down) => down);
  const meanWaiting = meanOver(states, (down) => Math.max(0, down - crew));
  const throughput = (machines - meanDown) / upTime;
  return {
    meanDown,
    meanWaiting,
    throughput,
    meanWait: meanWaiting / throughput,
    meanDownTime: meanDown / throughput,
    allUp: states[0],
  };
};
