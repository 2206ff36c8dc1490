/**
 * Spot work on what is held. A planned run whose capacity arrives bit by bit holds what there is and uses none of it; where
 * the policy sells that as spot, tenants' jobs run on it meanwhile. They are stopped the instant the run can start, without
 * notice, and nobody else can take them away: to all others their accelerators are held.
 */

import { allowPreemption, protectJob } from "./job-loads.ts";
import { serveJobNotice } from "./job-notices.ts";
import type { JobQueue } from "./job-queue.ts";
import { forRun, RUNNING } from "./job-store.ts";
import { queueOf } from "./job-terms.ts";
import { FREE, HELD } from "./ledger.ts";
import type { Run } from "./runs.ts";
import type { Gpus } from "./types.ts";
import { move, type World } from "./world.ts";

/** A job on what a run holds; it is that no longer once it has been stopped, or has ended. */
export type Lent = { readonly job: number; readonly spell: number };

/** Accelerators of a run's hold that tenants' jobs have in use. */
export const lentBy = ({ jobs }: World, run: Run): Gpus => {
  let gpus = 0;
  for (const lent of run.lent) if (isRunning(jobs, lent)) gpus += jobs.held[lent.job] as number;
  return gpus;
};

const isRunning = (jobs: World["jobs"], { job, spell }: Lent): boolean =>
  jobs.state[job] === RUNNING && jobs.spells[job] === spell;

/** Stops the jobs on a run's hold, at once: what they had is free. */
export const recall = (world: World, run: Run): void => {
  const { jobs } = world;
  for (const lent of run.lent.splice(0))
    if (isRunning(jobs, lent))
      serveJobNotice(world, lent.job, jobs.held[lent.job] as number, forRun(run.id), 0);
};

/** A run waits no longer for what it held: the jobs on it run on as all others. */
export const letGo = (world: World, run: Run): void => {
  for (const lent of run.lent.splice(0))
    if (isRunning(world.jobs, lent)) allowPreemption(world, queueOf(world, lent.job), lent.job);
};

/** Serves a queue of tenants' jobs, on what is held for runs too where that is sold as spot. */
export const serveSpot = (world: World, queue: JobQueue): void => {
  const holders = maySell(world, queue)
    ? world.runs.filter((run) => run.state === "queued" && run.heldTotal > 0)
    : [];
  if (holders.length === 0) {
    queue.pass?.serve();
    return;
  }
  const held = holders.map((run) => run.held.slice());
  const youngest = queue.youngest;
  for (const run of holders) shift(world, run, run.held.slice(), -1);
  queue.mustLook = true;
  queue.pass?.serve();
  holders.forEach((run, i) => {
    takeBack(world, run, held[i] as number[]);
  });
  const missing = holders.map((run, i) =>
    (held[i] as number[]).map((gpus, pool) => gpus - (run.held[pool] as number)),
  );
  for (let job = queue.youngest; job >= 0 && job !== youngest; job = world.jobs.older[job] as number)
    lend(world, queue, job, holders, missing);
};

/** Jobs that may be stopped at any instant, and leave nothing to be wiped, with somebody among them who waits. */
const maySell = (world: World, queue: JobQueue): boolean => {
  const { policy, jobs, work } = world;
  if (policy.refill.kind !== "spot" || !policy.preemption.enabled || policy.preemption.minRuntime > 0)
    return false;
  if (queue.freshCount === 0 && queue.waiting.count === 0) return false;
  if (queue.freshCount === 0 && !work.released && !queue.mustLook) return false;
  return jobs.streams.every(
    ({ program, turnover, minRuntime }, s) =>
      work.queues[s] !== queue || (program < 0 && turnover === 0 && minRuntime === 0),
  );
};

/** Moves accelerators into a run's hold (1), or out of it (-1). */
const shift = (world: World, run: Run, gpus: readonly Gpus[], sign: 1 | -1): void => {
  gpus.forEach((n, pool) => {
    if (n <= 0) return;
    run.held[pool] = (run.held[pool] as number) + sign * n;
    run.heldTotal += sign * n;
    if (sign > 0) move(world, "held", pool, FREE, HELD, n, run);
    else move(world, "unheld", pool, HELD, FREE, n, run);
  });
};

/** What spot has left of it is held again. */
const takeBack = (world: World, run: Run, held: readonly Gpus[]): void =>
  shift(
    world,
    run,
    held.map((gpus, pool) => Math.min(gpus, world.ledger.count(pool, FREE))),
    1,
  );

/** A job that has started where a run's hold is short is on that hold. */
const lend = (
  world: World,
  queue: JobQueue,
  job: number,
  holders: readonly Run[],
  missing: readonly Gpus[][],
): void => {
  const { jobs } = world;
  const pool = jobs.pool[job] as number;
  const i = missing.findIndex((gpus) => (gpus[pool] as number) > 0);
  if (i < 0) return;
  const short = missing[i] as Gpus[];
  short[pool] = (short[pool] as number) - (jobs.held[job] as number);
  (holders[i] as Run).lent.push({ job, spell: jobs.spells[job] as number });
  protectJob(world, queue, job);
};
