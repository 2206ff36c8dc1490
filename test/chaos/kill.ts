/**
 * Kills sweeps at random moments, again and again, until the study is done, and compares with one that nobody disturbed.
 * Which moment is drawn from a seed; what a process had done by then is up to the machine.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scanJournal } from "../../src/node/journal.ts";
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
};

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

/** Starts the command line; what it says on stderr is kept. */
export const start = (
  args: readonly string[],
  cwd: string,
): { child: ChildProcess; ended: Promise<Ended> } => {
  const child = spawn(process.execPath, [cliPath(), ...args], { cwd, stdio: ["ignore", "ignore", "pipe"] });
  let err = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, err }));
  });
  return { child, ended };
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

/**
 * @param count - kills in all
 * @param signal - SIGKILL, or what should end a sweep in good order
 */
export const killSweeps = async (
  count: number,
  seed: number,
  options: {
    readonly points: number;
    readonly threads: number;
    readonly signal?: NodeJS.Signals;
    readonly longest?: number;
  },
  onStudy: (tally: Tally) => void = () => {},
): Promise<Tally> => {
  const { points, threads, signal = "SIGKILL", longest = 400 } = options;
  const random = randomOf(seed);
  const work = newFolder();
  writeFileSync(join(work, "study.yaml"), manyUnits(points));
  const calm = await start(["sweep", "study.yaml", "-o", "calm", "--engine", "here", "-q"], work).ended;
  if (calm.code !== 0) throw new Error(calm.err);
  const tally: Tally = { kills: 0, studies: 0, fruitful: 0, lost: 0, doubled: 0, different: 0 };
  while (tally.kills < count) {
    const folder = `wild-${tally.studies}`;
    mkdirSync(join(work, folder));
    const journal = join(work, folder, "journal");
    for (let isDone = false; !isDone; ) {
      const before = sizeOf(journal);
      const { child, ended } = start(
        ["sweep", "study.yaml", "-o", folder, "-j", String(threads), "-q"],
        work,
      );
      if (tally.kills < count) {
        let isOver = false;
        void ended.then(() => {
          isOver = true;
        });
        // every third one may be hit while it starts, the others once they are at work
        if (tally.kills % 3 !== 0) await untilGrown(journal, before, () => isOver);
        await pause(random() * longest);
        if (!isOver) {
          child.kill(signal);
          tally.kills++;
        }
      }
      const { code, err } = await ended;
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

const countResults = (work: string, folder: string, points: number, tally: Tally): void => {
  const times = new Map<string, number>();
  scanJournal(join(work, folder, "journal"), (key) => times.set(key, (times.get(key) ?? 0) + 1));
  tally.lost += 2 * points - times.size;
  for (const n of times.values()) tally.doubled += n - 1;
  const isDifferent = files.some(
    (file) => !readFileSync(join(work, folder, file)).equals(readFileSync(join(work, "calm", file))),
  );
  if (isDifferent) tally.different++;
};
