/**
 * The fuzzer at the command line.
 *
 *   npm run fuzz                                   about a minute, from a seed of today
 *   npm run fuzz:long -- --minutes 30 --seed 7     as long as that
 *   npm run fuzz -- --replay SEED:INDEX            one scenario, made small when it fails
 *
 * Ctrl-C, or a SIGTERM, ends it after the scenario at hand; what there was is reported.
 *
 * It prints one line for each scenario that fails, with the command that runs it again, and what the run has not
 * seen; it appends a line to LEDGER.md; it ends with 1 when something failed.
 */

import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { checkScenario, type Limits } from "./check.ts";
import { drawScenario } from "./draw.ts";
import { allMarks, type Mark } from "./marks.ts";
import { shrink, signature } from "./shrink.ts";
import { addTo, newTally, slowest, type Tally } from "./tally.ts";

/** One run may take this long; what takes longer is a finding of its own. */
const LIMITS: Limits = { instants: 300_000, milliseconds: 10_000 };

/** Milliseconds after which a failing scenario is small enough. */
const MOST_SHRINKING = 120_000;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string" },
    count: { type: "string" },
    replay: { type: "string" },
  },
});

if (values.replay !== undefined) replay(values.replay);
else await fuzz(Number(values.minutes), Number(values.seed ?? Math.floor(Date.now() / 86_400_000)));

function replay(name: string): void {
  const [seed, index] = name.split(":").map(Number) as [number, number];
  const { scenario } = drawScenario(seed, index);
  const verdict = checkScenario(scenario, LIMITS, new Set());
  console.log(`${name}: ${verdict.outcome}, ${Math.round(verdict.milliseconds)} ms\n${verdict.what}`);
  if (verdict.outcome !== "violation" && verdict.outcome !== "cut") return;
  const until = Date.now() + MOST_SHRINKING;
  const isSame = (smaller: unknown): boolean => {
    if (Date.now() > until) return false;
    const again = checkScenario(smaller, { ...LIMITS, milliseconds: 2000 }, new Set());
    return again.outcome === verdict.outcome && signature(again.what) === signature(verdict.what);
  };
  const tries = verdict.outcome === "cut" ? 30 : 3000;
  console.log(JSON.stringify(shrink(scenario, isSame, tries), null, 2));
  process.exitCode = 1;
}

async function fuzz(minutes: number, seed: number): Promise<void> {
  let isStopped = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      isStopped = true;
    });
  const until = Date.now() + minutes * 60_000;
  const most = Number(values.count ?? Number.POSITIVE_INFINITY);
  const seen = new Set<Mark>();
  const tally = newTally();
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  console.log(`seed ${seed}, ${values.count === undefined ? `${minutes} min` : `${most} scenarios`}`);
  for (let index = 0; index < most && Date.now() < until && !isStopped; index++) {
    await setImmediate(); // for a signal to be heard
    const { scenario, scale } = drawScenario(seed, index);
    const verdict = checkScenario(scenario, LIMITS, seen);
    addTo(tally, index, scale, verdict);
    if (verdict.outcome === "violation" || verdict.outcome === "cut")
      console.log(
        `${verdict.outcome}: ${verdict.what.split("\n")[0]}\n  npm run fuzz -- --replay ${seed}:${index}`,
      );
  }
  report(seed, commit, tally, seen);
}

function report(seed: number, commit: string, tally: Tally, seen: ReadonlySet<Mark>): void {
  const unseen = allMarks().filter((mark) => !seen.has(mark));
  const { scenarios, clean, refused, violations, cut, runs, instants, events } = tally;
  console.log(
    `${scenarios} scenarios: ${clean} clean, ${refused} refused, ${violations} violations, ${cut} cut; ` +
      `${runs} runs, ${instants} instants, ${events} events`,
  );
  for (const { index, milliseconds, size } of slowest(tally))
    console.log(`  ${Math.round(milliseconds)} ms, ${size}: --replay ${seed}:${index}`);
  console.log(`not seen: ${unseen.length === 0 ? "nothing" : unseen.join(", ")}`);
  const day = new Date().toISOString().slice(0, 10);
  appendFileSync(
    fileURLToPath(new URL("./LEDGER.md", import.meta.url)),
    `| ${day} | ${commit} | ${seed} | ${scenarios} | ${refused} | ${runs} | ${instants} | ${cut} | ${violations} | ${unseen.length} |\n`,
  );
  if (violations > 0) process.exitCode = 1;
}
