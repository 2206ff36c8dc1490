/**
 * A log of a million jobs under first come, first served with EASY backfilling, reading it included: ours with all
 * metrics, and where g++ exists a bare replay in C++, in turn. Needs the built library: `npm run build`.
 *
 * Each round is a new process, as a person would start it. What is compared is seconds of the clock of ours, from the
 * first byte to the metrics, with seconds of the one thread of C++.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const JOBS = 1_000_000;
const GPUS = 1024;
const ROUNDS = 3;
const ESTIMATES = [1, 1, 2, 3, 5];
const SIZES = [1, 1, 1, 2, 4, 8, 16, 32, 64];

export type Replay = {
  readonly jobs: number;
  readonly parse: number;
  readonly replay: number;
  readonly meanWait: number;
  readonly megabytes: number;
};

export type ReplayComparison = { readonly ours: Replay; readonly theirs: Replay | undefined };

/** The best round of each. */
export const compareReplays = (): ReplayComparison => {
  const folder = mkdtempSync(join(tmpdir(), "clawback-replay-"));
  const log = join(folder, "log.swf");
  writeFileSync(log, logOf(JOBS));
  const program = compile(folder);
  const ours: Replay[] = [];
  const theirs: Replay[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(printed(process.execPath, [pathOf("built.mjs"), "replay", log]));
    if (program !== undefined) theirs.push(printed(program, [log]));
  }
  rmSync(folder, { recursive: true });
  return { ours: quickest(ours), theirs: program === undefined ? undefined : quickest(theirs) };
};

/** Jobs a second, reading included. */
export const rateOf = ({ jobs, parse, replay }: Replay): number => jobs / (parse + replay);

const pathOf = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));

const printed = (program: string, words: readonly string[]): Replay =>
  JSON.parse(execFileSync(program, words, { encoding: "utf8" })) as Replay;

const quickest = (replays: readonly Replay[]): Replay =>
  replays.reduce((best, replay) => (rateOf(replay) > rateOf(best) ? replay : best));

/** Undefined without a compiler. */
const compile = (folder: string): string | undefined => {
  const program = join(folder, "replay");
  const result = spawnSync("g++", [
    ...["-O3", "-march=native", "-std=c++17"],
    ...[pathOf("replay.cpp"), "-o", program],
  ]);
  return result.status === 0 ? program : undefined;
};

/** Arrivals at random, 105 s apart; run times lognormal; 78 % of the accelerators in use in the mean. */
const logOf = (count: number): string => {
  const lines = [`; MaxProcs: ${GPUS}`];
  let at = 0;
  for (let job = 1; job <= count; job++) {
    at += Math.floor(-105 * Math.log(share()));
    const normal = Math.sqrt(-2 * Math.log(share())) * Math.cos(2 * Math.PI * share());
    const seconds = 1 + Math.floor(Math.min(200_000, Math.exp(7.4 + 1.6 * normal)));
    const gpus = oneOf(SIZES);
    const estimate = seconds * oneOf(ESTIMATES);
    lines.push(
      `${cell(job, 7)} ${cell(at, 10)} -1 ${cell(seconds, 7)} ${cell(gpus, 4)} -1 -1 ${cell(gpus, 4)} ${cell(estimate, 7)} -1 1 ${job % 97} 1 -1 1 -1 -1 -1`,
    );
  }
  return `${lines.join("\n")}\n`;
};

const cell = (value: number, width: number): string => String(value).padStart(width);

let word = -1831433054;

/** Xorshift; above 0 and below 1. */
const share = (): number => {
  word ^= word << 13;
  word ^= word >>> 17;
  word ^= word << 5;
  return ((word >>> 0) + 0.5) / 2 ** 32;
};

const oneOf = (values: readonly number[]): number => values[Math.floor(share() * values.length)] as number;
