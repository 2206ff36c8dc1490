/**
 * For which jobs the accelerators of planned runs on notice are. A run goes whole and mostly has more than the job lacks
 * that called it: each accelerator is earmarked for one job at most, and what is for nobody is there for the next job that
 * lacks something, so that no second run is called for what the first one will leave over.
 */
import { CALLING } from "./job-store.ts";
import { queueOf } from "./job-terms.ts";
import type { Run } from "./runs.ts";
import type { Gpus } from "./types.ts";
import type { World } from "./world.ts";

/** So many accelerators that a run has in a pool are for a job. */
export type Earmark = { readonly job: number; readonly pool: number; readonly gpus: Gpus };

/** Marks accelerators of a run that is served notice, or has been: they are on their way to the job. */
export const earmark = ({ jobs }: World, run: Run, pool: number, gpus: Gpus, job: number): void => {
  run.earmarks.push({ job, pool, gpus });
  jobs.inFlight[job] = (jobs.inFlight[job] as number) + gpus;
};

/** Accelerators in a pool of a run on notice for a job that are for no job that waits for them. */
export const unmarked = (world: World, run: Run, pool: number): Gpus => {
  if (run.notice === undefined || run.notice.job < 0) return 0;
  let gpus = run.held[pool] as number;
  for (const mark of run.earmarks) if (mark.pool === pool && isAwaited(world, mark)) gpus -= mark.gpus;
  return gpus;
};

/** Accelerators in a pool of a run on notice that are for jobs more important than a tier. */
export const markedAbove = (world: World, run: Run, rank: number, pool: number): Gpus => {
  let gpus = 0;
  for (const mark of run.earmarks)
    if (mark.pool === pool && isAwaited(world, mark) && queueOf(world, mark.job).tier < rank)
      gpus += mark.gpus;
  return gpus;
};

/** Lets go of what is for jobs that have started, have gone, or wait for their turn again. */
export const dropUnawaited = (world: World): void => {
  for (const run of world.runs)
    for (let i = run.earmarks.length - 1; i >= 0; i--)
      if (!isAwaited(world, run.earmarks[i] as Earmark)) drop(world, run, i);
};

/** The notice is over, whatever ended it: nothing is on its way any more. */
export const endEarmarks = (world: World, run: Run): void => {
  for (let i = run.earmarks.length - 1; i >= 0; i--) drop(world, run, i);
};

const isAwaited = ({ jobs }: World, { job }: Earmark): boolean => jobs.state[job] === CALLING;

const drop = ({ jobs }: World, run: Run, i: number): void => {
  const { job, gpus } = run.earmarks[i] as Earmark;
  jobs.inFlight[job] = (jobs.inFlight[job] as number) - gpus;
  run.earmarks.splice(i, 1);
};
