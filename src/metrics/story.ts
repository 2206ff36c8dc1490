/** One run told in full: who held what when, every notice with its reason, every run with its spells. */
import { monthlyFee } from "../model/billing.ts";
import type { Claim } from "../model/internal.ts";
import { type Lease, noticeGiven } from "../model/lease.ts";
import type { Notice } from "../model/notice.ts";
import type { Observer, RunChange } from "../model/observer.ts";
import type { Run } from "../model/runs.ts";
import type { Seconds, Step } from "../model/types.ts";
import type { World } from "../model/world.ts";
import type { Collector } from "./collector.ts";
import { evictionCost, isEviction } from "./evictions.ts";
import type { LeaseStory, NoticeStory, RunStory, Story } from "./outcome.ts";

type Held = { at: number; firm: number; noticed: number; vacated: number };
type Spell = { from: number; to: number; gpus: number };

export class StoryRecorder implements Observer {
  private readonly world: World;
  private readonly collector: Collector;
  private readonly held: Held[][] = [];
  private readonly demand: Step<number>[][];
  private readonly allocated: Step<number>[][];
  private readonly spells: Spell[][];

  constructor(world: World, collector: Collector) {
    this.world = world;
    this.collector = collector;
    this.demand = world.claims.map(() => []);
    this.allocated = world.claims.map(() => []);
    this.spells = world.runs.map(() => []);
  }

  demanded(at: Seconds, claim: Claim): void {
    append(this.demand[claim.id] as Step<number>[], at, claim.target);
  }

  runChanged(at: Seconds, run: Run, change: RunChange): void {
    const spells = this.spells[run.id] as Spell[];
    if (change === "started") spells.push({ from: at, to: -1, gpus: run.heldTotal });
    const last = spells[spells.length - 1];
    if (last !== undefined && (change === "completed" || change === "preempted" || change === "failed"))
      last.to = at;
  }

  settled(at: Seconds): void {
    for (const claim of this.world.claims)
      append(this.allocated[claim.id] as Step<number>[], at, claim.covered);
    for (const lease of this.world.living) this.follow(at, lease);
  }

  story(): Story {
    const { world } = this;
    return {
      leases: world.leases.map((lease) => this.leaseStory(lease)),
      notices: world.notices.map((notice) => noticeStory(world, notice)),
      programs: world.claims.map((claim) => ({
        name: claim.name,
        demand: this.demand[claim.id] as Step<number>[],
        held: this.allocated[claim.id] as Step<number>[],
      })),
      runs: world.runs.map((run) => this.runStory(run)),
      firstShortAt: this.collector.gaps.first,
    };
  }

  private follow(at: Seconds, lease: Lease): void {
    let steps = this.held[lease.id];
    if (steps === undefined) {
      steps = [];
      this.held[lease.id] = steps;
    }
    let noticed = 0;
    let vacated = 0;
    for (const notice of lease.open) {
      noticed += notice.inUseTotal;
      vacated += notice.vacatedTotal;
    }
    const last = steps[steps.length - 1];
    if (
      last !== undefined &&
      last.firm === lease.firmTotal &&
      last.noticed === noticed &&
      last.vacated === vacated
    )
      return;
    if (last === undefined && lease.firmTotal + noticed + vacated === 0) return;
    steps.push({ at, firm: lease.firmTotal, noticed, vacated });
  }

  private leaseStory(lease: Lease): LeaseStory {
    const { contract } = lease;
    const first = Math.max(0, lease.generation === 0 ? 0 : lease.startAt);
    const issue = contract.lockoutMeaning === "issue" ? Math.max(first, lease.lockoutEnd) : first;
    const effective =
      contract.lockoutMeaning === "effective"
        ? Math.max(issue + noticeGiven(contract), lease.lockoutEnd)
        : issue + noticeGiven(contract);
    return {
      name: lease.name,
      tenant: lease.tenant.name,
      start: lease.startAt,
      expiry: lease.expiry,
      lockoutEnd: lease.lockoutEnd,
      end: lease.endedAt,
      endReason: lease.endReason ?? "",
      earliestReturn: Math.min(effective, lease.expiry) + contract.turnover,
      held: this.held[lease.id] ?? [],
    };
  }

  private runStory(run: Run): RunStory {
    return {
      name: run.name,
      program: run.programName,
      submitted: run.submittedAt,
      spells: this.spells[run.id] as Spell[],
      outcome: run.state,
    };
  }
}

const append = (steps: Step<number>[], at: Seconds, value: number): void => {
  const last = steps[steps.length - 1];
  if (last !== undefined && last.value === value) return;
  if (last !== undefined && last.at === at) steps.pop();
  steps.push({ at, value });
};

const noticeStory = (world: World, notice: Notice): NoticeStory => ({
  id: notice.id,
  target: notice.lease?.name ?? notice.run?.name ?? "",
  by: notice.by,
  kind: notice.kind,
  gpus: notice.gpus,
  issuedAt: notice.issuedAt,
  effectiveAt: notice.effectiveAt,
  state: notice.state,
  endedAt: notice.endedAt,
  cause: notice.cause,
  returned: notice.returned,
  missing: notice.missing,
  delivered: notice.delivered,
  needed: notice.needed,
  rentPerDay:
    notice.lease === undefined
      ? 0
      : (monthlyFee(world.plan, notice.lease) * 12 * notice.gpus) / (365 * notice.lease.contract.gpus),
  tenantCost: isEviction(notice) ? evictionCost(world.plan, notice) : 0,
  because: notice.because,
});
