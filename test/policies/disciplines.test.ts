/** The engine against the reference scheduler, job by job, under every order and backfill. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runJobs } from "../model/job-builders.ts";
import { type Backfill, type Order, type Row, type Schedule, schedule } from "../oracle/schedule.ts";
import { workloads } from "../oracle/workloads.ts";

const orders: readonly Order[] = ["fcfs", "priority", "sjf", "smallest", "fairShare"];
const backfills: readonly Backfill[] = ["none", "easy", "conservative"];
const RUNS = 500;
/** Below this, fair share may tell two users apart by rounding alone. */
const TOO_CLOSE = 1e-9;

const engine = (
  capacity: number,
  rows: readonly Row[],
  order: Order,
  backfill: Backfill,
  atEstimate: "kill" | "extend",
) => {
  const { internal } = runJobs({
    capacity,
    rows,
    stream: { runtimes: "estimates", atEstimate },
    queue: { order, backfill, halfLife: 50 },
  });
  return { start: internal.map(({ start }) => start), end: internal.map(({ end }) => end) };
};

const told = ({ start, end }: Pick<Schedule, "start" | "end">) => ({ start: [...start], end: [...end] });

describe.each(orders)("order %s", (order) => {
  test.each(backfills)(`backfill %s gives the schedule of the reference on ${RUNS} workloads`, (backfill) => {
    fc.assert(
      fc.property(
        workloads("any"),
        fc.constantFrom("kill" as const, "extend" as const),
        ({ capacity, rows }, atEstimate) => {
          const reference = schedule(rows, { capacity, order, backfill, atEstimate, halfLife: 50 });
          fc.pre(reference.closest > TOO_CLOSE);
          expect(engine(capacity, rows, order, backfill, atEstimate)).toEqual(told(reference));
        },
      ),
      { numRuns: RUNS, seed: 20_261_124 },
    );
  });
});
