/**
 * A job's change as a plain object for the event log. Changes that move accelerators say from which account to
 * which, so that a reader needs no knowledge of jobs to keep the ledger.
 */
import { FOR_LEVELS, forRun, jobName, jobStates, streamOf } from "../../model/job-store.ts";
import type { JobChange } from "../../model/observer.ts";
import type { Gpus, Seconds } from "../../model/types.ts";
import type { World } from "../../model/world.ts";

const IN_USE = "in use";

/** From where to where accelerators go. */
const moves: { readonly [C in JobChange]?: readonly [from: string, to: string] } = {
  held: ["free", "held"],
  unheld: ["held", "free"],
  started: ["free", IN_USE],
  shrunk: [IN_USE, "free"],
  preempted: [IN_USE, "free"],
  shed: [IN_USE, "free"],
  killed: [IN_USE, "free"],
  completed: [IN_USE, "free"],
};

/** The event as it is written: number and name of the job, its class, its pool, and what is particular to the change. */
export const loggedJob = (
  world: World,
  at: Seconds,
  job: number,
  change: JobChange,
  pool: number,
  gpus: Gpus,
): { readonly t: Seconds; readonly kind: string; readonly [field: string]: unknown } => {
  const isInternal = streamOf(world.jobs, job).program >= 0;
  const where = pool < 0 ? {} : { pool: world.plan.pools[pool]?.name };
  const move = moves[change];
  const account = (name: string): string => (name !== IN_USE ? name : isInternal ? "internal" : "external");
  return {
    t: at,
    kind: `job.${change}`,
    job,
    name: jobName(world.jobs, job),
    class: isInternal ? "internal" : "external",
    ...where,
    ...(move === undefined ? {} : { from: account(move[0]), to: account(move[1]) }),
    gpus,
    ...particulars(world, job, change),
  };
};

const particulars = ({ jobs, runs }: World, job: number, change: JobChange): { [field: string]: unknown } => {
  if (change === "submitted") return { least: jobs.table.minGpus[job] };
  if (change === "preempted" || change === "shed") return { becomes: jobStates[jobs.state[job]] };
  if (change !== "noticed") return {};
  const cause = jobs.cause[job];
  const forWhom =
    cause >= 0
      ? jobName(jobs, cause)
      : cause === FOR_LEVELS
        ? "level demand"
        : (runs[forRun(0) - cause]?.name ?? "");
  return {
    takes: jobs.noticed[job],
    issuedAt: jobs.noticedAt[job],
    effectiveAt: jobs.deadline[job],
    delivered: jobs.warned[job] === 1,
    cause: forWhom,
  };
};
