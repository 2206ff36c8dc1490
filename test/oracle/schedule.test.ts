/**
 * The reference scheduler against what must hold of its schedules, worked out from the schedules alone, and each of
 * these checks against a schedule that breaks it.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Backfill, type Order, type Row, type Settings, schedule } from "./schedule.ts";
import { type Workload, workloads } from "./workloads.ts";

const orders: readonly Order[] = ["fcfs", "priority", "sjf", "smallest", "fairShare"];
const backfills: readonly Backfill[] = ["none", "easy", "conservative"];
const combinations = orders.flatMap((order) => backfills.map((backfill) => ({ order, backfill })));
const workload = workloads("safe");

const job = (submit: number, gpus: number, seconds: number, over: Partial<Row> = {}): Row => ({
  submit,
  gpus,
  seconds,
  estimate: Math.max(1, seconds),
  priority: 0,
  user: 0,
  ...over,
});

const settings = (capacity: number, over: Partial<Settings> = {}): Settings => ({
  capacity,
  order: "fcfs",
  backfill: "none",
  atEstimate: "kill",
  ...over,
});

type Times = { readonly start: readonly number[]; readonly end: readonly number[] };

/** Orders that are known from the rows alone; jobs are numbered by submission. */
const before: { [order in Exclude<Order, "fairShare">]: (a: Row, b: Row) => number } = {
  fcfs: () => 0,
  priority: (a, b) => b.priority - a.priority,
  sjf: (a, b) => a.estimate - b.estimate,
  smallest: (a, b) => a.gpus - b.gpus,
};
const staticOrders = Object.keys(before) as (keyof typeof before)[];

const momentsOf = (rows: readonly Row[], { end }: Times): number[] =>
  [...new Set([...rows.map(({ submit }) => submit), ...end])].sort((a, b) => a - b);

const runningAt = (rows: readonly Row[], { start, end }: Times, at: number): Row[] =>
  rows.filter((_, i) => (start[i] as number) <= at && at < (end[i] as number));

const usedBy = (rows: readonly Row[]): number => rows.reduce((sum, { gpus }) => sum + gpus, 0);

/** What is wrong with a schedule whatever the rules: too much in use, too early, too long. */
const impossibilities = ({ capacity, rows }: Workload, times: Times): string[] => [
  ...times.start
    .filter((at) => usedBy(runningAt(rows, times, at)) > capacity)
    .map((at) => `more than ${capacity} in use at ${at}`),
  ...rows.flatMap((row, i) => {
    const begin = times.start[i] as number;
    const isRight = begin >= row.submit && times.end[i] === begin + row.seconds;
    return isRight ? [] : [`job ${i} cannot run from ${begin} to ${times.end[i]}`];
  }),
];

/** The second at which the head of the queue is expected to find room beside those that run. */
const shadowOf = (workload: Workload, times: Times, head: number, at: number): number => {
  const { rows, capacity } = workload;
  const expected = (row: Row): number => (times.start[rows.indexOf(row)] as number) + row.estimate;
  const running = runningAt(rows, times, at).sort((a, b) => expected(a) - expected(b));
  let free = capacity - usedBy(running);
  let shadow = at;
  for (const row of running) {
    if (free >= (rows[head] as Row).gpus) break;
    free += row.gpus;
    shadow = expected(row);
  }
  return shadow;
};

/** Heads of the queue that could have started and did not, and heads that started after their reservation. */
const brokenReservations = (workload: Workload, times: Times, order: keyof typeof before): string[] => {
  const { rows } = workload;
  const broken: string[] = [];
  const goesFirst = (a: number, b: number): number => before[order](rows[a] as Row, rows[b] as Row) || a - b;
  let head = -1;
  let limit = Infinity;
  for (const at of momentsOf(rows, times)) {
    // Whoever comes and goes before the head may have what was kept for it.
    const isOvertaken = rows.some(({ submit }, i) => submit === at && head >= 0 && goesFirst(i, head) < 0);
    if (isOvertaken) limit = Infinity;
    if (head >= 0 && (times.start[head] as number) <= at && (times.start[head] as number) > limit) {
      broken.push(`job ${head} starts at ${times.start[head]}, after ${limit}`);
    }
    const waiting = [...rows.keys()].filter(
      (i) => (rows[i] as Row).submit <= at && (times.start[i] as number) > at,
    );
    waiting.sort(goesFirst);
    if (waiting[0] !== head) limit = Infinity;
    head = waiting[0] ?? -1;
    if (head < 0) continue;
    const shadow = shadowOf(workload, times, head, at);
    if (shadow === at) broken.push(`job ${head} could have started at ${at}`);
    limit = Math.min(limit, shadow);
  }
  return broken;
};

/** Starts when everybody takes turns, nobody passes and all run as long as they said. */
const latestStarts = ({ rows, capacity }: Workload): number[] => {
  const start: number[] = [];
  rows.forEach((row, i) => {
    const earlier = rows.slice(0, i);
    const ends = earlier.map(({ estimate }, k) => (start[k] as number) + estimate);
    const least = Math.max(row.submit, ...start);
    const candidates = [least, ...ends.filter((end) => end > least)].sort((a, b) => a - b);
    const fits = (at: number): boolean =>
      usedBy(earlier.filter((_, k) => at < (ends[k] as number))) + row.gpus <= capacity;
    start.push(candidates.find(fits) as number);
  });
  return start;
};

describe("every schedule", () => {
  test.each(combinations)("of $order with backfill $backfill is possible", (rules) => {
    const property = fc.property(workload, (drawn) => {
      expect(impossibilities(drawn, schedule(drawn.rows, settings(drawn.capacity, rules)))).toEqual([]);
    });
    fc.assert(property, { numRuns: 200 });
  });

  test("is found impossible when it is", () => {
    const rows = [job(0, 2, 10), job(5, 3, 10)];
    const found = impossibilities({ capacity: 4, rows }, { start: [0, 4], end: [10, 15] });
    expect(found).toEqual(["more than 4 in use at 4", "job 1 cannot run from 4 to 15"]);
  });
});

describe("EASY", () => {
  test.each(staticOrders)("never delays the reservation of the head, in the order %s", (order) => {
    const property = fc.property(workload, (drawn) => {
      const times = schedule(drawn.rows, settings(drawn.capacity, { order, backfill: "easy" }));
      expect(brokenReservations(drawn, times, order)).toEqual([]);
    });
    fc.assert(property, { numRuns: 1000 });
  });

  test("is caught when it does", () => {
    const rows = [job(0, 2, 10), job(1, 4, 10), job(2, 2, 20)];
    const found = brokenReservations({ capacity: 4, rows }, { start: [0, 22, 2], end: [10, 32, 22] }, "fcfs");
    expect(found).toEqual(["job 1 starts at 22, after 10"]);
  });

  test("is caught when the head waits for nothing", () => {
    const rows = [job(0, 2, 10), job(1, 2, 10)];
    const found = brokenReservations({ capacity: 4, rows }, { start: [0, 10], end: [10, 20] }, "fcfs");
    expect(found).toContain("job 1 could have started at 1");
  });

  test("delays somebody further back, whom conservative backfilling protects", () => {
    // At 10 there is room for the second and the third. The last, small and long, takes some of the third's at 2.
    const rows = [job(0, 3, 10), job(1, 2, 10), job(1, 2, 10), job(2, 1, 30)];
    expect(schedule(rows, settings(4, { backfill: "easy" })).start).toEqual([0, 10, 20, 2]);
    expect(schedule(rows, settings(4, { backfill: "conservative" })).start).toEqual([0, 10, 10, 20]);
  });
});

describe("conservative backfilling", () => {
  test.each(orders)("never starts a job later than it was promised, in the order %s", (order) => {
    const property = fc.property(workload, (drawn) => {
      const { start, promised } = schedule(
        drawn.rows,
        settings(drawn.capacity, { order, backfill: "conservative" }),
      );
      promised.forEach((promises, i) => {
        expect(promises.length).toBeGreaterThan(0);
        expect(promises).toEqual(promises.toSorted((a, b) => b - a));
        expect(start[i]).toBe(promises.at(-1));
      });
    });
    fc.assert(property, { numRuns: 1000 });
  });

  test("never starts a job later than in turn with everybody as slow as they said", () => {
    const property = fc.property(workload, (drawn) => {
      const { start } = schedule(drawn.rows, settings(drawn.capacity, { backfill: "conservative" }));
      latestStarts(drawn).forEach((latest, i) => {
        expect(start[i]).toBeLessThanOrEqual(latest);
      });
    });
    fc.assert(property, { numRuns: 1000 });
  });
});

describe("in turn without backfill", () => {
  test("is the schedule of the formula when all estimates are exact", () => {
    const property = fc.property(workload, (drawn) => {
      const rows = drawn.rows.map((row) => ({ ...row, seconds: row.estimate }));
      const exact = { ...drawn, rows };
      expect(schedule(rows, settings(drawn.capacity)).start).toEqual(latestStarts(exact));
    });
    fc.assert(property, { numRuns: 1000 });
  });
});
