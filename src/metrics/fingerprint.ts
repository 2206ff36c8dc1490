/**
 * The fingerprint of a run: a hash of everything observable, in order, in lanes. Two runs with the same
 * fingerprint did the same; where they differ, the lane says in what.
 */
import { Hasher } from "../base/hash.ts";
import type { Deal } from "../model/deals.ts";
import type { Claim } from "../model/internal.ts";
import type { Lease } from "../model/lease.ts";
import type { Notice } from "../model/notice.ts";
import type { JobChange, Observer } from "../model/observer.ts";
import type { Seconds } from "../model/types.ts";

/** A hash of each lane, as hexadecimal. */
export type Lanes = Readonly<
  Record<"demand" | "allocations" | "notices" | "leases" | "money" | "jobs", string>
>;

const change = (text: string): number => text.length * 64 + text.charCodeAt(0);

export class Fingerprint implements Observer {
  private readonly demand = new Hasher();
  private readonly allocations = new Hasher();
  private readonly notices = new Hasher();
  private readonly leases = new Hasher();
  private readonly money = new Hasher();
  private readonly jobs = new Hasher();

  demanded(at: Seconds, claim: Claim): void {
    this.demand.u32(at).u32(claim.id).u32(claim.target);
  }

  moved(at: Seconds, kind: string, pool: number, from: number, to: number, gpus: number): void {
    this.allocations
      .u32(at)
      .u32(change(kind) * 4096 + pool * 100 + from * 10 + to)
      .u32(gpus);
  }

  noticeChanged(at: Seconds, notice: Notice, what: string): void {
    this.notices.u32(at).u32(notice.id).u32(change(what)).u32(notice.gpus).u32(notice.effectiveAt);
  }

  leaseChanged(at: Seconds, lease: Lease, what: string): void {
    this.leases.u32(at).u32(lease.id).u32(change(what)).u32(lease.gpus);
  }

  runChanged(at: Seconds, run: { readonly id: number }, what: string): void {
    this.leases.u32(at).u32(run.id).u32(change(what));
  }

  dealChanged(at: Seconds, { prospect, gpus, state }: Deal): void {
    this.leases.u32(at).u32(prospect.at).u32(gpus).u32(change(state));
  }

  jobChanged(at: Seconds, job: number, what: JobChange, pool: number, gpus: number): void {
    this.jobs.four(at, job, change(what) * 4096 + pool + 1, gpus);
  }

  billed(at: Seconds, lease: Lease, _what: string, dollars: number): void {
    this.money.u32(at).u32(lease.id).f64(dollars);
  }

  /** Each lane on its own, as far as the run has come. */
  lanes(): Lanes {
    return {
      demand: this.demand.digest(),
      allocations: this.allocations.digest(),
      notices: this.notices.digest(),
      leases: this.leases.digest(),
      money: this.money.digest(),
      jobs: this.jobs.digest(),
    };
  }

  /** Lane by lane, then the final row of metrics, as hexadecimal. */
  digest(metrics: Float64Array): string {
    const all = new Hasher();
    for (const lane of Object.values(this.lanes())) all.text(lane);
    for (const value of metrics) all.f64(value);
    return all.digest();
  }
}
