/** Selling as spot what is held for a planned run, on a schedule worked by hand, and on random ones. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { METRIC } from "../../src/metrics/definitions.ts";
import { EXTERNAL, HELD } from "../../src/model/ledger.ts";
import type { JobStream, PolicySettings } from "../../src/model/types.ts";
import { audit } from "../../src/validation/audit.ts";
import { contract, DAY, gang, pool, program, tenant } from "../model/builders.ts";
import { type Row, runJobs } from "../model/job-builders.ts";

const onBlocked = { kind: "onBlocked", delay: 0 } as const;
const refill = (kind: PolicySettings["refill"]["kind"]) => ({ kind, lag: undefined });

type Setting = {
  readonly kind: PolicySettings["refill"]["kind"];
  readonly external: readonly Row[];
  readonly terms?: Partial<JobStream>;
  readonly over?: Partial<PolicySettings>;
  readonly patience?: number;
};

/**
 * All of 100 is let, 40 with five days of notice and 60 with ten. A gang of 100 comes on day 1 and runs for a day: 40 are
 * held for it from day 6 to day 11.
 */
const runGang = ({ kind, external, terms = {}, over = {}, patience = Number.POSITIVE_INFINITY }: Setting) =>
  runJobs({
    capacity: 100,
    rows: [],
    external,
    externalStream: { tenant: 2, notice: DAY, ...terms },
    horizon: 30 * DAY,
    policy: { trigger: onBlocked, refill: refill(kind), ...over },
    plan: {
      pools: [pool(100)],
      programs: [
        program("internal", {
          sources: [
            {
              kind: "runs",
              runs: [gang("big", DAY, 100, DAY, { patience })],
              pools: [{ pool: 0, ratio: 1 }],
            },
          ],
        }),
      ],
      tenants: [tenant("a"), tenant("b"), tenant("spot")],
      contracts: [
        contract(40, { name: "a", tenant: 0, noticeOwner: 5 * DAY }),
        contract(60, { name: "b", tenant: 1, noticeOwner: 10 * DAY }),
      ],
    },
  });

const started = (told: ReturnType<typeof runGang>): number[] =>
  told.events.filter(({ kind }) => kind === "run.started").map(({ t }) => t / DAY);
const long: readonly Row[] = [{ submit: 0, gpus: 40, seconds: 10 * DAY }];

describe("what is held for a planned run", () => {
  test("stands idle until the run starts, when refill is hold", () => {
    const told = runGang({ kind: "hold", external: long });
    expect(told.external[0]).toMatchObject({ firstStart: 12 * DAY, preemptions: 0 });
    expect(started(told)).toEqual([11]);
    expect(told.world.ledger.integral(HELD, 30 * DAY)).toBe(40 * 5 * DAY);
  });

  test("is used by tenants' jobs meanwhile, when refill is spot; they go without notice and delay the run by nothing", () => {
    const told = runGang({ kind: "spot", external: long });
    expect(told.external[0]).toMatchObject({ firstStart: 6 * DAY, start: 12 * DAY, preemptions: 1 });
    expect(told.external[0]?.lost).toBe(40 * 5 * DAY); // a day of notice of its own would not have helped: it gets none
    expect(started(told)).toEqual([11]);
    expect(told.world.ledger.integral(HELD, 30 * DAY)).toBe(0);
    expect(told.world.ledger.integral(EXTERNAL, 30 * DAY)).toBe(40 * (5 + 10) * DAY);
    expect(audit(told.events, 30 * DAY).violations).toEqual([]);
  });

  test("goes back into the hold when a job ends by itself", () => {
    const told = runGang({ kind: "spot", external: [{ submit: 0, gpus: 30, seconds: DAY }] });
    expect(told.external[0]).toMatchObject({ firstStart: 6 * DAY, end: 7 * DAY, preemptions: 0 });
    expect(told.world.ledger.integral(HELD, 30 * DAY)).toBe(10 * DAY + 40 * 4 * DAY);
  });

  test("is not for jobs that leave something to be wiped, or that were promised a time", () => {
    for (const terms of [{ turnover: 60 }, { minRuntime: 60 }])
      expect(runGang({ kind: "spot", external: long, terms }).external[0]?.firstStart).toBe(12 * DAY);
  });

  test("is free for all when the run gives up: the jobs on it stay", () => {
    const told = runGang({ kind: "spot", external: long, patience: 7 * DAY });
    expect(started(told)).toEqual([]);
    expect(told.external[0]).toMatchObject({ firstStart: 6 * DAY, end: 16 * DAY, preemptions: 0 });
  });
});

test("on random jobs the run starts when it would have without them, and the auditor agrees (300 scenarios)", () => {
  const row = fc.record({
    submit: fc.integer({ min: 0, max: 14 * DAY }),
    gpus: fc.integer({ min: 1, max: 60 }),
    seconds: fc.integer({ min: 0, max: 4 * DAY }),
  });
  let used = 0;
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 25 }),
      fc.constantFrom("none" as const, "easy" as const, "conservative" as const),
      fc.constantFrom(0, DAY),
      (external, backfill, notice) => {
        const setting = {
          external,
          terms: { notice },
          over: { queue: { order: "fcfs", backfill, halfLife: DAY } },
        } as const;
        const told = runGang({ ...setting, kind: "spot" });
        expect(audit(told.events, 30 * DAY).violations).toEqual([]);
        expect(started(told)).toEqual([11]);
        expect(told.result.metrics[METRIC.unmetGpuHours]).toBe(100 * 10 * 24);
        used += told.world.ledger.integral(EXTERNAL, 11 * DAY);
      },
    ),
    { numRuns: 300, seed: 20_261_124 },
  );
  expect(used).toBeGreaterThan(0);
}, 60_000);
