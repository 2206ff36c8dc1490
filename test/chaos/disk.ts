/**
 * Fills the disk under a sweep at many points: a tmpfs that has room for so many pages of what the sweep writes, from
 * none to all. What the journal holds then must be what an undisturbed run gave; with room again the sweep must keep
 * it, run the rest and nothing else, and come to the same bytes.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scanJournal } from "../../src/node/journal-frames.ts";
import { pathsIn, writeStudyFolder } from "../../src/node/study-folder.ts";
import { runSweep, type SweepEnd } from "../../src/node/sweep.ts";
import { resultsIn, writeResults } from "../../src/node/sweep-results.ts";
import { parseStudy } from "../../src/scenario/parse-study.ts";
import { planSweep, type SweepPlan } from "../../src/studies/sweep/plan.ts";
import { inProcessSweepExecutor } from "../../src/studies/sweep/run.ts";
import { manyUnits, randomOf } from "./kill.ts";

export type DiskTally = {
  /** Sweeps that were given less room than they need, and those that found the disk full. */
  points: number;
  full: number;
  /** Journals that held anything but results of the undisturbed run, or could not be read on. */
  corrupt: number;
  /** Results that were there when the disk was full and were run again. */
  lost: number;
  /** Sweeps whose results, with room again, are not those of the undisturbed run. */
  different: number;
  /** Results that journals held when the disk was full: the least and the most. */
  kept: [number, number];
};

const PAGE = 4096;
const SIZE = 64 * 1024 * 1024;

/** Whether this process may mount a tmpfs. */
export const mountDisk = (): { readonly path: string; readonly unmount: () => void } | undefined => {
  const path = mkdtempSync(join(tmpdir(), "clawback-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE}`, "clawback-chaos", path], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  return { path, unmount: () => execFileSync("umount", ["-l", path]) };
};

/** A whole sweep, as the command line does it. @throws ENOSPC */
const sweep = async (folder: string, plan: SweepPlan): Promise<SweepEnd> => {
  const paths = pathsIn(folder);
  mkdirSync(folder, { recursive: true });
  return await runSweep({
    plan,
    executor: inProcessSweepExecutor,
    journal: paths.journal,
    lock: paths.lock,
    progress: paths.progress,
    tell: () => {},
    replay: () => "",
    first: () => void writeStudyFolder(folder, plan, { file: "study.yaml", traceFolder: folder }),
    after: (journal, givenUp) => void writeResults(folder, plan, journal, givenUp),
  });
};

const outcomeOf = async (act: Promise<unknown>): Promise<"done" | "full"> => {
  try {
    await act;
    return "done";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") return "full";
    throw error;
  }
};

/** Leaves so many pages free. */
const fill = (disk: string, pages: number): void => {
  const { bfree, bsize } = statfsSync(disk);
  writeFileSync(join(disk, "ballast"), Buffer.alloc(Math.max(0, bfree * bsize - pages * PAGE)));
};

export const fillDisks = async (count: number, seed: number, points = 60): Promise<DiskTally | undefined> => {
  const disk = mountDisk();
  if (disk === undefined) return undefined;
  const random = randomOf(seed);
  const plan = planSweep(parseStudy(manyUnits(points), { file: "study.yaml" }));
  const calm = mkdtempSync(join(tmpdir(), "clawback-calm-"));
  const units = (await sweep(calm, plan)).ran;
  const expected = resultsIn(calm);
  const folder = join(disk.path, "out");
  await sweep(folder, plan);
  const needed = pagesUsed(disk.path);
  const tally: DiskTally = { points: 0, full: 0, corrupt: 0, lost: 0, different: 0, kept: [units, 0] };
  try {
    for (; tally.points < count; tally.points++) {
      rmSync(folder, { recursive: true });
      fill(disk.path, Math.floor(random() * needed));
      if ((await outcomeOf(sweep(folder, plan))) === "full") tally.full++;
      const kept = keptIn(pathsIn(folder).journal, expected, tally);
      rmSync(join(disk.path, "ballast"));
      const { ran, onFile } = await sweep(folder, plan);
      if (onFile !== kept || ran !== units - kept) tally.lost += Math.max(1, kept - onFile);
      if (isDifferent(folder, calm)) tally.different++;
    }
  } finally {
    disk.unmount();
  }
  return tally;
};

const pagesUsed = (disk: string): number => {
  const { blocks, bfree, bsize } = statfsSync(disk);
  return Math.ceil(((blocks - bfree) * bsize) / PAGE);
};

/** How many results a journal holds; counts it as corrupt when one of them is not what it should be. */
const keptIn = (path: string, expected: ReadonlyMap<string, Uint8Array>, tally: DiskTally): number => {
  let count = 0;
  let isRight = true;
  try {
    scanJournal(path, (key, bytes) => {
      count++;
      const right = expected.get(key);
      if (right === undefined || !Buffer.from(bytes).equals(right)) isRight = false;
    });
  } catch (error) {
    // a disk without room for a single page has no journal yet
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  if (!isRight) tally.corrupt++;
  tally.kept = [Math.min(tally.kept[0], count), Math.max(tally.kept[1], count)];
  return count;
};

const isDifferent = (folder: string, calm: string): boolean =>
  (["csv", "parquet", "json"] as const).some(
    (kind) => !readFileSync(pathsIn(folder)[kind]).equals(readFileSync(pathsIn(calm)[kind])),
  );
