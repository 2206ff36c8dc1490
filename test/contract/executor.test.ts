/**
 * What every executor of sweeps keeps to: each unit once or more, the same bytes as any other, failures as outcomes, an end
 * when there is nothing more, and a stop when told.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRedisUrl } from "../../src/node/bullmq.ts";
import { createRedisExecutor } from "../../src/node/bullmq-executor.ts";
import { workForRedis } from "../../src/node/bullmq-worker.ts";
import { jobOf } from "../../src/node/sweep.ts";
import { createSweepThreads } from "../../src/node/workers.ts";
import type { SweepPlan, SweepUnit } from "../../src/studies/sweep/plan.ts";
import { inProcessSweepExecutor, type SweepExecutor, type UnitOutcome } from "../../src/studies/sweep/run.ts";
import { createSchedule } from "../../src/studies/sweep/schedule.ts";
import { builtWorker } from "../node/built.ts";
import { hasRedis, type RedisServer, startRedis } from "../node/redis-server.ts";
import { smallPlan } from "../studies/small-sweep.ts";

let script: URL;
let redis: RedisServer | undefined;
const stopWorker = new AbortController();
let working: Promise<void> | undefined;

beforeAll(async () => {
  script = new URL("./sweep-worker.js", builtWorker());
  if (!hasRedis) return;
  redis = await startRedis();
  working = workForRedis(
    {
      address: readRedisUrl(redis.urlFile),
      prefix: "clawback",
      threads: 2,
      traceFolder: mkdtempSync(join(tmpdir(), "clawback-traces-")),
      lockSeconds: 3,
      script,
      tell: () => {},
    },
    stopWorker.signal,
  );
}, 120_000);

afterAll(async () => {
  stopWorker.abort();
  await working;
  redis?.stop();
});

const nothing = { has: () => false, read: () => undefined, isGivenUp: () => false };

const run = async (
  executor: SweepExecutor,
  plan: SweepPlan,
  signal?: AbortSignal,
): Promise<UnitOutcome[]> => {
  const schedule = createSchedule(plan, nothing);
  const outcomes: UnitOutcome[] = [];
  for await (const outcome of executor.run(jobOf(plan), schedule, { signal })) outcomes.push(outcome);
  return outcomes;
};

const bytesOf = (outcomes: readonly UnitOutcome[]): string[] =>
  outcomes
    .map(
      (outcome) =>
        `${outcome.unit.key} ${"bytes" in outcome ? Buffer.from(outcome.bytes).toString("hex") : outcome.failure.kind}`,
    )
    .sort();

const executors: [string, boolean, (plan: SweepPlan) => SweepExecutor][] = [
  ["in process", true, () => inProcessSweepExecutor],
  ["one thread", true, () => createSweepThreads({ threads: 1, script })],
  ["three threads", true, () => createSweepThreads({ threads: 3, script })],
  [
    "Redis",
    hasRedis,
    (plan) =>
      createRedisExecutor({
        address: readRedisUrl((redis as RedisServer).urlFile),
        prefix: "clawback",
        plan,
        tell: () => {},
      }),
  ],
];

describe.each(executors)("%s", (_, isHere, executorFor) => {
  test.skipIf(!isHere)("gives the bytes that one thread gives alone, each unit once", async () => {
    const plan = smallPlan();
    const alone = bytesOf(await run(inProcessSweepExecutor, plan));
    expect(alone).toHaveLength(12);
    expect(bytesOf(await run(executorFor(plan), plan))).toEqual(alone);
  });

  test.skipIf(!isHere)("a unit that fails is an outcome, and the others come", async () => {
    const plan = smallPlan({ more: "limits: { events: 130 }\n" });
    const alone = bytesOf(await run(inProcessSweepExecutor, plan));
    expect(alone.some((line) => line.endsWith(" events"))).toBe(true);
    expect(bytesOf(await run(executorFor(plan), plan))).toEqual(alone);
  });

  test.skipIf(!isHere)("a study of nothing ends", async () => {
    const plan = smallPlan();
    const none: SweepUnit[] = [];
    for await (const outcome of executorFor(plan).run(jobOf(plan), { next: () => none.pop() }, {}))
      expect(outcome).toBeUndefined();
  });

  test.skipIf(!isHere)("units that come after others are taken up are run too", async () => {
    const plan = smallPlan();
    const schedule = createSchedule(plan, nothing);
    const first = schedule.next() as SweepUnit;
    const second = schedule.next() as SweepUnit;
    const ready = [first];
    const seen: string[] = [];
    for await (const { unit } of executorFor(plan).run(jobOf(plan), { next: () => ready.shift() }, {})) {
      seen.push(unit.key);
      if (unit.key === first.key) ready.push(second);
    }
    expect(seen).toEqual([first.key, second.key]);
  });

  test.skipIf(!isHere)("stops when told to, with the reason", async () => {
    const plan = smallPlan();
    const stop = new AbortController();
    const outcomes = executorFor(plan).run(jobOf(plan), createSchedule(plan, nothing), {
      signal: stop.signal,
    });
    const all = (async () => {
      for await (const _ of outcomes) stop.abort(new Error("enough"));
    })();
    await expect(all).rejects.toThrow("enough");
  });
});
