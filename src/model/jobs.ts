/**
 * The life of a job: submitted, started, stopped, done. A job runs in one pool, on exactly its accelerators; what
 * it has done is counted in whole GPU-seconds. The queue decides when it starts (`queueing.ts`), notices when it
 * must go (`job-notices.ts`).
 */
import { log } from "../random/elementary.ts";
import { keyedUniform } from "../random/keyed.ts";
import { countWindows } from "./admission.ts";
import { type Checkpointing, spellLength, workDone, workSaved, youngInterval } from "./checkpoint.ts";
import { KIND } from "./events.ts";
import { NO_JOB } from "./expected-ends.ts";
import { ageUse } from "./fair-share.ts";
import type { JobQueue } from "./job-queue.ts";
import {
  CALLING,
  CANCELLED,
  COMPLETED,
  GAVE_UP,
  KILLED,
  mayFail,
  NO_CAUSE,
  QUEUED,
  REFUSED,
  RUNNING,
  streamOf,
  workOf,
} from "./job-store.ts";
import { EXTERNAL, FREE, HELD, INTERNAL, TURNOVER } from "./ledger.ts";
import type { Gpus, JobStream, Seconds } from "./types.ts";
import { move, type StreamLoad, type World } from "./world.ts";

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

/** It is not taken on. */
export const refuseJob = (world: World, job: number): void => {
  leave(world, job, REFUSED);
  world.observer.jobChanged?.(world.now, job, "refused", -1, world.jobs.table.gpus[job] as number);
};

/** A job that never started leaves; what is held for it is released in the same instant. */
export const giveUpJob = (world: World, job: number): void => {
  const { jobs } = world;
  jobs.otherEvent[job] = -1;
  if ((jobs.state[job] !== QUEUED && jobs.state[job] !== CALLING) || (jobs.firstStart[job] as number) >= 0)
    return;
  const queue = queueOf(world, job);
  if (jobs.state[job] === CALLING) stopCalling(world, queue, job);
  else forget(world, queue, job);
  leave(world, job, GAVE_UP);
  queue.mustLook = true;
  world.dirty = true;
  world.observer.jobChanged?.(world.now, job, "gaveUp", -1, jobs.table.gpus[job] as number);
};

const leave = (world: World, job: number, state: number): void => {
  const { jobs } = world;
  jobs.state[job] = state;
  jobs.end[job] = world.now;
  addWaiting(world, streamOf(jobs, job), loadOf(world, job), -1, jobs.table.gpus[job] as number);
};

/** Takes a waiting job out of the queue. */
export const forget = (world: World, queue: JobQueue, job: number): void => {
  const rank = world.jobs.rank[job] as number;
  if (queue.waiting.has(rank)) queue.waiting.remove(rank);
  else {
    const at = queue.fresh.indexOf(job);
    if (at >= 0 && at < queue.freshCount) queue.fresh.copyWithin(at, at + 1, queue.freshCount--);
  }
  if (queue.reserved === job) queue.reserved = -1;
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
    if ((jobs.otherEvent[job] as number) >= 0) {
      world.simulator.cancel(jobs.otherEvent[job] as number);
      jobs.otherEvent[job] = -1;
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
    jobs.endEvent[job] = -1;
    world.work.someTookNoTime = true;
    completeJob(world, job);
  } else if (now + length < world.plan.horizon)
    jobs.endEvent[job] = world.simulator.schedule(now + length, KIND.jobEnd, job, reason);
  else jobs.endEvent[job] = -1;
};

/** Seconds that the queue believes a spell will take, by the job's estimate. */
const believed = (world: World, job: number, gpus: Gpus, terms: Checkpointing): Seconds => {
  const { table, remaining } = world.jobs;
  const estimate = table.estimate[job] as number;
  const done = workOf(world.jobs, job) - (remaining[job] as number);
  const left = Math.max(1, Math.ceil((estimate * (table.gpus[job] as number) - done) / gpus));
  return spellLength(left, terms);
};

/** Seconds that the queue expects a waiting job to take on `gpus` accelerators. */
export const expectedLength = (world: World, job: number, gpus: Gpus): Seconds => {
  const { jobs } = world;
  const stream = streamOf(jobs, job);
  const terms = termsFor(stream, loadOf(world, job), gpus, (jobs.spells[job] as number) > 0);
  return stream.runtimes === "exact"
    ? spellLength(Math.ceil((jobs.remaining[job] as number) / gpus), terms)
    : believed(world, job, gpus, terms);
};

/** The event that ends a spell: the work is done, or the gang fails. */
export const jobEnds = (world: World, job: number, reason: number): void => {
  world.jobs.endEvent[job] = -1;
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
  if ((jobs.endEvent[job] as number) >= 0) world.simulator.cancel(jobs.endEvent[job] as number);
  jobs.endEvent[job] = -1;
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

/** Stops a job by force, for want of capacity; its accelerators are free at once. */
export const shedJob = (world: World, job: number): void => stopJob(world, job, "shed", false);

/** An elastic job gives up a part and runs on with the rest; reshaping saves its work and costs a restart. */
export const shrinkJob = (world: World, job: number, gpus: Gpus): void => {
  const { jobs } = world;
  const queue = queueOf(world, job);
  const stream = streamOf(jobs, job);
  const load = loadOf(world, job);
  const pool = jobs.pool[job] as number;
  if ((jobs.endEvent[job] as number) >= 0) world.simulator.cancel(jobs.endEvent[job] as number);
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

/** Puts a job among those that wait, where its order has it. */
export const enqueue = (world: World, queue: JobQueue, job: number): void => {
  const { table, rank } = world.jobs;
  queue.waiting.add(
    rank[job] as number,
    table.minGpus[job] as number,
    queue.settings.backfill === "none" ? 0 : expectedLength(world, job, table.gpus[job] as number),
  );
  queue.mustLook = true;
  world.dirty = true;
};

/** Gives up the turn of a job that was calling: its hold is released. It is in no queue then. */
export const stopCalling = (world: World, queue: JobQueue, job: number): void => {
  const { jobs } = world;
  const held = jobs.held[job] as number;
  const pool = jobs.pool[job] as number;
  queue.calling.splice(queue.calling.indexOf(job), 1);
  jobs.held[job] = 0;
  if (held > 0) {
    world.nodes[pool]?.remove(job);
    world.ledger.move(pool, HELD, FREE, held, world.now);
    world.observer.jobChanged?.(world.now, job, "unheld", pool, held);
    world.work.released = true;
    world.dirty = true;
  }
  jobs.pool[job] = -1;
};

// ---------------------------------------------------------------- books of a spell

/** Counts what the time since `since` was spent on, and what of it is kept. */
const countSpell = (world: World, job: number, cause: "preemption" | "failure", saves: boolean): void => {
  const { jobs } = world;
  const gpus = jobs.held[job] as number;
  const totals = jobs.totals[jobs.table.stream[job] as number] as (typeof jobs.totals)[0];
  const terms = termsOf(world, job);
  const elapsed = world.now - (jobs.since[job] as number);
  const remaining = jobs.remaining[job] as number;
  const most = Math.ceil(remaining / gpus);
  const worked = workDone(saves ? elapsed - terms.cost : elapsed, most, terms);
  const done = Math.min(remaining, worked * gpus);
  const kept = saves ? done : Math.min(done, workSaved(elapsed, terms) * gpus);
  const restarting = gpus * Math.min(elapsed, terms.restart);
  jobs.remaining[job] = remaining - kept;
  jobs.lost[job] = (jobs.lost[job] as number) + done - kept;
  totals.used += gpus * elapsed;
  totals.safe += kept;
  if (cause === "preemption") totals.lostByPreemption += done - kept;
  else totals.lostByFailure += done - kept;
  totals.restarting += restarting;
  totals.checkpointing += gpus * elapsed - done - restarting;
  if (jobs.hazardLeft.length > 0) {
    const rate = hazardOf(streamOf(jobs, job), gpus);
    jobs.hazardLeft[job] = Math.max(0, (jobs.hazardLeft[job] as number) - rate * elapsed);
  }
};

/** It has its accelerators no longer; they are free. */
const endSpell = (world: World, job: number, stream: JobStream, load: StreamLoad, evicted: boolean): void => {
  const { jobs, now } = world;
  if (stream.program < 0) countWindows(world, now - (jobs.lastStart[job] as number), evicted);
  const queue = queueOf(world, job);
  const pool = jobs.pool[job] as number;
  const gpus = jobs.held[job] as number;
  endJobNotice(world, job);
  unwatch(world, queue, job, stream);
  unlink(world, queue, job);
  if (jobs.eligible[job] === 1) {
    jobs.eligible[job] = 0;
    addEligible(world, queue, pool, -gpus);
  }
  if (queue.users.length > 0) addUse(world, queue, job, -gpus);
  addRunning(world, stream, load, pool, -gpus);
  world.nodes[pool]?.remove(job);
  world.ledger.move(pool, stream.program >= 0 ? INTERNAL : EXTERNAL, FREE, gpus, now);
  world.work.released = true;
  world.dirty = true;
  jobs.held[job] = 0;
  jobs.pool[job] = -1;
};

const wipeAfter = (world: World, { turnover }: JobStream, pool: number, gpus: Gpus): void => {
  if (turnover === 0) return;
  const at = world.now + turnover;
  move(world, "wiping", pool, FREE, TURNOVER, gpus, undefined);
  world.wiping.push({ at, pool, gpus });
  if (at < world.plan.horizon) world.simulator.schedule(at, KIND.wiped, pool, gpus);
  for (const { queue } of world.tiers) queue?.ends[pool]?.add(at, gpus, NO_JOB);
};

const unwatch = (world: World, queue: JobQueue, job: number, { turnover }: JobStream): void => {
  const { jobs } = world;
  const at = (jobs.expectedEnd[job] as number) + turnover;
  const pool = jobs.pool[job] as number;
  const watchers = world.work.watchers[queue.tier] as readonly JobQueue[];
  for (let i = 0; i < watchers.length; i++)
    (watchers[i] as JobQueue).ends[pool]?.remove(at, jobs.held[job] as number, job);
};

/** Writes anew when accelerators of a pool are expected back, after the list of a queue was let go. */
export const wakeEnds = (world: World, watcher: JobQueue, pool: number): void => {
  const { jobs, tiers, work } = world;
  const ends = watcher.ends[pool];
  const isAsleep = ends?.isResting;
  ends?.wake();
  if (!isAsleep) return;
  for (const { queue } of tiers) {
    if (queue === undefined || !work.watchers[queue.tier]?.includes(watcher)) continue;
    for (let job = queue.oldest; job >= 0; job = jobs.younger[job] as number)
      if (jobs.pool[job] === pool) ends.add(jobs.expectedEnd[job] as number, jobs.held[job] as number, job);
  }
  ends.wake();
};

// ---------------------------------------------------------------- notices end

/** The notice is over, whatever ended it. */
export const endJobNotice = (world: World, job: number): void => {
  const { jobs } = world;
  if ((jobs.deadline[job] as number) < 0) return;
  addInFlight(world, jobs.cause[job] as number, jobs.pool[job] as number, -(jobs.noticed[job] as number));
  if ((jobs.otherEvent[job] as number) >= 0) world.simulator.cancel(jobs.otherEvent[job] as number);
  jobs.otherEvent[job] = -1;
  jobs.deadline[job] = -1;
  jobs.noticed[job] = 0;
  jobs.cause[job] = NO_CAUSE;
};

/** Accelerators that are called for somebody and still in use elsewhere. */
export const addInFlight = (world: World, cause: number, pool: number, gpus: Gpus): void => {
  const { jobs, work } = world;
  if (cause >= 0) jobs.inFlight[cause] = (jobs.inFlight[cause] as number) + gpus;
  else if (cause <= -3)
    work.inFlightForRuns[-3 - cause] = (work.inFlightForRuns[-3 - cause] as number) + gpus;
  else if (cause === -2) work.inFlightForLevels[pool] = (work.inFlightForLevels[pool] as number) + gpus;
};

// ---------------------------------------------------------------- who may be preempted

const makeEligible = (world: World, queue: JobQueue, job: number, stream: JobStream): void => {
  const { jobs } = world;
  if (jobs.state[job] !== RUNNING) return;
  const guaranteed = Math.max(stream.minRuntime, world.policy.preemption.minRuntime);
  if (guaranteed === 0) allowPreemption(world, queue, job);
  else if (world.now + guaranteed < world.plan.horizon)
    world.simulator.schedule(world.now + guaranteed, KIND.exempt, job, jobs.spells[job] as number);
};

/** From now on it may be preempted. */
export const allowPreemption = (world: World, queue: JobQueue, job: number): void => {
  world.jobs.eligible[job] = 1;
  addEligible(world, queue, world.jobs.pool[job] as number, world.jobs.held[job] as number);
};

/** From now on it may not, or it is being already. */
export const protectJob = (world: World, queue: JobQueue, job: number): void => {
  if (world.jobs.eligible[job] === 0) return;
  world.jobs.eligible[job] = 0;
  addEligible(world, queue, world.jobs.pool[job] as number, -(world.jobs.held[job] as number));
};

/** What the argument of an `exempt` event says when it is no spell: a job has waited; the budget has room again. */
export const HAS_WAITED = -1;
export const ROOM_IN_BUDGET = -2;

/** A job has run for its guaranteed time, or has waited for its preemptor's delay, or more may be preempted again. */
export const exemptionEnds = (world: World, job: number, spell: number): void => {
  const { jobs } = world;
  const queue = queueOf(world, job);
  if (spell === ROOM_IN_BUDGET) world.work.released = true;
  else if (spell === HAS_WAITED) {
    if (jobs.state[job] !== QUEUED) return;
    queue.mustLook = true;
  } else {
    if (jobs.state[job] !== RUNNING || jobs.spells[job] !== spell || (jobs.deadline[job] as number) >= 0)
      return;
    allowPreemption(world, queue, job);
    world.work.released = true;
  }
  world.dirty = true;
};

const addEligible = (world: World, queue: JobQueue, pool: number, gpus: Gpus): void => {
  const i = queue.tier * world.ledger.pools + pool;
  world.work.eligible[i] = (world.work.eligible[i] as number) + gpus;
};

// ---------------------------------------------------------------- terms, loads, links

/** The queue that serves a job. */
export const queueOf = (world: World, job: number): JobQueue =>
  world.work.queues[world.jobs.table.stream[job] as number] as JobQueue;

const loadOf = (world: World, job: number): StreamLoad =>
  world.work.streams[world.jobs.table.stream[job] as number] as StreamLoad;

/** Checkpoint terms of a job as it runs now. */
export const termsOf = (world: World, job: number): Checkpointing => {
  const { jobs } = world;
  return termsFor(
    streamOf(jobs, job),
    loadOf(world, job),
    jobs.held[job] as number,
    jobs.restarting[job] === 1,
  );
};

const termsFor = (stream: JobStream, load: StreamLoad, gpus: Gpus, restarts: boolean): Checkpointing => {
  const fixed = restarts ? load.again : load.afresh;
  if (fixed !== undefined) return fixed;
  const every = youngInterval(stream.checkpointCost, 1 / hazardOf(stream, gpus));
  return { restart: restarts ? stream.restart : 0, every, cost: stream.checkpointCost };
};

/** Failures a second that stop a gang of this size. */
const hazardOf = (stream: JobStream, gpus: Gpus): number =>
  stream.failuresPerGpuSecond * gpus + stream.failuresPerSecond;

const drawHazard = (world: World, job: number): number => {
  const { key } = loadOf(world, job);
  if (key === undefined) return Number.POSITIVE_INFINITY;
  return -log(
    keyedUniform(key, world.jobs.table.row[job] as number, 2 * (world.jobs.failures[job] as number)),
  );
};

/** Whether the next notice reaches a job. */
export const reachesJob = (world: World, job: number): boolean => {
  const { delivered } = streamOf(world.jobs, job);
  const { key } = loadOf(world, job);
  if (delivered >= 1 || key === undefined) return true;
  const k = 2 * (world.jobs.preemptions[job] as number) + 1;
  return keyedUniform(key, world.jobs.table.row[job] as number, k) < delivered;
};

const addWaiting = ({ work }: World, stream: JobStream, load: StreamLoad, sign: 1 | -1, each: Gpus): void => {
  const gpus = sign * each;
  load.waitingJobs += sign;
  load.waitingGpus += gpus;
  if (stream.program >= 0) work.waitingInternal += gpus;
  else work.waitingExternal += gpus;
};

const addRunning = (world: World, stream: JobStream, load: StreamLoad, pool: number, gpus: Gpus): void => {
  load.running[pool] = (load.running[pool] as number) + gpus;
  if (stream.program >= 0) world.work.runningInternal += gpus;
  else world.work.runningExternal += gpus;
};

const addUse = (world: World, queue: JobQueue, job: number, gpus: Gpus): void => {
  const range = queue.users[queue.rangeOfUser[world.jobs.table.user[job] as number] as number];
  if (range === undefined) return;
  ageUse(range, world.now, queue.settings.halfLife);
  range.inUse += gpus;
};

const link = (world: World, queue: JobQueue, job: number): void => {
  const { older, younger } = world.jobs;
  older[job] = queue.youngest;
  younger[job] = -1;
  if (queue.youngest >= 0) younger[queue.youngest] = job;
  else queue.oldest = job;
  queue.youngest = job;
};

const unlink = (world: World, queue: JobQueue, job: number): void => {
  const { older, younger } = world.jobs;
  const before = older[job] as number;
  const after = younger[job] as number;
  if (before >= 0) younger[before] = after;
  else queue.oldest = after;
  if (after >= 0) older[after] = before;
  else queue.youngest = before;
};
