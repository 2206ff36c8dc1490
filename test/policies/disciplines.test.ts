/** The engine job by job: against schedules worked by hand, and against the reference scheduler on random workloads. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runJobs } from "../model/job-builders.ts";
import { type Backfill, type Order, type Row, type Settings, schedule } from "../oracle/schedule.ts";
import { workloads } from "../oracle/workloads.ts";
import { everyCombination, type HandWorked, singleRules } from "./hand-worked.ts";

const orders: readonly Order[] = ["fcfs", "priority", "sjf", "smallest", "fairShare"];
const backfills: readonly Backfill[] = ["none", "easy", "conservative"];
const combinations = orders.flatMap((order) => backfills.map((backfill) => ({ order, backfill })));
const tables = [...everyCombination, ...singleRules];
const SEED = 20_261_124;
/** Below this, fair share may tell two users apart by rounding alone. */
const TOO_CLOSE = 1e-9;

type Times = { readonly start: number[]; readonly end: number[] };

/** What the engine makes of rows: user 0 is a program's, the others a tenant's that is just as important. */
const engine = (rows: readonly Row[], settings: Settings, runtimes: "exact" | "estimates"): Times => {
  const { capacity, order, backfill, atEstimate, weights, halfLife } = settings;
  const ofTenant = rows.filter(({ user }) => user > 0).map((row) => ({ ...row, user: row.user - 1 }));
  const told = runJobs({
    capacity,
    rows: rows.filter(({ user }) => user === 0),
    external: ofTenant,
    stream: { runtimes, atEstimate, weight: weights?.[0] ?? 1 },
    externalStream: { runtimes, atEstimate, weight: weights?.[1] ?? 1, priority: 100 },
    queue: { order, backfill, halfLife: halfLife ?? Infinity },
  });
  const program = told.internal.values();
  const tenant = told.external.values();
  const jobs = rows.map(({ user }) => (user === 0 ? program : tenant).next().value);
  return { start: jobs.map((job) => job?.start ?? -1), end: jobs.map((job) => job?.end ?? -1) };
};

const reference = (rows: readonly Row[], settings: Settings): Times & { readonly closest: number } => {
  const { start, end, closest } = schedule(rows, settings);
  return { start: [...start], end: [...end], closest };
};

/** Of those that come together, a program's before a tenant's: so they stand in the engine's table. */
const programFirst = (rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => a.submit - b.submit || Number(a.user > 0) - Number(b.user > 0));

const terms = fc.record({
  atEstimate: fc.constantFrom("kill" as const, "extend" as const),
  halfLife: fc.constantFrom(3, 50, Infinity),
  weights: fc.constantFrom([1, 1, 1], [2, 1, 1], [1, 3, 3]),
});

describe("by hand", () => {
  const timesOf = ({ jobs, start, end }: HandWorked): Times => ({
    start: [...start],
    end: [...(end ?? jobs.map(({ seconds }, i) => (start[i] as number) + seconds))],
  });

  test.each(tables)("the reference agrees: $title", (table) => {
    expect(reference(table.jobs, table.settings)).toMatchObject(timesOf(table));
  });

  test.each(tables)("the engine agrees: $title", (table) => {
    expect(engine(table.jobs, table.settings, "estimates")).toEqual(timesOf(table));
  });

  test("every order and backfill is there and no two agree, but for smallest first, which gains nothing by EASY", () => {
    expect(everyCombination.map(({ settings }) => settings)).toMatchObject(combinations);
    const different = new Set(everyCombination.map(({ start }) => start.join()));
    expect(different.size).toBe(combinations.length - 1);
  });
});

describe.each(combinations)("order $order, backfill $backfill", (rules) => {
  const agreesOn = (most: number, numRuns: number): void => {
    const property = fc.property(workloads("any", most), terms, ({ capacity, rows: drawn }, drawnTerms) => {
      const rows = programFirst(drawn);
      const settings = { capacity, ...rules, ...drawnTerms };
      const { closest, ...times } = reference(rows, settings);
      fc.pre(closest > TOO_CLOSE);
      expect(engine(rows, settings, "estimates")).toEqual(times);
    });
    fc.assert(property, { numRuns, seed: SEED });
  };

  test("gives the schedule of the reference on 500 small workloads", () => {
    agreesOn(14, 500);
  });

  test("gives the schedule of the reference on workloads of up to 150 jobs", () => {
    agreesOn(150, 12);
  });

  test("knows run times when they are exact", () => {
    const property = fc.property(workloads("safe"), ({ capacity, rows: drawn }) => {
      const rows = programFirst(drawn).map((row) => ({ ...row, estimate: Math.max(1, row.seconds) }));
      const settings: Settings = { capacity, ...rules, atEstimate: "kill" };
      const { closest, ...times } = reference(rows, settings);
      fc.pre(closest > TOO_CLOSE);
      expect(engine(rows, settings, "exact")).toEqual(times);
    });
    fc.assert(property, { numRuns: 100, seed: SEED });
  });
});
