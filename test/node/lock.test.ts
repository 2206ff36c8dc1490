/** Locks: held by one, named, taken over from the dead and from nobody else. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { LockedError, ownerOf, takeLock } from "../../src/node/lock.ts";

const newPath = (): string => join(mkdtempSync(join(tmpdir(), "clawback-lock-")), "lock");
const nobody = (): never => {
  throw new Error("there was nothing to take over");
};

/** The number of a process that is gone. */
const goneProcess = (): number => spawnSync(process.execPath, ["-e", ""]).pid;

describe("a lock", () => {
  test("is held by one, and names its owner", () => {
    const path = newPath();
    const lock = takeLock(path, "a test", nobody);
    expect(() => takeLock(path, "another", nobody)).toThrow(LockedError);
    expect(() => takeLock(path, "another", nobody)).toThrow(
      `process ${process.pid} on ${hostname()} (a test)`,
    );
    expect(ownerOf(path)?.pid).toBe(process.pid);
    lock.release();
    expect(existsSync(path)).toBe(false);
    takeLock(path, "another", nobody).release();
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  test("left behind by a process that is gone is taken over with a message", () => {
    const path = newPath();
    writeFileSync(
      path,
      JSON.stringify({ pid: goneProcess(), host: hostname(), began: "1", what: "a sweep" }),
    );
    const told: string[] = [];
    const lock = takeLock(path, "a test", (from) => told.push(from));
    expect(told).toEqual([expect.stringMatching(/^process \d+ on .* \(a sweep\)$/)]);
    expect(lock.renew()).toBe(true);
    lock.release();
  });

  test.skipIf(!existsSync("/proc/self/stat"))(
    "of a process whose number another one has now is taken over",
    () => {
      const path = newPath();
      writeFileSync(path, JSON.stringify({ pid: process.pid, host: hostname(), began: "1", what: "" }));
      const told: string[] = [];
      takeLock(path, "a test", (from) => told.push(from)).release();
      expect(told).toHaveLength(1);
    },
  );

  test("from another machine counts as long as it shows life", () => {
    const path = newPath();
    writeFileSync(path, JSON.stringify({ pid: 1, host: "elsewhere", began: "1", what: "a sweep" }));
    expect(() => takeLock(path, "a test", nobody)).toThrow(/process 1 on elsewhere/);
    const before = Date.now() / 1000 - 1000;
    utimesSync(path, before, before);
    const told: string[] = [];
    takeLock(path, "a test", (from) => told.push(from)).release();
    expect(told).toHaveLength(1);
  });

  test("that is damaged is taken over", () => {
    const path = newPath();
    writeFileSync(path, "{");
    const told: string[] = [];
    takeLock(path, "a test", (from) => told.push(from)).release();
    expect(told).toEqual(["a process that left no name"]);
  });

  test("that was taken from us is noticed, and left alone", () => {
    const path = newPath();
    const lock = takeLock(path, "a test", nobody);
    writeFileSync(path, JSON.stringify({ pid: 1, host: "elsewhere", began: "1", what: "thief" }));
    expect(lock.renew()).toBe(false);
    lock.release();
    expect(readFileSync(path, "utf8")).toContain("thief");
  });
});
