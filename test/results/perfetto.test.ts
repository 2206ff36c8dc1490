import { describe, expect, test } from "vitest";
import { EventLog, type LoggedEvent } from "../../src/metrics/event-log.ts";
import { Lanes } from "../../src/results/perfetto/lanes.ts";
import { perfettoTrace, type TraceEvent } from "../../src/results/perfetto.ts";
import { HandDriven, spot, stream } from "../metrics/hand-driven.ts";

type Trace = {
  readonly traceEvents: readonly TraceEvent[];
  readonly otherData: { readonly slices: number; readonly leftOut: number };
};

const SECOND = 1_000_000;
const HORIZON = 1000;
const NASTY = 'a"b\\\u2028</script>\u0007';

/** Two tenants' jobs side by side, one of them noticed; a lease with two notices that overlap. */
const log = (): LoggedEvent[] => {
  const events: LoggedEvent[] = [
    { t: 0, kind: "installed", pool: "pool", gpus: 4 },
    { t: 0, kind: "lease.started", lease: NASTY, gpus: 1 },
    { t: 0, kind: "delivered", pool: "pool", from: "free", to: "firm", gpus: 1 },
  ];
  const cluster = new HandDriven({
    horizon: HORIZON,
    streams: [
      { stream: stream(), rows: [[100, 1, 200]] },
      {
        stream: spot(),
        rows: [
          [0, 1, 600],
          [0, 1, 300],
        ],
      },
    ],
    observe: (world) => new EventLog(world, (event) => events.push(event)),
  });
  cluster.submit(0, 0);
  cluster.submit(0, 1);
  cluster.start(0, 0);
  cluster.start(0, 1);
  cluster.submit(100, 2);
  cluster.notice(100, 0, 150, 2);
  cluster.preempt(150, 0);
  cluster.start(150, 2);
  const notice = { target: NASTY, by: "owner", notice: "shrink", gpus: 1, cause: "x", effectiveAt: 400 };
  events.push({ t: 200, kind: "notice.issued", id: 0, ...notice });
  events.push({ t: 250, kind: "notice.issued", id: 1, ...notice });
  cluster.complete(300, 1);
  cluster.complete(350, 2);
  events.push({ t: 400, kind: "notice.enforced", id: 0, ...notice });
  cluster.start(400, 0);
  return events;
};

const traced = (events: readonly LoggedEvent[] = log(), most?: number): Trace =>
  JSON.parse(perfettoTrace(events, HORIZON, most === undefined ? {} : { most })) as Trace;

const slices = ({ traceEvents }: Trace): (TraceEvent & { readonly dur: number })[] =>
  traceEvents.filter((event): event is TraceEvent & { readonly dur: number } => event.ph === "X");

describe("the trace of a run", () => {
  test("is JSON whose events have what the format asks of their phase", () => {
    for (const event of traced().traceEvents) {
      expect(["M", "C", "X"]).toContain(event.ph);
      expect(Number.isSafeInteger(event.ts) && event.ts >= 0).toBe(true);
      expect(Number.isSafeInteger(event.pid) && Number.isSafeInteger(event.tid)).toBe(true);
      if (event.ph === "X") expect(Number.isSafeInteger(event.dur) && (event.dur as number) >= 0).toBe(true);
      if (event.ph === "C")
        for (const value of Object.values(event.args)) expect(typeof value).toBe("number");
    }
  });

  test("has a slice for each spell, lease and notice, also of what is under way at the end", () => {
    const found = slices(traced()).map(({ cat, name, ts, dur }) => [
      cat,
      name,
      ts / SECOND,
      (ts + dur) / SECOND,
    ]);
    const expected = [
      ["Tenants' jobs", "on notice", 100, 150],
      ["Tenants' jobs", "spot#0", 0, 150],
      ["Tenants' jobs", "spot#1", 0, 300],
      ["Tenants' jobs", "spot#0", 400, HORIZON],
      ["Internal jobs", "jobs#0", 150, 350],
      ["Leases", NASTY, 0, HORIZON],
      ["Notices", `shrink ${NASTY}`, 200, 400],
      ["Notices", `shrink ${NASTY}`, 250, HORIZON],
    ];
    const inOrder = (rows: readonly (readonly unknown[])[]): string[] =>
      rows.map((row) => JSON.stringify(row)).sort();
    expect(inOrder(found)).toEqual(inOrder(expected));
  });

  test("has no two slices on a track that overlap unless one is inside the other", () => {
    const all = slices(traced());
    for (const a of all)
      for (const b of all) {
        if (a === b || a.pid !== b.pid || a.tid !== b.tid || a.ts > b.ts) continue;
        const [endOfA, endOfB] = [a.ts + a.dur, b.ts + b.dur];
        const apart = endOfA <= b.ts;
        const inside = endOfB <= endOfA || a.ts === b.ts;
        expect([a.name, b.name, apart || inside]).toEqual([a.name, b.name, true]);
      }
    // Two tenants' jobs at once need two tracks, and two notices on one lease do.
    expect(new Set(all.filter(({ cat }) => cat === "Tenants' jobs").map(({ tid }) => tid)).size).toBe(2);
    expect(new Set(all.filter(({ cat }) => cat === "Notices").map(({ tid }) => tid)).size).toBe(2);
  });

  test("counts every accelerator of a pool at every moment, once an instant", () => {
    const counters = traced().traceEvents.filter(({ ph }) => ph === "C");
    for (const { args } of counters)
      expect(Object.values(args).reduce<number>((sum, value) => sum + Number(value), 0)).toBe(4);
    const moments = counters.map(({ ts }) => ts / SECOND);
    expect(moments).toEqual([0, 150, 300, 350, 400, HORIZON]);
    expect(counters[0]?.args).toMatchObject({ external: 2, firm: 1, free: 1, internal: 0 });
    expect(counters[1]?.args).toMatchObject({ external: 1, firm: 1, free: 1, internal: 1 });
  });

  test("leaves out slices beyond the limit and says how many", () => {
    const trace = traced(log(), 3);
    expect(slices(trace)).toHaveLength(3);
    expect(trace.otherData).toMatchObject({ slices: 8, leftOut: 5 });
  });
});

test("a track that was given back is the next to be taken, the lowest first", () => {
  const lanes = new Lanes();
  const taken = Array.from({ length: 6 }, () => lanes.take());
  expect(taken).toEqual([0, 1, 2, 3, 4, 5]);
  for (const lane of [4, 1, 5, 0]) lanes.giveBack(lane);
  expect([lanes.take(), lanes.take(), lanes.take(), lanes.take(), lanes.take()]).toEqual([0, 1, 4, 5, 6]);
  expect(lanes.count).toBe(7);
});
