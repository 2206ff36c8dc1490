/**
 * The auditor. It knows nothing of the engine: from the event log alone it keeps its own ledger, checks that
 * no accelerator appears, vanishes or changes hands without a reason, that nobody loses leased capacity,
 * a running job or a planned run without a notice, early or late, and adds up its own totals, in exact integers.
 */
import type { LoggedEvent } from "../metrics/event-log.ts";
import { JobAudit, type JobTotals } from "./job-audit.ts";
import { type CashTotals, MoneyAudit } from "./money-audit.ts";
import { RunAudit } from "./run-audit.ts";

export type AuditTotals = {
  /** GPU-seconds by account, over all pools. */
  readonly accounts: { readonly [account: string]: number };
  readonly installed: number;
  readonly demand: number;
  readonly unmet: number;
  /** Dollars by what they were for. */
  readonly money: { readonly [what: string]: number };
  readonly evictions: number;
  readonly noticesIssued: number;
  readonly jobs: JobTotals;
} & CashTotals;

export type AuditReport = { readonly totals: AuditTotals; readonly violations: readonly string[] };

/** Where each kind of move may come from and go to. */
const moves: { readonly [kind: string]: readonly string[] } = {
  granted: ["free>internal", "held>internal"],
  released: ["internal>free"],
  displaced: ["internal>free"],
  delivered: ["free>firm"],
  noticed: ["firm>noticed"],
  restored: ["noticed>firm", "vacated>firm"],
  vacated: ["noticed>vacated"],
  returned: [
    "noticed>turnover",
    "noticed>free",
    "vacated>turnover",
    "vacated>free",
    "firm>turnover",
    "firm>free",
  ],
  wiping: ["free>turnover"],
  wiped: ["turnover>free"],
  failed: ["free>failed"],
  repaired: ["failed>free"],
  unpowered: ["free>unpowered"],
  powered: ["unpowered>free"],
  shed: ["turnover>free", "internal>free", "firm>free", "noticed>free", "vacated>free"],
  held: ["free>held"],
  unheld: ["held>free"],
  "job.held": ["free>held"],
  "job.unheld": ["held>free"],
  "job.started": ["free>internal", "free>external"],
  "job.shrunk": ["internal>free", "external>free"],
  "job.preempted": ["internal>free", "external>free"],
  "job.shed": ["internal>free", "external>free"],
  "job.killed": ["internal>free", "external>free"],
  "job.completed": ["internal>free", "external>free"],
};

type NoticeRecord = {
  readonly target: string;
  readonly effectiveAt: number;
  readonly gpus: number;
  returned: number;
};

/**
 * Replays a log.
 *
 * @param events - in the order in which they were written
 * @param horizon - the second at which the run ended
 */
export const audit = (events: readonly LoggedEvent[], horizon: number): AuditReport => {
  const auditor = new Auditor();
  for (const event of events) auditor.take(event);
  return auditor.close(horizon);
};

class Auditor {
  private now = 0;
  private readonly counts = new Map<string, number>(); // pool/account
  private readonly integrals = new Map<string, number>();
  private readonly targets = new Map<string, number>();
  private readonly covered = new Map<string, number>();
  private readonly leased = new Map<string, number>(); // by lease, on notice
  private readonly notices = new Map<number, NoticeRecord>();
  private readonly money = new Map<string, number>();
  private readonly violations: string[] = [];
  private demand = 0;
  private unmet = 0;
  private readonly installed = new Map<string, number>(); // GPU-seconds, by pool
  private readonly installedIn = new Map<string, number>(); // by pool
  private readonly jobs = new JobAudit((what) => this.report(what));
  private readonly runs = new RunAudit((what) => this.report(what));
  private readonly books = new MoneyAudit((what) => this.report(what));
  private evictions = 0;
  private issued = 0;

  take(event: LoggedEvent): void {
    this.advance(event.t);
    const { kind } = event;
    this.books.take(event);
    if (kind === "installed") this.install(String(event.pool), Number(event.gpus));
    else if (kind.startsWith("job.")) this.job(event);
    else if (moves[kind] !== undefined) this.move(event);
    else if (kind === "demand") this.targets.set(String(event.program), Number(event.gpus));
    else if (kind.startsWith("notice.")) this.notice(event);
    else if (kind.startsWith("run.")) this.runs.take(event);
    else if (kind.startsWith("billed.")) add(this.money, kind.slice(7), Number(event.dollars));
    else if (kind.startsWith("lease.")) this.lease(event);
  }

  close(horizon: number): AuditReport {
    this.advance(horizon);
    const accounts: { [account: string]: number } = {};
    const balance = new Map<string, number>();
    for (const [key, integral] of this.integrals) {
      const slash = key.lastIndexOf("/");
      const account = key.slice(slash + 1);
      accounts[account] = (accounts[account] ?? 0) + integral;
      add(balance, key.slice(0, slash), integral);
    }
    this.runs.close(horizon);
    let installed = 0;
    for (const [pool, integral] of this.installed) {
      installed += integral;
      const there = balance.get(pool) ?? 0;
      if (there !== integral)
        this.report(`accounts of ${pool} add up to ${there} GPU-seconds, installed are ${integral}`);
    }
    return {
      totals: {
        accounts,
        installed,
        demand: this.demand,
        unmet: this.unmet,
        money: Object.fromEntries(this.money),
        evictions: this.evictions,
        noticesIssued: this.issued,
        jobs: this.jobs.close(horizon),
        ...this.books.close(),
      },
      violations: this.violations,
    };
  }

  private advance(to: number): void {
    const elapsed = to - this.now;
    if (elapsed < 0) this.report(`time goes back from ${this.now} to ${to}`);
    if (elapsed <= 0) return;
    this.books.pass();
    for (const [key, count] of this.counts) if (count !== 0) add(this.integrals, key, count * elapsed);
    for (const [pool, gpus] of this.installedIn) add(this.installed, pool, gpus * elapsed);
    this.jobs.advance(elapsed);
    const { waitingInternal, runningInternal } = this.jobs;
    this.demand += (waitingInternal + runningInternal) * elapsed;
    this.unmet += waitingInternal * elapsed;
    for (const [program, target] of this.targets) {
      this.demand += target * elapsed;
      this.unmet += Math.max(0, target - (this.covered.get(program) ?? 0)) * elapsed;
    }
    this.now = to;
  }

  private install(pool: string, gpus: number): void {
    add(this.installedIn, pool, gpus);
    this.change(pool, "free", gpus);
  }

  private job(event: LoggedEvent): void {
    if (event.from !== undefined) this.move(event);
    else if (moves[event.kind] !== undefined) this.report(`${event.kind} moves nothing`);
    this.jobs.take(event);
  }

  private move(event: LoggedEvent): void {
    const { kind } = event;
    const [pool, from, to, gpus] = [
      String(event.pool),
      String(event.from),
      String(event.to),
      Number(event.gpus),
    ];
    if (!(moves[kind] as readonly string[]).includes(`${from}>${to}`))
      this.report(`${kind} moves from ${from} to ${to}`);
    if (!(Number.isSafeInteger(gpus) && gpus > 0)) this.report(`${kind} moves ${gpus} accelerators`);
    this.change(pool, from, -gpus);
    this.change(pool, to, gpus);
    const who = event.who === undefined ? undefined : String(event.who);
    if (who === undefined) return;
    if (to === "internal") add(this.covered, who, gpus);
    if (from === "internal") add(this.covered, who, -gpus);
    if (kind === "noticed") add(this.leased, who, gpus);
    if (from === "noticed" && kind !== "vacated") this.leaves(who, gpus, kind);
    if (from === "vacated") this.leaves(who, gpus, kind);
  }

  /** Capacity on notice is only given back, taken at the deadline, restored or lost by force. */
  private leaves(who: string, gpus: number, kind: string): void {
    const left = (this.leased.get(who) ?? 0) - gpus;
    if (left < 0) this.report(`${who} loses ${gpus} on notice by ${kind}, ${-left} more than were noticed`);
    this.leased.set(who, left);
  }

  private notice(event: LoggedEvent): void {
    const id = Number(event.id);
    const effectiveAt = Number(event.effectiveAt);
    if (event.notice === "preempt") {
      this.runs.notice(event);
      return;
    }
    if (event.kind === "notice.issued") {
      if (event.by === "owner") this.issued++;
      if (effectiveAt < event.t) this.report(`notice ${id} takes effect before it is served`);
      this.notices.set(id, {
        target: String(event.target),
        effectiveAt,
        gpus: Number(event.gpus),
        returned: 0,
      });
      return;
    }
    const notice = this.notices.get(id);
    if (event.kind === "notice.enforced" || event.kind === "notice.complied") {
      if (notice === undefined) this.report(`notice ${id} ends without having been served`);
      if (event.kind === "notice.enforced" && event.t !== effectiveAt) {
        this.report(`notice ${id} is enforced at ${event.t}, its deadline is ${effectiveAt}`);
      }
      if (event.t > effectiveAt) this.report(`notice ${id} ends after its deadline`);
      if (Number(event.returned) > Number(event.gpus))
        this.report(`notice ${id} returned more than it was for`);
      if (event.by === "owner" && event.notice !== "nonRenew") this.evictions++;
      this.notices.delete(id);
    } else if (event.kind === "notice.rescinded") this.notices.delete(id);
  }

  private lease(event: LoggedEvent): void {
    if (Number(event.gpus) < 0)
      this.report(`lease ${String(event.lease)} is entitled to ${String(event.gpus)}`);
  }

  private change(pool: string, account: string, gpus: number): void {
    const key = `${pool}/${account}`;
    const count = (this.counts.get(key) ?? 0) + gpus;
    if (count < 0) this.report(`${key} would hold ${count}`);
    this.counts.set(key, count);
  }

  private report(what: string): void {
    if (this.violations.length < 100) this.violations.push(`at ${this.now}: ${what}`);
  }
}

const add = (map: Map<string, number>, key: string, amount: number): void => {
  map.set(key, (map.get(key) ?? 0) + amount);
};
