/**
 * Planned runs: giant gangs, whole or not at all. A run that waits may hold capacity while the rest of it is
 * on its way; a run that is preempted by a more important one gets its own notice, and saves its work if
 * the notice reaches it and is long enough for a checkpoint.
 */
import type { EventId } from "../kernel/event-queue.ts";
import { type Checkpointing, savesWork, spellLength, workDone, workSaved } from "./checkpoint.ts";
import { type Earmark, endEarmarks } from "./earmarks.ts";
import { KIND } from "./events.ts";
import { FREE, HELD, INTERNAL } from "./ledger.ts";
import { type Notice, newNotice } from "./notice.ts";
import { type Lent, lentBy, letGo } from "./spot-on-held.ts";
import type { Gpus, PoolChoice, RunSpec, Seconds } from "./types.ts";
import { move, type World } from "./world.ts";

export type RunState = "planned" | "queued" | "running" | "completed" | "gaveUp";

export type Run = {
  readonly id: number;
  readonly name: string;
  readonly program: number;
  readonly programName: string;
  readonly priority: number;
  readonly pools: PoolChoice;
  readonly group: number;
  readonly spec: RunSpec;
  state: RunState;
  submittedAt: Seconds;
  /** Since when it runs in this spell, and whether the spell began with a restart. */
  startedAt: Seconds;
  restarting: boolean;
  spells: number;
  /** GPU-seconds of work done and safe. */
  done: number;
  /** GPU-seconds thrown away. */
  lost: number;
  readonly held: number[];
  heldTotal: Gpus;
  /** Tenants' jobs on what is held for it. */
  readonly lent: Lent[];
  /** Capacity has been called for it and is on its way. */
  calling: boolean;
  notice: Notice | undefined;
  /** For which jobs its accelerators are, while it is on notice. */
  readonly earmarks: Earmark[];
  doneEvent: EventId | undefined;
  giveUpEvent: EventId | undefined;
};

/** A run joins the queue. */
export const submitRun = (world: World, run: Run): void => {
  run.state = "queued";
  run.submittedAt = world.now;
  world.dirty = true;
  world.observer.runChanged?.(world.now, run, "queued");
  const at = world.now + run.spec.patience;
  if (at <= world.plan.horizon) run.giveUpEvent = world.simulator.schedule(at, KIND.giveUp, run.id, 0);
};

/** A run that never started leaves; what was held for it is released in the same instant. */
export const giveUpRun = (world: World, run: Run): void => {
  if (run.state !== "queued" || run.spells > 0) return;
  releaseHold(world, run);
  run.state = "gaveUp";
  run.calling = false;
  world.dirty = true;
  world.observer.runChanged?.(world.now, run, "gaveUp");
};

/** Gives back what is held for a run that waits. */
export const releaseHold = (world: World, run: Run): void => {
  for (let pool = 0; pool < run.held.length; pool++) {
    const n = run.held[pool] as number;
    run.held[pool] = 0;
    move(world, "unheld", pool, HELD, FREE, n, run);
  }
  run.heldTotal = 0;
  letGo(world, run);
};

/** Free capacity in the pools that will do. */
export const freeFor = (world: World, run: Run): Gpus => {
  let free = 0;
  for (const { pool } of run.pools) free += world.ledger.count(pool, FREE);
  return free;
};

/** Accelerators that a run starts on when so many are there for it: at most what it wants, in whole blocks above one. */
export const startingSize = ({ gpus, block }: RunSpec, reach: Gpus): Gpus => {
  if (reach >= gpus) return gpus;
  return reach > block ? reach - (reach % block) : reach;
};

/** Holds free capacity for a run, up to `most` in all. */
export const holdFor = (world: World, run: Run, most: Gpus): void => {
  let left = most - run.heldTotal - lentBy(world, run);
  for (const { pool } of run.pools) {
    const n = Math.min(left, world.ledger.count(pool, FREE));
    if (n <= 0) continue;
    left -= n;
    run.held[pool] = (run.held[pool] as number) + n;
    run.heldTotal += n;
    move(world, "held", pool, FREE, HELD, n, run);
  }
};

/** Starts a run on `gpus` accelerators: what is held for it, which is less than it needs at least, and what is free. */
export const startRun = (world: World, run: Run, gpus: Gpus): void => {
  holdFor(world, run, gpus);
  for (let pool = 0; pool < run.held.length; pool++)
    move(world, "granted", pool, HELD, INTERNAL, run.held[pool] as number, run);
  run.state = "running";
  run.startedAt = world.now;
  run.restarting = run.spells > 0;
  run.spells++;
  run.calling = false;
  if (run.giveUpEvent !== undefined) world.simulator.cancel(run.giveUpEvent);
  run.giveUpEvent = undefined;
  const at = world.now + spellOf(run);
  if (at <= world.plan.horizon) run.doneEvent = world.simulator.schedule(at, KIND.runDone, run.id, 0);
  world.observer.runChanged?.(world.now, run, "started");
};

/** Seconds until the work is done, restart and checkpoints included. */
const spellOf = (run: Run): Seconds =>
  spellLength(Math.ceil((run.spec.work - run.done) / run.heldTotal), termsOf(run));

const termsOf = ({ spec, restarting }: Run): Checkpointing => ({
  restart: restarting ? spec.restart : 0,
  every: spec.checkpointEvery,
  cost: spec.checkpointCost,
});

/** Seconds of work done in this spell by a second, and how much of them checkpoints hold. */
const progress = (run: Run, at: Seconds): { done: number; saved: number } => {
  const terms = termsOf(run);
  const elapsed = at - run.startedAt;
  return {
    done: workDone(elapsed, Number.POSITIVE_INFINITY, terms),
    saved: workSaved(elapsed, terms),
  };
};

/** The work is done. */
export const completeRun = (world: World, run: Run): void => {
  run.done = run.spec.work;
  run.doneEvent = undefined;
  vacateRun(world, run);
  run.state = "completed";
  if (run.notice !== undefined) endPreemption(world, run, "complied");
  world.observer.runChanged?.(world.now, run, "completed");
};

/**
 * Serves a run its own notice, because something more important needs what it has.
 *
 * @param cause - name of whoever does
 * @param job - number of the job that does; -1: it is no job
 */
export const preemptRun = (world: World, run: Run, cause: string, job = -1): void => {
  const delivered = run.spec.delivered >= 1 || world.stream(run.name, "delivery").next() < run.spec.delivered;
  const effectiveAt = world.now + run.spec.notice;
  const notice = newNotice(world.ledger.pools, {
    id: world.notices.length,
    by: "owner",
    kind: "preempt",
    lease: undefined,
    run,
    gpus: run.heldTotal,
    issuedAt: world.now,
    effectiveAt,
    cause,
    job,
    because: undefined,
    state: "running",
  });
  notice.delivered = delivered;
  notice.inUseTotal = run.heldTotal;
  world.notices.push(notice);
  run.notice = notice;
  world.observer.noticeChanged?.(world.now, notice, "issued");
  world.observer.runChanged?.(world.now, run, "noticed");
  if (run.spec.notice === 0) stopRun(world, run);
  else notice.deadlineEvent = world.simulator.schedule(effectiveAt, KIND.deadline, notice.id, 0);
};

/**
 * The deadline of a run's notice. If the notice reached it and lasted for a checkpoint, nothing is lost but
 * the restart; otherwise it falls back to its last checkpoint.
 */
export const stopRun = (world: World, run: Run): void => {
  const notice = run.notice as Notice;
  const { checkpointCost } = run.spec;
  const canSave = savesWork(run.spec.notice, notice.delivered, termsOf(run));
  const reached = progress(run, canSave ? world.now - checkpointCost : world.now);
  interrupt(world, run, reached.done, canSave ? reached.done : reached.saved);
  endPreemption(world, run, "enforced");
  world.observer.runChanged?.(world.now, run, "preempted");
};

/** A failure or a power cut stops a run at once: back to its last checkpoint. */
export const failRun = (world: World, run: Run): void => {
  const reached = progress(run, world.now);
  interrupt(world, run, reached.done, reached.saved);
  if (run.notice !== undefined) endPreemption(world, run, "enforced");
  world.observer.runChanged?.(world.now, run, "failed");
};

/** Stops a run after `done` seconds of progress in this spell, of which `kept` are safe. */
const interrupt = (world: World, run: Run, done: Seconds, kept: Seconds): void => {
  const gpus = run.heldTotal;
  run.done = Math.min(run.spec.work, run.done + kept * gpus);
  run.lost += (done - kept) * gpus;
  if (run.doneEvent !== undefined) world.simulator.cancel(run.doneEvent);
  run.doneEvent = undefined;
  vacateRun(world, run);
  run.state = "queued";
};

const vacateRun = (world: World, run: Run): void => {
  for (let pool = 0; pool < run.held.length; pool++) {
    const n = run.held[pool] as number;
    run.held[pool] = 0;
    move(world, "released", pool, INTERNAL, FREE, n, run);
  }
  run.heldTotal = 0;
};

const endPreemption = (world: World, run: Run, state: "complied" | "enforced"): void => {
  const notice = run.notice as Notice;
  world.simulator.cancel(notice.deadlineEvent);
  notice.state = state;
  notice.endedAt = world.now;
  notice.returned = notice.gpus;
  notice.inUseTotal = 0;
  run.notice = undefined;
  endEarmarks(world, run);
  world.observer.noticeChanged?.(world.now, notice, state);
};

/** Accelerators a run holds or asks for. */
export const wantedBy = (run: Run): Gpus =>
  run.state === "running" ? run.heldTotal : run.state === "queued" ? run.spec.gpus : 0;
