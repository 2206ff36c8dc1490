/** Builds the world of a run: empty books, claims and runs in order of importance, nothing signed yet. */
import { fail } from "../base/assert.ts";
import type { Simulator } from "../kernel/simulator.ts";
import { newBroken } from "./block-failures.ts";
import { newDeal } from "./deals.ts";
import type { EngineInput } from "./engine-input.ts";
import type { Claim, LevelPath } from "./internal.ts";
import { newJobQueue } from "./job-queue.ts";
import { newJobStore } from "./job-store.ts";
import { noJobs } from "./job-table.ts";
import { newJobWork } from "./job-work.ts";
import { Ledger } from "./ledger.ts";
import { stillMarket } from "./market.ts";
import { NodeMap } from "./node-map.ts";
import { type Observer, observeAll } from "./observer.ts";
import type { Run } from "./runs.ts";
import type { JobStream, Plan, PoolChoice } from "./types.ts";
import type { Tier, World } from "./world.ts";
import { zeros } from "./zeros.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A world at second 0, before its first event. */
export const createWorld = (input: EngineInput, simulator: Simulator): World => {
  const { plan, policy, stream } = input;
  const groups: PoolChoice[] = [];
  const claims: Claim[] = [];
  const runs: Run[] = [];
  plan.programs.forEach((program, p) => {
    program.sources.forEach((source, s) => {
      const group = groupOf(groups, source.pools);
      if (source.kind === "level") {
        claims.push({
          id: claims.length,
          program: p,
          name: s === 0 ? program.name : `${program.name}/${s + 1}`,
          priority: program.priority,
          weight: program.weight,
          pools: source.pools,
          group,
          spec: source,
          path: input.paths[claims.length] ?? noPath(program.name),
          step: -1,
          target: 0,
          held: zeros(plan.pools.length),
          covered: 0,
        });
      } else
        for (const spec of source.runs) runs.push(newRun(plan, runs.length, p, group, source.pools, spec));
    });
  });
  for (const { program, pools } of plan.streams) {
    const choice = pools.map((pool) => ({ pool, ratio: 1 }));
    if (program >= 0) groupOf(groups, choice);
  }
  const jobs = newJobStore(input.jobs ?? noJobs, plan.streams);
  const pools = plan.pools.length;
  const priorities = tierPriorities(claims, runs, plan.streams);
  const tiers = priorities.map((priority, tier): Tier => {
    const ofTier = claims.filter((claim) => claim.priority === priority);
    return {
      priority,
      claims: ofTier,
      sharing: linked(ofTier).filter((set) => set.length > 1),
      runs: runs
        .filter((run) => run.priority === priority)
        .sort((a, b) => a.spec.start - b.spec.start || a.id - b.id),
      queue: plan.streams.some((stream) => stream.priority === priority)
        ? newJobQueue(jobs, policy.queue, tier, priority, pools)
        : undefined,
    };
  });
  const world: Mutable<World> = {
    plan,
    policy,
    simulator,
    ledger: new Ledger(plan.pools.length),
    observer: {},
    stream: remembered(stream),
    claims,
    runs,
    tiers,
    groups,
    leases: [],
    living: [],
    notices: [],
    watched: [],
    wiping: [],
    broken: plan.pools.map((_, pool) => newBroken(input.failures?.[pool])),
    relets: [],
    deals: (input.prospects ?? []).map(newDeal),
    market: input.market ?? stillMarket,
    jobs,
    nodes: plan.pools.map(({ nodes }) =>
      nodes.length === 0 ? undefined : new NodeMap(nodes, policy.placement, jobs.table.count),
    ),
    work: newJobWork(input, tiers, runs.length),
    reclaimed: zeros(plan.pools.length),
    successors: plan.contracts.map(() => 0),
    now: 0,
    dirty: false,
    reviewDue: false,
    blockedSince: groups.map(() => -1),
    lookedAgainAt: groups.map(() => -1),
    lastRoundAt: Number.NEGATIVE_INFINITY,
    callsAt: [],
  };
  world.observer = observeAll([input.observe(world)] as Observer[]);
  return world;
};

const noPath = (name: string): LevelPath => fail(`no demand path for ${name}`);

const groupOf = (groups: PoolChoice[], pools: PoolChoice): number => {
  const key = (choice: PoolChoice) => choice.map((c) => `${c.pool}:${c.ratio}`).join();
  const wanted = key(pools);
  const found = groups.findIndex((group) => key(group) === wanted);
  if (found >= 0) return found;
  groups.push(pools);
  return groups.length - 1;
};

const newRun = (
  plan: Plan,
  id: number,
  program: number,
  group: number,
  pools: PoolChoice,
  spec: Run["spec"],
): Run => {
  const owner = plan.programs[program] as Plan["programs"][0];
  return {
    id,
    name: `${owner.name}/${spec.name}`,
    program,
    programName: owner.name,
    priority: owner.priority,
    pools,
    group,
    spec,
    state: "planned",
    submittedAt: -1,
    startedAt: -1,
    restarting: false,
    spells: 0,
    done: 0,
    lost: 0,
    held: zeros(plan.pools.length),
    heldTotal: 0,
    lent: [],
    calling: false,
    notice: undefined,
    earmarks: [],
    doneEvent: undefined,
    giveUpEvent: undefined,
  };
};

/** Claims in sets that have no pool in common, as small as can be; in their order, and in that of their first ones. */
const linked = (claims: readonly Claim[]): Claim[][] => {
  let sets: Claim[][] = [];
  for (const claim of claims) {
    const isOne = (set: readonly Claim[]) => set.some((other) => havePoolInCommon(claim.pools, other.pools));
    const joined = sets.filter(isOne).flat();
    sets = [...sets.filter((set) => !isOne(set)), [...joined, claim].sort((a, b) => a.id - b.id)];
  }
  return sets.sort((a, b) => (a[0] as Claim).id - (b[0] as Claim).id);
};

const havePoolInCommon = (a: PoolChoice, b: PoolChoice): boolean =>
  a.some(({ pool }) => b.some((other) => other.pool === pool));

/** Most important first. */
const tierPriorities = (
  claims: readonly Claim[],
  runs: readonly Run[],
  streams: readonly JobStream[],
): number[] =>
  [...new Set([...claims, ...runs, ...streams].map((entry) => entry.priority))].sort((a, b) => b - a);

/** A stream goes on where it was left: asking again does not start it anew. */
const remembered = (open: EngineInput["stream"]): EngineInput["stream"] => {
  const opened = new Map<string, ReturnType<EngineInput["stream"]>>();
  return (entity, purpose) => {
    const key = `${entity.length}:${entity}${purpose}`;
    let stream = opened.get(key);
    if (stream === undefined) {
      stream = open(entity, purpose);
      opened.set(key, stream);
    }
    return stream;
  };
};
