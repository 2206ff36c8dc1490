/**
 * Kills sweeps at random moments, again and again, until the study is done, and compares with one that nobody disturbed.
 * Which moment is drawn from a seed; what a process had done by then is up to the machine.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scanJournal } from "../../src/node/journal-frames.ts";
import { cliPath, newFolder } from "../cli/spawn.ts";
import { smallStudy } from "../studies/small-sweep.ts";

export type Tally = {
  kills: number;
  studies: number;
  /** Kills after which the process had added to the journal. */
  fruitful: number;
  /** Results that were not there in the end, or there twice. */
  lost: number;
  doubled: number;
  /** Studies whose results differ from those of an undisturbed run. */
  different: number;
  /** How processes that were signalled ended: exit codes, or the signal of one that was not listening yet. */
  readonly endings: Record<string, number>;
  /** Milliseconds from a signal to the end of the process. */
  readonly delays: number[];
};

export const newTally = (): Tally => ({
  kills: 0,
  studies: 0,
  fruitful: 0,
  lost: 0,
  doubled: 0,
  different: 0,
  endings: {},
  delays: [],
});

/** A study of many small units. */
export const manyUnits = (points: number): string =>
  smallStudy({
    axes: `  tenants.tenant.contract.notice: { from: 1 h, to: ${points} h, step: 1 h }`,
    more: "metrics: [netValue, unmetShare, tenantCost]\n",
  });

const files = ["results.csv", "results.parquet", "results.json"] as const;

/** Small numbers at random, the same for the same seed. */
export const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

export type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly err: string;
};

export type Started = {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly isOver: () => boolean;
};

/** Starts the command line; what it says on stderr is kept. */
export const start = (args: readonly string[], cwd: string): Started => {
  const child = spawn(process.execPath, [cliPath(), ...args], { cwd, stdio: ["ignore", "ignore", "pipe"] });
  let err = "";
  let isOver = false;
  child.stderr?.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => {
      isOver = true;
      resolve({ code, signal, err });
    });
  });
  return { child, ended, isOver: () => isOver };
};

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** Bytes of a file; 0 when it is not there. */
export const sizeOf = (path: string): number => {
  try {
    return readFileSync(path).length;
  } catch {
    return 0;
  }
};

/** Waits until the journal has grown, or the process has ended. */
export const untilGrown = async (path: string, over: number, isOver: () => boolean): Promise<void> => {
  while (!isOver() && sizeOf(path) <= over) await pause(5);
};

/** A folder with the study and its undisturbed results, on one thread. */
export const calmStudy = async (points: number): Promise<string> => {
  const work = newFolder();
  writeFileSync(join(work, "study.yaml"), manyUnits(points));
  const { code, err } = await start(["sweep", "study.yaml", "-o", "calm", "--engine", "here", "-q"], work)
    .ended;
  if (code !== 0) throw new Error(err);
  return work;
};

export type KillOptions = {
  readonly points: number;
  readonly threads: number;
  /** SIGKILL, or what should end a sweep in good order. */
  readonly signal?: NodeJS.Signals;
  /** The longest wait before it, in milliseconds. */
  readonly longest?: number;
  /** When to leave it at what was killed, on the clock of `performance.now`. */
  readonly deadline?: number;
};

/** Whether another kill is wanted, and there is time for it. */
export const isWanted = ({ kills }: Tally, count: number, deadline: number): boolean =>
  kills < count && performance.now() < deadline;

/** @param count - kills in all */
export const killSweeps = async (
  count: number,
  seed: number,
  options: KillOptions,
  onStudy: (tally: Tally) => void = () => {},
): Promise<Tally> => {
  const { points, threads, deadline = Number.POSITIVE_INFINITY } = options;
  const random = randomOf(seed);
  const work = await calmStudy(points);
  const tally = newTally();
  while (isWanted(tally, count, deadline)) {
    const folder = `wild-${tally.studies}`;
    mkdirSync(join(work, folder));
    const journal = join(work, folder, "journal");
    for (let isDone = false; !isDone; ) {
      const before = sizeOf(journal);
      const sweep = start(["sweep", "study.yaml", "-o", folder, "-j", String(threads), "-q"], work);
      if (isWanted(tally, count, deadline)) await disturb(sweep, journal, before, random, options, tally);
      const { code, err } = await sweep.ended;
      if (sizeOf(journal) > before) tally.fruitful++;
      if (code === 0) isDone = true;
      else if (code !== null && code !== 130 && code !== 143) throw new Error(`ended with ${code}: ${err}`);
    }
    countResults(work, folder, points, tally);
    tally.studies++;
    onStudy(tally);
  }
  return tally;
};

/**
 * One kill, unless the sweep is done before. Every third one may hit it while it starts, the others at work; what ends a
 * sweep in good order comes when it is at work, for before that nobody listens.
 */
const disturb = async (
  { child, ended, isOver }: Started,
  journal: string,
  before: number,
  random: () => number,
  { signal = "SIGKILL", longest = 400 }: KillOptions,
  tally: Tally,
): Promise<void> => {
  if (tally.kills % 3 !== 0 || signal !== "SIGKILL") await untilGrown(journal, before, isOver);
  await pause(random() * longest);
  if (isOver()) return;
  const begun = performance.now();
  child.kill(signal);
  const { code, signal: by, err } = await ended;
  if (code === 0) return;
  if (by !== null && by !== signal) process.stderr.write(`ended by ${by}, not by ${signal}:\n${err}\n`);
  tally.kills++;
  const ending = String(by ?? code);
  tally.endings[ending] = (tally.endings[ending] ?? 0) + 1;
  tally.delays.push(performance.now() - begun);
};

export const countResults = (work: string, folder: string, points: number, tally: Tally): void => {
  const times = new Map<string, number>();
  scanJournal(join(work, folder, "journal"), (key) => times.set(key, (times.get(key) ?? 0) + 1));
  tally.lost += 2 * points - times.size;
  for (const n of times.values()) tally.doubled += n - 1;
  const isDifferent = files.some(
    (file) => !readFileSync(join(work, folder, file)).equals(readFileSync(join(work, "calm", file))),
  );
  if (isDifferent) tally.different++;
};
