/**
 * The life of a job: submitted, started, stopped, done. A job runs in one pool, on exactly its accelerators; what
 * it has done is counted in whole GPU-seconds. The queue decides when it starts (`queueing.ts`), notices when it
 * must go (`job-notices.ts`); what becomes of it while it waits is in `job-waiting.ts`.
 */
import { NO_EVENT } from "../kernel/event-queue.ts";
import { savesWork, spellLength } from "./checkpoint.ts";
import { KIND } from "./events.ts";
import { addEligible, addRunning, addUse, addWaiting, HAS_WAITED, link, makeEligible } from "./job-loads.ts";
import type { JobQueue } from "./job-queue.ts";
import { countSpell, endSpell, unwatch, wipeAfter } from "./job-spells.ts";
import { CANCELLED, COMPLETED, KILLED, mayFail, QUEUED, RUNNING, streamOf, workOf } from "./job-store.ts";
import { believed, drawHazard, hazardOf, loadOf, queueOf, termsFor, termsOf } from "./job-terms.ts";
import { enqueue, refuseJob } from "./job-waiting.ts";
import { EXTERNAL, FREE, INTERNAL } from "./ledger.ts";
import type { Gpus, JobStream, Seconds } from "./types.ts";
import type { StreamLoad, World } from "./world.ts";

/** What the argument of a `jobEnd` event says. */
export const DONE = 0;

export const FAILS = 1;

/** All jobs that are submitted now, from number `first` on. */
export const submitJobs = (world: World, first: number): void => {
  const { table } = world.jobs;
  let job = first;
  while (job < table.count && table.submit[job] === world.now) submitJob(world, job++);
  if (job < table.count) world.simulator.schedule(table.submit[job] as number, KIND.arrive, 0, job);
};

const submitJob = (world: World, job: number): void => {
  const { jobs } = world;
  const { table } = jobs;
  const stream = streamOf(jobs, job);
  const load = loadOf(world, job);
  jobs.state[job] = QUEUED;
  jobs.remaining[job] = workOf(jobs, job);
  addWaiting(world, stream, load, 1, table.gpus[job] as number);
  world.observer.jobChanged?.(world.now, job, "submitted", -1, table.gpus[job] as number);
  if ((table.minGpus[job] as number) > load.mostEver) {
    refuseJob(world, job);
    return;
  }
  const queue = queueOf(world, job);
  queue.fresh[queue.freshCount++] = job;
  world.dirty = true;
  if (stream.patience !== Number.POSITIVE_INFINITY) {
    const at = world.now + stream.patience;
    if (at < world.plan.horizon) jobs.otherEvent[job] = world.simulator.schedule(at, KIND.jobGiveUp, job, 0);
  }
  const { delay } = world.policy.preemption;
  if (delay > 0 && world.now + delay < world.plan.horizon)
    world.simulator.schedule(world.now + delay, KIND.exempt, job, HAS_WAITED);
};

/** Starts a job on `gpus` free accelerators of a pool; what is held for it must have been released before. */
export const startJob = (world: World, queue: JobQueue, job: number, pool: number, gpus: Gpus): void => {
  const { jobs, ledger, now } = world;
  const stream = streamOf(jobs, job);
  const load = loadOf(world, job);
  addWaiting(world, stream, load, -1, jobs.table.gpus[job] as number);
  ledger.move(pool, FREE, stream.program >= 0 ? INTERNAL : EXTERNAL, gpus, now);
  addRunning(world, stream, load, pool, gpus);
  jobs.state[job] = RUNNING;
  jobs.pool[job] = pool;
  jobs.held[job] = gpus;
  if ((jobs.firstStart[job] as number) < 0) {
    jobs.firstStart[job] = now;
    if (stream.patience !== Number.POSITIVE_INFINITY && jobs.otherEvent[job] !== NO_EVENT) {
      world.simulator.cancel(jobs.otherEvent[job] as number);
      jobs.otherEvent[job] = NO_EVENT;
    }
    if (mayFail(stream)) jobs.hazardLeft[job] = drawHazard(world, job);
  }
  jobs.lastStart[job] = now;
  const spells = jobs.spells[job] as number;
  jobs.restarting[job] = spells > 0 ? 1 : 0;
  jobs.spells[job] = spells + 1;
  link(world, queue, job);
  if (queue.users.length > 0) addUse(world, queue, job, gpus);
  world.observer.jobChanged?.(now, job, "started", pool, gpus);
  runOn(world, queue, job, stream, load);
  makeEligible(world, queue, job, stream);
};

/** Schedules what ends a job's running as it does now; a job with nothing left to do is done at once. */
const runOn = (world: World, queue: JobQueue, job: number, stream: JobStream, load: StreamLoad): void => {
  const { jobs, now } = world;
  const gpus = jobs.held[job] as number;
  const terms = termsFor(stream, load, gpus, jobs.restarting[job] === 1);
  jobs.since[job] = now;
  const whole = spellLength(Math.ceil((jobs.remaining[job] as number) / gpus), terms);
  let length = whole;
  let reason = DONE;
  if (mayFail(stream)) {
    const failure = Math.max(1, Math.ceil((jobs.hazardLeft[job] as number) / hazardOf(stream, gpus)));
    if (failure < length) {
      length = failure;
      reason = FAILS;
    }
  }
  const end = now + (stream.runtimes === "exact" ? whole : believed(world, job, gpus, terms));
  jobs.expectedEnd[job] = end;
  const pool = jobs.pool[job] as number;
  const watchers = world.work.watchers[queue.tier] as readonly JobQueue[];
  for (let i = 0; i < watchers.length; i++)
    (watchers[i] as JobQueue).ends[pool]?.add(end + stream.turnover, gpus, job);
  if (length === 0) {
    jobs.endEvent[job] = NO_EVENT;
    world.work.someTookNoTime = true;
    completeJob(world, job);
  } else if (now + length < world.plan.horizon)
    jobs.endEvent[job] = world.simulator.schedule(now + length, KIND.jobEnd, job, reason);
  else jobs.endEvent[job] = NO_EVENT;
};

/** The event that ends a spell: the work is done, or the gang fails. */
export const jobEnds = (world: World, job: number, reason: number): void => {
  world.jobs.endEvent[job] = NO_EVENT;
  if (reason === FAILS) failJob(world, job);
  else completeJob(world, job);
};

const completeJob = (world: World, job: number): void => {
  const { jobs, now } = world;
  const { table } = jobs;
  const stream = streamOf(jobs, job);
  const load = loadOf(world, job);
  const pool = jobs.pool[job] as number;
  const gpus = jobs.held[job] as number;
  const remaining = jobs.remaining[job] as number;
  const totals = jobs.totals[table.stream[job] as number] as (typeof jobs.totals)[0];
  const elapsed = now - (jobs.since[job] as number);
  const terms = termsFor(stream, load, gpus, jobs.restarting[job] === 1);
  const restarting = gpus * Math.min(elapsed, terms.restart);
  totals.used += gpus * elapsed;
  totals.safe += remaining;
  totals.restarting += restarting;
  totals.checkpointing += gpus * elapsed - remaining - restarting;
  jobs.remaining[job] = 0;
  endSpell(world, job, stream, load, false);
  const killed =
    stream.atEstimate === "kill" && (table.seconds[job] as number) > (table.estimate[job] as number);
  jobs.state[job] = killed ? KILLED : COMPLETED;
  jobs.end[job] = now;
  world.observer.jobChanged?.(now, job, killed ? "killed" : "completed", pool, gpus);
  wipeAfter(world, stream, pool, gpus);
};

/** Back to its last checkpoint, on the same accelerators: spares take the place of what failed. */
const failJob = (world: World, job: number): void => {
  const { jobs } = world;
  const queue = queueOf(world, job);
  const stream = streamOf(jobs, job);
  countSpell(world, job, "failure", false);
  unwatch(world, queue, job, stream);
  jobs.failures[job] = (jobs.failures[job] as number) + 1;
  jobs.hazardLeft[job] = drawHazard(world, job);
  jobs.restarting[job] = 1;
  world.observer.jobChanged?.(world.now, job, "failed", jobs.pool[job] as number, jobs.held[job] as number);
  runOn(world, queue, job, stream, loadOf(world, job));
};

/** Stops a job for good or for now. `saves`: its last seconds were spent on a checkpoint. */
export const stopJob = (world: World, job: number, why: "preempted" | "shed", saves: boolean): void => {
  const { jobs } = world;
  const stream = streamOf(jobs, job);
  const load = loadOf(world, job);
  const pool = jobs.pool[job] as number;
  const gpus = jobs.held[job] as number;
  if (jobs.endEvent[job] !== NO_EVENT) world.simulator.cancel(jobs.endEvent[job] as number);
  jobs.endEvent[job] = NO_EVENT;
  countSpell(world, job, "preemption", saves);
  endSpell(world, job, stream, load, true);
  if (why === "preempted") jobs.preemptions[job] = (jobs.preemptions[job] as number) + 1;
  if (why === "preempted" && stream.onPreempt === "cancel") {
    jobs.state[job] = CANCELLED;
    jobs.end[job] = world.now;
  } else {
    jobs.state[job] = QUEUED;
    addWaiting(world, stream, load, 1, jobs.table.gpus[job] as number);
    enqueue(world, queueOf(world, job), job);
  }
  world.observer.jobChanged?.(world.now, job, why, pool, gpus);
  if (why === "preempted") wipeAfter(world, stream, pool, gpus);
};

/** Stops a job by force, for want of capacity, after a warning that it could use as a notice; its accelerators are free at once. */
export const shedJob = (world: World, job: number, warning: Seconds): void =>
  stopJob(world, job, "shed", savesWork(warning, true, termsOf(world, job)));

/** An elastic job gives up a part and runs on with the rest; reshaping saves its work and costs a restart. */
export const shrinkJob = (world: World, job: number, gpus: Gpus): void => {
  const { jobs } = world;
  const queue = queueOf(world, job);
  const stream = streamOf(jobs, job);
  const load = loadOf(world, job);
  const pool = jobs.pool[job] as number;
  if (jobs.endEvent[job] !== NO_EVENT) world.simulator.cancel(jobs.endEvent[job] as number);
  countSpell(world, job, "preemption", true);
  unwatch(world, queue, job, stream);
  if (jobs.eligible[job] === 1) addEligible(world, queue, pool, -gpus);
  if (queue.users.length > 0) addUse(world, queue, job, -gpus);
  addRunning(world, stream, load, pool, -gpus);
  world.ledger.move(pool, stream.program >= 0 ? INTERNAL : EXTERNAL, FREE, gpus, world.now);
  world.work.released = true;
  world.dirty = true;
  world.nodes[pool]?.shrink(job, gpus);
  jobs.held[job] = (jobs.held[job] as number) - gpus;
  jobs.restarting[job] = 1;
  world.observer.jobChanged?.(world.now, job, "shrunk", pool, gpus);
  wipeAfter(world, stream, pool, gpus);
  runOn(world, queue, job, stream, load);
};
