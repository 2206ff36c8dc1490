/** What the jobs of a world amount to, before anything has happened. */
import type { Checkpointing } from "./checkpoint.ts";
import type { EngineInput } from "./engine-input.ts";
import type { JobQueue } from "./job-queue.ts";
import { mayFail } from "./job-store.ts";
import type { JobStream, Plan, Pool } from "./types.ts";
import type { JobWork, StreamLoad, Tier } from "./world.ts";

export const newJobWork = (input: EngineInput, tiers: readonly Tier[], runs: number): JobWork => {
  const { plan, policy } = input;
  const pools = plan.pools.length;
  // On nodes it is not enough that accelerators may be taken back: the end of every job counts.
  const hasNodes = plan.pools.some(({ nodes }) => nodes.length > 0);
  return {
    discipline: input.discipline ?? noDiscipline,
    victims: input.victims ?? firstFirst,
    queues: plan.streams.map(
      (stream) => tiers.find((t) => t.priority === stream.priority)?.queue as JobQueue,
    ),
    streams: plan.streams.map((stream) => loadOf(stream, plan, input.stream)),
    waitingInternal: 0,
    waitingExternal: 0,
    runningInternal: 0,
    runningExternal: 0,
    eligible: new Float64Array(tiers.length * pools),
    inFlightForLevels: new Float64Array(pools),
    inFlightForRuns: new Float64Array(runs),
    watchers: tiers.map((_, tier) => watchersOf(tiers, tier, policy.preemption.enabled && !hasNodes)),
    someTookNoTime: false,
    someCameWithinReach: false,
    released: false,
    evictedAt: [],
    quota: Number.POSITIVE_INFINITY,
    admission: input.admission && { rule: input.admission, memory: input.admission.initial() },
    windowsSucceeded: 0,
    windowsFailed: 0,
  };
};

const noDiscipline = (): void => {};
const firstFirst = () => (a: number, b: number) => a - b;

/** A queue counts on the ends of jobs that it cannot preempt: those as important, and more. */
const watchersOf = (tiers: readonly Tier[], tier: number, preempts: boolean): JobQueue[] =>
  tiers.flatMap(({ queue }, t) =>
    queue !== undefined && queue.ends.length > 0 && (!preempts || t >= tier) ? [queue] : [],
  );

const loadOf = (stream: JobStream, plan: Plan, open: EngineInput["stream"]): StreamLoad => {
  const { checkpointEvery: every, checkpointCost: cost, restart } = stream;
  const terms = (lost: number): Checkpointing | undefined =>
    every === "young" ? undefined : { restart: lost, every, cost };
  return {
    key: stream.delivered < 1 || mayFail(stream) ? open(stream.name, "fates").state() : undefined,
    mostEver: Math.max(0, ...stream.pools.map((pool) => mostOf(plan.pools[pool] as Pool))),
    afresh: terms(0),
    again: terms(restart),
    waitingJobs: 0,
    waitingGpus: 0,
    running: new Float64Array(plan.pools.length),
  };
};

const mostOf = ({ phases }: Pool): number => phases.reduce((most, { value }) => Math.max(most, value), 0);
