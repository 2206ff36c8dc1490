/**
 * Faults to plant, one at a time: what a hurried change could do to the engine. Each is a piece of source that occurs once in
 * its file, and what takes its place; `faults.test.ts` sees to it that all of them still apply.
 */
export type Fault = {
  readonly name: string;
  /** Below `src/`. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
};

const fault = (name: string, file: string, find: string, replace: string): Fault => ({
  name,
  file,
  find,
  replace,
});

const NOTICES = "model/notices.ts";
const RESCISSION = "model/rescission.ts";
const BILLING = "model/billing.ts";
const DISPATCH = "model/dispatch.ts";
const SPELLS = "model/job-spells.ts";

export const faults: readonly Fault[] = [
  fault(
    "a deadline a second late",
    NOTICES,
    "schedule(notice.effectiveAt, KIND.deadline",
    "schedule(notice.effectiveAt + 1, KIND.deadline",
  ),
  fault("turnover of leases lost", NOTICES, "if (turnover === 0) {", "if (turnover >= 0) {"),
  fault(
    "the later of two notices wins",
    NOTICES,
    "other.effectiveAt > notice.effectiveAt",
    "other.effectiveAt < notice.effectiveAt",
  ),
  fault(
    "a rescinded notice still enforced",
    RESCISSION,
    "world.simulator.cancel(notice.deadlineEvent);\n  world.simulator.cancel(notice.vacateEvent);",
    "world.simulator.cancel(notice.vacateEvent);",
  ),
  fault(
    "a rescission restores only what is left",
    RESCISSION,
    'state === "rescinded" ? notice.gpus :',
    'state === "rescinded" ? notice.gpus - notice.returned :',
  ),
  fault("an undelivered notice obeyed", NOTICES, 'delivered ? kind : "stay"', "kind"),
  fault(
    "a buy-out paid twice",
    NOTICES,
    "payBuyOut(world, lease, notice.gpus, notice.bought);",
    "payBuyOut(world, lease, notice.gpus, 2 * notice.bought);",
  ),
  fault(
    "a tenant paid for leaving",
    NOTICES,
    "terminationByTenant, notice.gpus, 1)",
    "terminationByTenant, notice.gpus, -1)",
  ),
  fault(
    "early return refused and taken",
    NOTICES,
    "if (lease.contract.acceptEarlyReturn) handOver",
    "if (!lease.contract.acceptEarlyReturn) handOver",
  ),
  fault(
    "the end of a term counted as an eviction",
    NOTICES,
    'if (notice.kind !== "nonRenew") {',
    "if (notice.gpus >= 0) {",
  ),
  fault("tenants always agree to a rescission", RESCISSION, "if (!agrees || !wantsBack", "if (!wantsBack"),
  fault(
    "the shortfall on delivery forgotten",
    NOTICES,
    "notice.missing = notice.gpus - left;",
    "notice.missing = 0;",
  ),
  fault(
    "fees rounded to dollars",
    BILLING,
    "return (fee.dollars * gpuSeconds) / HOUR;",
    "return Math.round((fee.dollars * gpuSeconds) / HOUR);",
  ),
  fault(
    "the wrong month at its edge",
    BILLING,
    "if ((starts[middle] as number) <= at)",
    "if ((starts[middle] as number) < at)",
  ),
  fault("the full fee during a notice", BILLING, "contract.feeDuringNotice *", "1 *"),
  fault(
    "the off-ramp from the day of the notice",
    BILLING,
    "notice.issuedAt + noticeOwner)",
    "notice.issuedAt)",
  ),
  fault(
    "a wind-down without its half",
    BILLING,
    "(run * run) / (2 * charge.lasts)",
    "(run * run) / charge.lasts",
  ),
  fault(
    "what is vacated always paid for",
    BILLING,
    "(lease.contract.takeOrPay ? notice.vacatedTotal : 0)",
    "notice.vacatedTotal",
  ),
  fault("service always as promised", BILLING, "books.due === 0 ? 1 : books.held / books.due", "1"),
  fault(
    "a repair a second late",
    "model/capacity.ts",
    "schedule(at, KIND.repair",
    "schedule(at + 1, KIND.repair",
  ),
  fault(
    "what has failed draws power",
    "model/capacity.ts",
    "const up = world.ledger.installed(pool) - world.ledger.count(pool, FAILED);",
    "const up = world.ledger.installed(pool);",
  ),
  fault(
    "the most important tenant shed first",
    "model/shedding.ts",
    "a.tenant.priority - b.tenant.priority",
    "b.tenant.priority - a.tenant.priority",
  ),
  fault(
    "shares rounded up",
    DISPATCH,
    "Math.floor((left * (weights[i] as number)) / weight)",
    "Math.ceil((left * (weights[i] as number)) / weight)",
  ),
  fault(
    "nobody looks when a job gives up",
    "model/engine.ts",
    "giveUpJob(world, entity);\n        this.dispatchAgain();",
    "giveUpJob(world, entity);",
  ),
  fault("a run needs one accelerator more", DISPATCH, "if (reach >= minGpus) {", "if (reach > minGpus) {"),
  fault(
    "a hold kept for nothing",
    DISPATCH,
    "run.calling = false;\n    releaseHold(world, run);",
    "run.calling = false;",
  ),
  fault(
    "more important level demand displaced first",
    DISPATCH,
    "for (let lower = world.tiers.length - 1; lower > rank && left > 0; lower--)",
    "for (let lower = rank + 1; lower < world.tiers.length && left > 0; lower++)",
  ),
  fault(
    "a preempted job dropped",
    "model/jobs.ts",
    "enqueue(world, queueOf(world, job), job);\n  }\n  world.observer",
    "}\n  world.observer",
  ),
  fault(
    "work saved whatever the notice",
    "model/job-notices.ts",
    "savesWork(length, jobs.warned",
    "savesWork(length + 1e9, jobs.warned",
  ),
  fault(
    "a job stopped a second late",
    "model/job-notices.ts",
    "schedule(world.now + length, KIND.jobDeadline",
    "schedule(world.now + length + 1, KIND.jobDeadline",
  ),
  fault(
    "a fixed notice below the job's own",
    "model/job-notices.ts",
    "return Math.max(notice, rule.length);",
    "return rule.length;",
  ),
  fault(
    "one victim too many spared",
    "model/preempt.ts",
    "if (left - amount < gpus) continue;",
    "if (left - amount < gpus - 1) continue;",
  ),
  fault(
    "quota off",
    "model/queue-room.ts",
    "return Math.min(free, quota - runningExternal);",
    "return free;",
  ),
  fault(
    "a stale reservation",
    "model/queue-room.ts",
    "if (queue.reserved === job && this.hasShadow()) return;",
    "if (queue.reserved >= 0) return;",
  ),
  fault(
    "lost by failure called preemption",
    SPELLS,
    'if (cause === "preemption") totals.lostByPreemption',
    "if (done >= kept) totals.lostByPreemption",
  ),
  fault(
    "the minimum quantity ignored",
    "policies/walk.ts",
    "else if (keep >= minQuantity) entry.taken = wanted;",
    "else if (keep >= 0) entry.taken = wanted;",
  ),
  fault("streams of draws begun anew", "model/create.ts", "stream: remembered(stream),", "stream,"),
  fault(
    "an accelerator leaked on a node",
    SPELLS,
    "world.nodes[pool]?.remove(job);\n  world.ledger.move",
    "world.ledger.move",
  ),
  fault(
    "integrals by the count after",
    "model/ledger.ts",
    "(this.sums[i] as number) + before * (now",
    "(this.sums[i] as number) + after * (now",
  ),
  fault(
    "jobs outlive their estimate",
    "model/job-store.ts",
    'atEstimate === "kill" && seconds > estimate ? estimate : seconds',
    "seconds",
  ),
  fault(
    "a renewed term from the day of the decision",
    "model/renewal.ts",
    "lease.expiry += renewal.term;",
    "lease.expiry = world.now + renewal.term;",
  ),
  fault(
    "one preemption more than the budget",
    "model/preemption-rules.ts",
    "Math.min(maxPerRound, budget.evictions - recent)",
    "Math.min(maxPerRound, budget.evictions - recent + 1)",
  ),
];
