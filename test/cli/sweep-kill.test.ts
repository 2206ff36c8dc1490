/** Sweeps that are killed, stopped and out of space lose nothing: results are those of an undisturbed run, to the byte. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { killSweeps, manyUnits, pause, sizeOf, start, untilGrown } from "../chaos/kill.ts";
import { clawback, cliPath, newFolder } from "./spawn.ts";

beforeAll(() => {
  cliPath();
}, 120_000);

const results = ["results.csv", "results.parquet", "results.json"];

const sameResults = (work: string, a: string, b: string): boolean[] =>
  results.map((file) => readFileSync(join(work, a, file)).equals(readFileSync(join(work, b, file))));

describe("kill -9", () => {
  test("60 times at random: nothing is lost, doubled or different", async () => {
    const seeds = [20_261_124, 20_261_125];
    const tallies = await Promise.all(
      seeds.map((seed) => killSweeps(30, seed, { points: 100, threads: 1, longest: 150 })),
    );
    console.log(`kill -9, seeds ${seeds}: ${JSON.stringify(tallies)}`);
    for (const tally of tallies) {
      expect(tally).toMatchObject({ kills: 30, lost: 0, doubled: 0, different: 0 });
      // a trial whose process did nothing shows nothing
      expect(tally.fruitful).toBeGreaterThanOrEqual(10);
    }
  }, 600_000);
});

describe("Ctrl-C", () => {
  test("keeps what is done, says how to go on, and ends with 130", async () => {
    const work = newFolder();
    writeFileSync(join(work, "study.yaml"), manyUnits(2000));
    const journal = join(work, "out", "journal");
    const { child, ended } = start(["sweep", "study.yaml", "-o", "out", "-j", "2"], work);
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    await untilGrown(journal, 2000, () => isOver);
    child.kill("SIGINT");
    const { code, err } = await ended;
    expect(code).toBe(130);
    expect(err).toMatch(/interrupted: \d+ of 4000 units kept; to go on: clawback sweep study\.yaml -o out\n/);
    const kept = sizeOf(journal);
    expect(kept).toBeGreaterThan(2000);
    const status = clawback(["status", "out", "--json"], { cwd: work });
    const { done, running, results: hasResults } = JSON.parse(status.out) as Record<string, unknown>;
    expect(done).toBeGreaterThan(0);
    expect(running).toBeNull();
    expect(hasResults).toBe(false);
  }, 120_000);

  test("at random moments, resumed each time: the same bytes", async () => {
    const tally = await killSweeps(8, 7, { points: 100, threads: 2, longest: 150, signal: "SIGINT" });
    expect(tally).toMatchObject({ kills: 8, lost: 0, doubled: 0, different: 0 });
  }, 300_000);
});

const isRoot = process.getuid?.() === 0;
const disk = mkdtempSync(join(tmpdir(), "clawback-disk-"));
const isMounted =
  isRoot && spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "clawback-test", disk]).status === 0;
if (!isMounted)
  console.warn("a sweep on a full disk is not tried: mounting one needs root and the right to mount");
afterAll(() => {
  if (isMounted) execFileSync("umount", ["-l", disk]);
});

describe.skipIf(!isMounted)("a full disk", () => {
  test("ends the sweep with 5 and what to do; with room again it goes on to the same bytes", async () => {
    const work = newFolder();
    // the results of 400 points need more than 1 MB
    writeFileSync(join(work, "study.yaml"), manyUnits(400));
    const out = join(disk, "out");
    const full = clawback(["sweep", "study.yaml", "-o", out, "-j", "2"], { cwd: work });
    expect(full.err).toContain(
      "the disk is full. The journal is intact: make room, then clawback sweep study.yaml",
    );
    expect(full.status).toBe(5);
    const kept = sizeOf(join(out, "journal"));
    expect(kept).toBeGreaterThan(0);
    const again = clawback(["sweep", "study.yaml", "-o", out], { cwd: work });
    expect(again.status).toBe(5);
    expect(again.err).not.toContain("cut");
    execFileSync("mount", ["-o", "remount,size=64m", disk]);
    expect(clawback(["sweep", "study.yaml", "-o", out, "-q"], { cwd: work }).status).toBe(0);
    expect(clawback(["sweep", "study.yaml", "-o", "calm", "-q"], { cwd: work }).status).toBe(0);
    await pause(0);
    execFileSync("cp", ["-r", out, join(work, "disk")]);
    expect(sameResults(work, "disk", "calm")).toEqual([true, true, true]);
  }, 180_000);
});
