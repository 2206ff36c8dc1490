/**
 * Poisons units of a sweep: their worker ends, hangs or runs out of memory whenever it is at one. Each of them must be
 * tried three times, given up and named with what happened; all others must give what they give undisturbed.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobOf, runSweep } from "../../src/node/sweep.ts";
import { resultsIn } from "../../src/node/sweep-results.ts";
import { createSweepThreads } from "../../src/node/workers.ts";
import { parseStudy } from "../../src/scenario/parse-study.ts";
import { planSweep } from "../../src/studies/sweep/plan.ts";
import { createUnitRunner } from "../../src/studies/sweep/run.ts";
import { createSchedule } from "../../src/studies/sweep/schedule.ts";
import { manyUnits } from "./kill.ts";

export const poisons = ["crash", "time", "memory"] as const;
export type Poison = (typeof poisons)[number];

/** What a unit may be given up for: a thread that runs out of memory collects, and the clock may stop it at that. */
const reasons: Readonly<Record<Poison, readonly string[]>> = {
  crash: ["crash"],
  time: ["time"],
  memory: ["memory", "time"],
};

/** Of five points in a row three are poisoned, each in its own way. */
export const poisonAt = (point: number): Poison | undefined => poisons[point % 5];

export type PoisonTally = {
  units: number;
  poisoned: number;
  /** Poisoned units that were given up after three tries, for what happened to them. */
  contained: Record<Poison, number>;
  /** Other units whose result is missing, or is not that of an undisturbed run. */
  harmed: number;
};

/** @param points - two units each */
export const poisonSweep = async (points: number, threads: number): Promise<PoisonTally> => {
  const limits = "limits: { wallClock: 2 s, heap: 64 }\n";
  const plan = planSweep(parseStudy(manyUnits(points) + limits, { file: "study.yaml" }));
  const folder = mkdtempSync(join(tmpdir(), "clawback-poison-"));
  const tries = new Map<string, number>();
  const { givenUp } = await runSweep({
    plan,
    executor: createSweepThreads({ threads, script: new URL("./poison-worker.mjs", import.meta.url) }),
    journal: join(folder, "journal"),
    lock: join(folder, "lock"),
    tell: (message) => {
      const key = /^unit ([0-9a-f]{12})/.exec(message)?.[1] ?? "";
      tries.set(key, (tries.get(key) ?? 0) + 1);
    },
    replay: () => "",
  });
  const found = resultsIn(folder);
  const kinds = new Map<string, string>(givenUp.map(({ key, kind }) => [key, kind]));
  const run = createUnitRunner(jobOf(plan));
  const tally: PoisonTally = {
    units: 0,
    poisoned: 0,
    contained: { crash: 0, time: 0, memory: 0 },
    harmed: 0,
  };
  const schedule = createSchedule(plan, { has: () => false, read: () => undefined, isGivenUp: () => false });
  for (let unit = schedule.next(); unit !== undefined; unit = schedule.next()) {
    tally.units++;
    const poison = poisonAt(unit.point);
    if (poison !== undefined) {
      tally.poisoned++;
      const isGivenUp = reasons[poison].includes(kinds.get(unit.key) ?? "") && !found.has(unit.key);
      if (isGivenUp && tries.get(unit.key.slice(0, 12)) === 3) tally.contained[poison]++;
      continue;
    }
    const outcome = run(unit);
    const bytes = found.get(unit.key);
    if (!("bytes" in outcome) || bytes === undefined || !Buffer.from(bytes).equals(outcome.bytes))
      tally.harmed++;
  }
  return tally;
};
