/** The journal: whatever happens to its bytes, what is read from it was written to it. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openJournal } from "../../src/node/journal.ts";
import { scanJournal } from "../../src/node/journal-frames.ts";

const newPath = (): string => join(mkdtempSync(join(tmpdir(), "clawback-journal-")), "journal");
const keyOf = (i: number): string => i.toString(16).padStart(64, "0");
const bodyOf = (i: number): Uint8Array => Uint8Array.from({ length: 5 + i }, (_, b) => (b * 7 + i) % 256);

/** A journal of some results and a failure. */
const written = (count = 4): { path: string; bytes: Buffer } => {
  const path = newPath();
  const { journal } = openJournal(path);
  for (let i = 0; i < count; i++) {
    journal.add(keyOf(i), bodyOf(i));
    if (i === 1) journal.addFailure(keyOf(99), { kind: "time", message: "long" });
  }
  journal.sync();
  journal.close();
  return { path, bytes: readFileSync(path) };
};

/** Results in the order of the file. */
const resultsIn = (path: string): [string, string][] => {
  const found: [string, string][] = [];
  scanJournal(path, (key, bytes) => found.push([key, Buffer.from(bytes).toString("hex")]));
  return found;
};

const expected = (count: number): [string, string][] =>
  Array.from({ length: count }, (_, i) => [keyOf(i), Buffer.from(bodyOf(i)).toString("hex")]);

/** What is read is a beginning of what was written; what is added then is read too. */
const checkPrefix = (path: string, count: number, isTorn = true): number => {
  const { journal, cut } = openJournal(path);
  const kept = journal.size();
  expect(resultsIn(path)).toEqual(expected(count).slice(0, kept));
  expect(cut !== undefined).toBe(isTorn);
  for (let i = kept; i < count; i++) journal.add(keyOf(i), bodyOf(i));
  journal.close();
  expect(resultsIn(path)).toEqual(expected(count));
  return kept;
};

describe("a journal", () => {
  test("reads back what was added, and failures", () => {
    const { path } = written();
    const { journal, cut } = openJournal(path);
    expect(cut).toBeUndefined();
    expect(journal.size()).toBe(4);
    expect(journal.read(keyOf(2))).toEqual(Buffer.from(bodyOf(2)));
    expect(journal.has(keyOf(7))).toBe(false);
    expect(journal.failures(keyOf(99))).toEqual([{ kind: "time", message: "long" }]);
    journal.close();
  });

  test("torn at any byte keeps the records before it, and goes on", () => {
    const { bytes } = written();
    const seen = new Set<number>();
    const ends = new Set<number>();
    framesOf(bytes).reduce((end, frame) => {
      ends.add(end + frame.length);
      return end + frame.length;
    }, 16);
    for (let length = 0; length < bytes.length; length++) {
      const path = newPath();
      writeFileSync(path, bytes.subarray(0, length));
      // nothing is lost when it ends with a record, or before the first one
      seen.add(checkPrefix(path, 4, length > 16 && !ends.has(length)));
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3]);
  });

  test("with any bit flipped keeps the records before it, and accepts nothing that is wrong", () => {
    const { bytes } = written(3);
    for (let at = 0; at < bytes.length; at++) {
      for (const bit of [0, 3, 7]) {
        const path = newPath();
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] as number) ^ (1 << bit);
        writeFileSync(path, damaged);
        expect(checkPrefix(path, 3)).toBeLessThan(3);
      }
    }
  });

  test("that lost a record in the middle, or holds one twice, ends before it", () => {
    const { bytes } = written();
    const frames = framesOf(bytes);
    const magic = bytes.subarray(0, 16);
    const lost = newPath();
    writeFileSync(lost, Buffer.concat([magic, frames[0] as Buffer, ...frames.slice(2)]));
    expect(checkPrefix(lost, 4)).toBe(1);
    const twice = newPath();
    writeFileSync(
      twice,
      Buffer.concat([magic, frames[0] as Buffer, frames[0] as Buffer, ...frames.slice(1)]),
    );
    expect(checkPrefix(twice, 4)).toBe(1);
  });

  test("says what it cut", () => {
    const { path, bytes } = written();
    truncateSync(path, bytes.length - 3);
    const { journal, cut } = openJournal(path);
    const last = framesOf(bytes).at(-1) as Buffer;
    expect(cut).toEqual({ at: bytes.length - last.length, bytes: last.length - 3, set: undefined });
    journal.close();
  });

  test("puts a file aside that is none", () => {
    const path = newPath();
    writeFileSync(path, "somebody else's notes, longer than the magic");
    const { journal, cut } = openJournal(path);
    expect(journal.size()).toBe(0);
    expect(cut?.set).toBe(`${path}.damaged`);
    expect(readFileSync(`${path}.damaged`, "utf8")).toContain("somebody else's");
    journal.close();
  });

  test("takes a second result for a key only when it is the same", () => {
    const { path } = written();
    const { journal } = openJournal(path);
    expect(journal.add(keyOf(1), bodyOf(1))).toBe(false);
    const other = bodyOf(1);
    other[0] = (other[0] as number) ^ 1;
    expect(() => journal.add(keyOf(1), other)).toThrow(/determinism broken/);
    expect(journal.read(keyOf(1))).toEqual(Buffer.from(bodyOf(1)));
    journal.close();
  });
});

const isRoot = process.getuid?.() === 0;
const disk = mkdtempSync(join(tmpdir(), "clawback-disk-"));
const isMounted =
  isRoot && spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "clawback-test", disk]).status === 0;
if (!isMounted) console.warn("a full disk is not tried: mounting one needs root and the right to mount");
afterAll(() => {
  if (isMounted) execFileSync("umount", ["-l", disk]);
});

describe.skipIf(!isMounted)("on a disk of 1 MB", () => {
  test.each([1000, 100_000])(
    "records of %i bytes: it is intact when the disk is full, and goes on",
    (size) => {
      const folder = join(disk, String(size));
      mkdirSync(folder);
      const path = join(folder, "journal");
      const body = (i: number): Uint8Array => new Uint8Array(size).fill(i % 251);
      const { journal } = openJournal(path);
      let count = 0;
      expect(() => {
        for (; ; count++) journal.add(keyOf(count), body(count));
      }).toThrow(/ENOSPC/);
      expect(count).toBeGreaterThan(0);
      // what was refused is not there, and nothing of it
      expect(journal.size()).toBe(count);
      journal.close();
      const again = openJournal(path);
      expect(again.cut).toBeUndefined();
      expect(again.journal.size()).toBe(count);
      for (let i = 0; i < count; i++) expect(again.journal.read(keyOf(i))).toEqual(Buffer.from(body(i)));
      execFileSync("mount", ["-o", "remount,size=8m", disk]);
      expect(again.journal.add(keyOf(count), body(count))).toBe(true);
      again.journal.close();
      expect(resultsIn(path)).toHaveLength(count + 1);
      execFileSync("rm", ["-r", folder]);
      execFileSync("mount", ["-o", "remount,size=1m", disk]);
      expect(existsSync(path)).toBe(false);
    },
  );
});

const framesOf = (bytes: Buffer): Buffer[] => {
  const frames: Buffer[] = [];
  for (let at = 16; at < bytes.length; ) {
    const length = 20 + bytes.readUInt32LE(at);
    frames.push(bytes.subarray(at, at + length));
    at += length;
  }
  return frames;
};
