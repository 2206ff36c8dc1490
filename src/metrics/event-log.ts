/**
 * The event log: one plain object for everything that happened, in order. An auditor that knows nothing of
 * the engine can replay it to the same totals.
 */

import type { Deal } from "../model/deals.ts";
import type { Claim } from "../model/internal.ts";
import type { Lease } from "../model/lease.ts";
import { accounts } from "../model/ledger.ts";
import type { Notice } from "../model/notice.ts";
import type {
  DealChange,
  JobChange,
  LeaseChange,
  MoveKind,
  NoticeChange,
  Observer,
  RunChange,
  Subject,
} from "../model/observer.ts";
import type { Run } from "../model/runs.ts";
import type { Seconds } from "../model/types.ts";
import type { World } from "../model/world.ts";
import { loggedJob } from "./jobs/logged.ts";

export type LoggedEvent = { readonly t: Seconds; readonly kind: string } & {
  readonly [field: string]: unknown;
};

export class EventLog implements Observer {
  private readonly world: World;
  private readonly write: (event: LoggedEvent) => void;

  constructor(world: World, write: (event: LoggedEvent) => void) {
    this.world = world;
    this.write = write;
  }

  installed(at: Seconds, pool: number, gpus: number): void {
    this.write({ t: at, kind: "installed", pool: this.poolName(pool), gpus });
  }

  moved(
    at: Seconds,
    kind: MoveKind,
    pool: number,
    from: number,
    to: number,
    gpus: number,
    subject: Subject,
  ): void {
    const event = { t: at, kind, pool: this.poolName(pool), from: accounts[from], to: accounts[to], gpus };
    this.write(subject === undefined ? event : { ...event, who: subject.name });
  }

  leaseChanged(at: Seconds, lease: Lease, change: LeaseChange): void {
    const reason = change === "ended" ? { reason: lease.endReason } : {};
    this.write({
      t: at,
      kind: `lease.${change}`,
      lease: lease.name,
      gpus: lease.rampGpus - lease.reduced,
      ...reason,
    });
  }

  noticeChanged(at: Seconds, notice: Notice, change: NoticeChange): void {
    this.write({
      t: at,
      kind: `notice.${change}`,
      id: notice.id,
      target: notice.lease?.name ?? notice.run?.name,
      by: notice.by,
      notice: notice.kind,
      gpus: notice.gpus,
      issuedAt: notice.issuedAt,
      effectiveAt: notice.effectiveAt,
      cause: notice.cause,
      returned: notice.returned,
    });
  }

  runChanged(at: Seconds, run: Run, change: RunChange): void {
    this.write({ t: at, kind: `run.${change}`, run: run.name, gpus: run.heldTotal });
  }

  jobChanged(at: Seconds, job: number, change: JobChange, pool: number, gpus: number): void {
    this.write(loggedJob(this.world, at, job, change, pool, gpus));
  }

  demanded(at: Seconds, claim: Claim): void {
    this.write({ t: at, kind: "demand", program: claim.name, gpus: claim.target });
  }

  billed(at: Seconds, lease: Lease, what: string, dollars: number): void {
    this.write({ t: at, kind: `billed.${what}`, lease: lease.name, dollars });
  }

  relet(at: Seconds, lease: Lease): void {
    this.write({ t: at, kind: "relet", lease: lease.name, gpus: lease.gpus });
  }

  dealChanged(at: Seconds, { prospect, gpus, state, lease }: Deal, change: DealChange): void {
    const signed = lease === undefined ? {} : { lease: lease.name };
    const reason = change === "lost" ? { reason: state } : {};
    this.write({ t: at, kind: `deal.${change}`, deal: prospect.name, gpus, ...signed, ...reason });
  }

  marketMoved(at: Seconds, index: number): void {
    this.write({ t: at, kind: "market", index });
  }

  private poolName(pool: number): string {
    return (this.world.plan.pools[pool] as { name: string }).name;
  }
}
