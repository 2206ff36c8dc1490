/**
 * A run as a trace that ui.perfetto.dev and chrome://tracing open: who had each pool over time as counters; leases,
 * notices and the spells of jobs as slices. Made from the event log, one event after the other. Slices are put on the
 * lowest free track, so that no two on a track overlap unless one is inside the other; one second of the
 * simulation is one second of the trace.
 */
import type { LoggedEvent } from "../metrics/event-log.ts";
import { Lanes } from "./perfetto/lanes.ts";

/** An event of the trace event format. */
export type TraceEvent = {
  readonly name: string;
  /** M: names a track; C: counters; X: a slice. */
  readonly ph: "M" | "C" | "X";
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly cat?: string;
  readonly args: { readonly [name: string]: string | number | boolean };
};

export type PerfettoOptions = {
  /** Slices beyond this many are left out and counted. */
  readonly most?: number;
};

const MICROSECONDS = 1_000_000;
const MOST = 500_000;

/** Groups of tracks, in the order in which they are shown. */
const groups = ["Pools", "Leases", "Notices", "Internal jobs", "Tenants' jobs"] as const;
type Group = (typeof groups)[number];

/** Accounts of a pool in the order in which they are stacked. */
const accounts = [
  "internal",
  "external",
  "firm",
  "noticed",
  "vacated",
  "held",
  "turnover",
  "free",
  "failed",
  "unpowered",
] as const;

/** A slice that has begun; one inside another shares its track. */
type Open = {
  readonly group: Group;
  readonly name: string;
  readonly lane: number;
  readonly isInside: boolean;
  readonly since: number;
  readonly args: TraceEvent["args"];
};

/** The trace of a whole log. */
export const perfettoTrace = (
  events: Iterable<LoggedEvent>,
  horizon: number,
  options?: PerfettoOptions,
): string => {
  const trace = new PerfettoTrace(options);
  for (const event of events) trace.take(event);
  return trace.close(horizon);
};

export class PerfettoTrace {
  private readonly most: number;
  private readonly events: TraceEvent[] = [];
  private readonly pools = new Map<string, Map<string, number>>();
  private readonly changed = new Set<string>();
  private readonly lanes = new Map<Group, Lanes>(groups.map((group) => [group, new Lanes()]));
  private readonly open = new Map<string, Open>();
  private slices = 0;
  private now = 0;

  constructor(options: PerfettoOptions = {}) {
    this.most = options.most ?? MOST;
  }

  take(event: LoggedEvent): void {
    if (event.t > this.now) this.count();
    this.now = event.t;
    const { kind } = event;
    if (kind === "installed") this.change(event.pool, "free", Number(event.gpus));
    else if (event.from !== undefined) this.move(event);
    if (kind.startsWith("lease.")) this.lease(event);
    else if (kind.startsWith("notice.")) this.notice(event);
    else if (kind.startsWith("job.")) this.job(event);
  }

  /** The trace as JSON, once the run is over; what is still under way ends here. */
  close(horizon: number): string {
    this.count();
    this.now = horizon;
    for (const key of [...this.open.keys()]) this.end(key, "horizon");
    this.pools.forEach((_, pool) => {
      this.changed.add(pool);
    });
    this.count();
    const left = Math.max(0, this.slices - this.most);
    return JSON.stringify({
      displayTimeUnit: "ms",
      otherData: {
        unit: "1 s of the trace is 1 s of the simulation",
        horizon,
        slices: this.slices,
        leftOut: left,
      },
      traceEvents: [...this.names(), ...this.events],
    });
  }

  // ---------------------------------------------------------------- counters

  private move(event: LoggedEvent): void {
    this.change(event.pool, String(event.from), -Number(event.gpus));
    this.change(event.pool, String(event.to), Number(event.gpus));
  }

  private change(pool: unknown, account: string, gpus: number): void {
    const name = String(pool);
    let counts = this.pools.get(name);
    if (counts === undefined) {
      counts = new Map(accounts.map((each) => [each, 0]));
      this.pools.set(name, counts);
    }
    counts.set(account, (counts.get(account) ?? 0) + gpus);
    this.changed.add(name);
  }

  /** Writes the counters of the pools that changed in the instant that is over. */
  private count(): void {
    for (const pool of this.changed) {
      const args = Object.fromEntries(this.pools.get(pool) as Map<string, number>);
      this.events.push({ name: pool, ph: "C", ts: this.now * MICROSECONDS, pid: 1, tid: 0, args });
    }
    this.changed.clear();
  }

  // ---------------------------------------------------------------- slices

  private lease({ kind, lease, gpus, reason }: LoggedEvent): void {
    const key = `lease ${String(lease)}`;
    if (kind === "lease.started") this.begin("Leases", key, String(lease), { gpus: Number(gpus) });
    else if (kind === "lease.ended") this.end(key, String(reason));
  }

  private notice({ kind, id, target, by, notice, gpus, cause, effectiveAt }: LoggedEvent): void {
    const key = `notice ${String(id)}`;
    const change = kind.slice("notice.".length);
    if (change === "issued")
      this.begin("Notices", key, `${String(notice)} ${String(target)}`, {
        by: String(by),
        gpus: Number(gpus),
        cause: String(cause),
        effectiveAt: Number(effectiveAt),
      });
    else if (change !== "queued" && change !== "refused") this.end(key, change);
  }

  private job(event: LoggedEvent): void {
    const key = `job ${String(event.job)}`;
    const change = event.kind.slice("job.".length);
    switch (change) {
      case "started":
        this.begin(event.class === "internal" ? "Internal jobs" : "Tenants' jobs", key, String(event.name), {
          pool: String(event.pool),
          gpus: Number(event.gpus),
        });
        break;
      case "noticed":
        this.noticeJob(key, event);
        break;
      case "pardoned":
      case "shrunk":
        this.end(`${key} on notice`, change);
        break;
      case "preempted":
      case "shed":
      case "killed":
      case "completed":
        this.end(`${key} on notice`, change);
        this.end(key, change);
    }
  }

  /** A notice to a job is a slice inside its spell. */
  private noticeJob(key: string, { cause, takes, delivered, effectiveAt }: LoggedEvent): void {
    const spell = this.open.get(key);
    if (spell === undefined) return;
    this.open.set(`${key} on notice`, {
      ...spell,
      name: "on notice",
      isInside: true,
      since: this.now,
      args: {
        cause: String(cause),
        takes: Number(takes),
        delivered: delivered === true,
        effectiveAt: Number(effectiveAt),
      },
    });
  }

  private begin(group: Group, key: string, name: string, args: TraceEvent["args"]): void {
    const lane = (this.lanes.get(group) as Lanes).take();
    this.open.set(key, { group, name, lane, isInside: false, since: this.now, args });
  }

  private end(key: string, how: string): void {
    const slice = this.open.get(key);
    if (slice === undefined) return;
    this.open.delete(key);
    const { group, name, lane, isInside, since, args } = slice;
    if (!isInside) (this.lanes.get(group) as Lanes).giveBack(lane);
    this.slices++;
    if (this.slices > this.most) return;
    this.events.push({
      name,
      ph: "X",
      ts: since * MICROSECONDS,
      dur: (this.now - since) * MICROSECONDS,
      pid: pidOf(group),
      tid: lane + 1,
      cat: group,
      args: { ...args, end: how },
    });
  }

  /** Names of groups and tracks. */
  private names(): TraceEvent[] {
    const name = (what: string, pid: number, tid: number, text: string): TraceEvent => ({
      name: what,
      ph: "M",
      ts: 0,
      pid,
      tid,
      args: { name: text },
    });
    return groups.flatMap((group) => {
      const lanes = (this.lanes.get(group) as Lanes).count;
      if (lanes === 0 && group !== "Pools") return [];
      const tracks = Array.from({ length: lanes }, (_, lane) =>
        name("thread_name", pidOf(group), lane + 1, `${lane + 1}`),
      );
      return [name("process_name", pidOf(group), 0, group), ...tracks];
    });
  }
}

const pidOf = (group: Group): number => groups.indexOf(group) + 1;
