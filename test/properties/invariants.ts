/**
 * What must hold after every instant of every run, whatever the scenario: the ledger balances with ===, and what
 * leases, notices, claims, runs and jobs hold is what it says, pool by pool; and what must hold of the notices once
 * the run is over. Properties, the fuzzer and planted faults all use these.
 */
import type { Claim } from "../../src/model/internal.ts";
import { CALLING, QUEUED, RUNNING } from "../../src/model/job-store.ts";
import {
  ACCOUNTS,
  accounts,
  EXTERNAL,
  FIRM,
  FREE,
  HELD,
  INTERNAL,
  NOTICED,
  TURNOVER,
  VACATED,
} from "../../src/model/ledger.ts";
import type { Observer } from "../../src/model/observer.ts";
import type { World } from "../../src/model/world.ts";

const YEAR = 365 * 86_400;

/** A promise of the model that a run did not keep. */
export class Violation extends Error {}

const refuse = (what: string): never => {
  throw new Violation(what);
};

/** Checks after every instant; jobs, when there are many, every so many instants, so that a check costs what a run does. */
export const invariants = (world: World): Observer => {
  const installed = world.plan.pools.map(() => 0);
  const every = Math.max(1, Math.floor(world.jobs.table.count / 200));
  let before = -1;
  let instants = 0;
  return {
    installed(_at, pool, gpus) {
      installed[pool] = (installed[pool] as number) + gpus;
    },
    settled(at) {
      if (at < before) refuse(`time went back from ${before} to ${at}`);
      before = at;
      checkLeases(world);
      for (const claim of world.claims) checkClaim(claim);
      const isFull = instants++ % every === 0;
      const inJobs = isFull ? checkJobs(world) : undefined;
      if (isFull) checkCalled(world);
      for (let p = 0; p < world.ledger.pools; p++) checkPool(world, p, installed[p] as number, inJobs);
    },
  };
};

/** Accelerators are whole: one that is worth two may cover one more than is wanted, but none may be there to no end. */
function checkClaim({ name, covered, target, held, pools }: Claim): void {
  for (const { pool, ratio } of pools)
    if ((held[pool] as number) > 0 && covered - target >= Math.max(1, ratio))
      refuse(`${name} holds more than it wants`);
}

/** Accelerators of jobs, by pool. */
type InJobs = { readonly internal: number[]; readonly external: number[]; readonly held: number[] };

function checkPool(world: World, p: number, installed: number, inJobs: InJobs | undefined): void {
  const { ledger, nodes } = world;
  let sum = 0;
  for (let account = 0; account < ACCOUNTS; account++) {
    const count = ledger.count(p, account);
    if (!(count >= 0 && Number.isSafeInteger(count))) refuse(`pool ${p}: ${accounts[account]} is ${count}`);
    sum += count;
  }
  if (sum !== installed) refuse(`pool ${p}: accounts add up to ${sum}, installed are ${installed}`);
  const held = holdings(world, p);
  const must = (account: number, gpus: number): void => {
    if (ledger.count(p, account) !== gpus)
      refuse(`pool ${p}: ${accounts[account]} is ${ledger.count(p, account)}, its holders have ${gpus}`);
  };
  must(FIRM, held.firm);
  must(NOTICED, held.noticed);
  must(VACATED, held.vacated);
  must(TURNOVER, Math.min(held.wiping, ledger.count(p, TURNOVER)));
  const node = nodes[p];
  if (node !== undefined && node.free !== ledger.count(p, FREE) + ledger.count(p, TURNOVER))
    refuse(`pool ${p}: ${node.free} are free on its nodes`);
  if (inJobs === undefined) return;
  must(INTERNAL, held.internal + (inJobs.internal[p] as number));
  must(EXTERNAL, inJobs.external[p] as number);
  must(HELD, held.held + (inJobs.held[p] as number));
}

/** What everything but jobs holds in a pool. */
function holdings(world: World, p: number) {
  const held = { internal: 0, held: 0, firm: 0, noticed: 0, vacated: 0, wiping: 0 };
  for (const claim of world.claims) held.internal += claim.held[p] as number;
  for (const run of world.runs) {
    if (run.state === "running") held.internal += run.held[p] as number;
    else held.held += run.held[p] as number;
  }
  for (const lease of world.leases) {
    held.firm += lease.firm[p] as number;
    for (const notice of lease.open) {
      held.noticed += notice.inUse[p] as number;
      held.vacated += notice.vacated[p] as number;
    }
  }
  for (const item of world.wiping) if (item.pool === p) held.wiping += item.gpus;
  return held;
}

function checkLeases(world: World): void {
  let calls = 0;
  for (const lease of world.leases) {
    calls += lease.waiting.length;
    for (const { by } of lease.open) if (by === "owner") calls++;
    let sum = 0;
    for (const gpus of lease.firm) sum += gpus;
    if (sum !== lease.firmTotal) refuse(`${lease.name} miscounts what is firm`);
    if (lease.state === "ended" && sum !== 0) refuse(`${lease.name} has ended and holds ${sum}`);
    if (lease.firmTotal > lease.rampGpus - lease.reduced && lease.state !== "winding")
      refuse(`${lease.name} holds more than its due`);
    if (lease.queued < 0) refuse(`${lease.name} has ${lease.queued} queued`);
  }
  if (calls > world.policy.throttle.maxOpen)
    refuse(`${calls} notices run or wait, more than the policy lets`);
}

function checkJobs({ jobs, work, plan }: World): InJobs {
  const inJobs: InJobs = {
    internal: plan.pools.map(() => 0),
    external: plan.pools.map(() => 0),
    held: plan.pools.map(() => 0),
  };
  const waiting = plan.streams.map(() => 0);
  for (let job = 0; job < jobs.table.count; job++) {
    const state = jobs.state[job];
    const gpus = jobs.held[job] as number;
    const stream = jobs.table.stream[job] as number;
    const pool = jobs.pool[job] as number;
    if (state === RUNNING) {
      add(plan.streams[stream]?.program === -1 ? inJobs.external : inJobs.internal, pool, gpus);
      if (gpus < (jobs.table.minGpus[job] as number)) refuse(`job ${job} runs with ${gpus}`);
    } else if (state === CALLING && gpus > 0) add(inJobs.held, pool, gpus);
    else if (gpus !== 0) refuse(`job ${job} has ${gpus} in state ${state}`);
    if (state === QUEUED || state === CALLING) add(waiting, stream, 1);
    if ((jobs.remaining[job] as number) < 0) refuse(`more of job ${job} is done than there was to do`);
  }
  const total = (list: readonly number[]): number => list.reduce((sum, gpus) => sum + gpus, 0);
  if (work.runningInternal !== total(inJobs.internal)) refuse("internal jobs that run are miscounted");
  if (work.runningExternal !== total(inJobs.external)) refuse("jobs of tenants that run are miscounted");
  work.streams.forEach((load, s) => {
    if (load.waitingJobs !== waiting[s])
      refuse(`stream ${s}: ${load.waitingJobs} wait, by state ${waiting[s]}`);
  });
  return inJobs;
}

/** What is on its way to a job is what jobs and runs on notice have for it; no run has more for jobs than it has. */
function checkCalled({ jobs, runs, plan }: World): void {
  const called = new Map<number, number>();
  const note = (job: number, gpus: number): void => {
    called.set(job, (called.get(job) ?? 0) + gpus);
  };
  for (let job = 0; job < jobs.table.count; job++)
    if (jobs.noticed[job] !== 0 && (jobs.cause[job] as number) >= 0)
      note(jobs.cause[job] as number, jobs.noticed[job] as number);
  for (const { name, notice, earmarks, held } of runs) {
    if (notice === undefined && earmarks.length > 0) refuse(`${name} is promised and not on notice`);
    for (const { job, gpus } of earmarks) {
      if (gpus <= 0) refuse(`${name} has ${gpus} for job ${job}`);
      if ((plan.streams[jobs.table.stream[job] as number]?.program ?? -1) < 0)
        refuse(`${name} goes for job ${job} of a tenant`);
      note(job, gpus);
    }
    held.forEach((gpus, p) => {
      const marked = earmarks.reduce((sum, mark) => sum + (mark.pool === p ? mark.gpus : 0), 0);
      if (marked > gpus) refuse(`${name} has ${gpus} in pool ${p}, of which ${marked} are for jobs`);
    });
  }
  for (let job = 0; job < jobs.table.count; job++)
    if (jobs.inFlight[job] !== (called.get(job) ?? 0))
      refuse(
        `${jobs.inFlight[job]} are on their way to job ${job}, called for it are ${called.get(job) ?? 0}`,
      );
}

const add = (list: number[], i: number, amount: number): void => {
  list[i] = (list[i] as number) + amount;
};

/** No notice is shorter than the contract's unless it was paid for, and no policy serves more than it lets itself. */
export const keepsLimits = ({ notices, policy: by, callsAt, leases }: World): void => {
  for (const { lease, by: side, served, issuedAt, effectiveAt, bought, kind } of notices) {
    if (side !== "owner" || lease === undefined || !served || kind === "nonRenew") continue;
    const { noticeOwner, buyOut } = lease.contract;
    const least = bought > 0 ? (buyOut?.notice ?? Number.POSITIVE_INFINITY) : noticeOwner;
    if (effectiveAt - issuedAt < least) refuse(`${lease.name} had too short a notice`);
  }
  const { maxPerRound, maxPerYear, evictionBudget, minGap } = by.throttle;
  callsAt.forEach((at, i) => {
    if ((callsAt[i + evictionBudget.evictions] ?? Number.POSITIVE_INFINITY) - at < evictionBudget.per)
      refuse("more notices than the budget has");
    if (callsAt[i + maxPerRound] === at) refuse("more notices than a round may have");
    const next = callsAt.find((later) => later > at) ?? Number.POSITIVE_INFINITY;
    if (next - at < minGap) refuse("two rounds too close to each other");
  });
  for (const { name, contract, ownerNoticesAt: served } of leases)
    served.forEach((at, i) => {
      const inYear = Math.min(contract.maxPerYear, maxPerYear);
      if ((served[i + inYear] ?? Number.POSITIVE_INFINITY) - at < YEAR)
        refuse(`${name} had too many notices in a year`);
      if ((served[i + 1] ?? Number.POSITIVE_INFINITY) - at < contract.minGap)
        refuse(`${name} had a notice too soon after another`);
    });
};
