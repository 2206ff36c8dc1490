/**
 * Notices on jobs. A job on notice runs on until its deadline; if the notice reached it and lasts for a checkpoint,
 * the last seconds go into one and nothing is lost but the restart. A notice of no length passes through all of it
 * in one instant.
 */
import { NO_EVENT } from "../kernel/event-queue.ts";
import { savesWork, toNextCheckpoint } from "./checkpoint.ts";
import { KIND } from "./events.ts";
import { allowPreemption, protectJob } from "./job-loads.ts";
import { addInFlight, endJobNotice } from "./job-spells.ts";
import { RUNNING, streamOf } from "./job-store.ts";
import { queueOf, reachesJob, termsOf } from "./job-terms.ts";
import { shrinkJob, stopJob } from "./jobs.ts";
import { countEviction } from "./preemption-rules.ts";
import type { Gpus, Seconds } from "./types.ts";
import type { World } from "./world.ts";

/** How long a notice to a job would be under the policy, if it were issued now. */
export const jobNoticeLength = (world: World, job: number): Seconds => {
  const { jobs, policy } = world;
  const { notice } = streamOf(jobs, job);
  const rule = policy.preemption.notice;
  switch (rule.kind) {
    case "own":
    case "longest":
      return notice;
    case "fixed":
      return Math.max(notice, rule.length);
    case "untilNextCheckpoint": {
      const terms = termsOf(world, job);
      if (terms.every === 0) return notice;
      return Math.max(notice, toNextCheckpoint(world.now - (jobs.since[job] as number), terms));
    }
  }
};

/**
 * Serves notice to a running job.
 *
 * @param gpus - what it must give up; all it has, or less when it shrinks
 * @param cause - the job for which, or a code of `job-store.ts`
 */
export const serveJobNotice = (
  world: World,
  job: number,
  gpus: Gpus,
  cause: number,
  length: Seconds,
): void => {
  const { jobs } = world;
  const pool = jobs.pool[job] as number;
  protectJob(world, queueOf(world, job), job);
  jobs.noticedAt[job] = world.now;
  jobs.deadline[job] = world.now + length;
  jobs.noticed[job] = gpus;
  jobs.warned[job] = reachesJob(world, job) ? 1 : 0;
  jobs.cause[job] = cause;
  addInFlight(world, cause, pool, gpus);
  countEviction(world);
  world.observer.jobChanged?.(world.now, job, "noticed", pool, gpus);
  if (length === 0) jobDeadline(world, job);
  else if (world.now + length < world.plan.horizon)
    jobs.otherEvent[job] = world.simulator.schedule(world.now + length, KIND.jobDeadline, job, 0);
};

/** The deadline: it stops, or gives up a part. */
export const jobDeadline = (world: World, job: number): void => {
  const { jobs } = world;
  const gpus = jobs.noticed[job] as number;
  const length = (jobs.deadline[job] as number) - (jobs.noticedAt[job] as number);
  const saves = savesWork(length, jobs.warned[job] === 1, termsOf(world, job));
  jobs.otherEvent[job] = NO_EVENT;
  endJobNotice(world, job);
  if (gpus < (jobs.held[job] as number)) {
    shrinkJob(world, job, gpus);
    allowPreemption(world, queueOf(world, job), job);
  } else stopJob(world, job, "preempted", saves);
};

/** Takes back the notices that were served for a job which no longer needs them. */
export const pardonFor = (world: World, beneficiary: number): void => {
  const { jobs } = world;
  if (!world.policy.preemption.rescind || (jobs.inFlight[beneficiary] as number) === 0) return;
  for (const { queue } of world.tiers) {
    for (let job = queue?.oldest ?? -1; job >= 0; job = jobs.younger[job] as number) {
      if (jobs.state[job] !== RUNNING || jobs.noticed[job] === 0 || jobs.cause[job] !== beneficiary) continue;
      const gpus = jobs.noticed[job] as number;
      endJobNotice(world, job);
      allowPreemption(world, queueOf(world, job), job);
      world.observer.jobChanged?.(world.now, job, "pardoned", jobs.pool[job] as number, gpus);
    }
  }
};
