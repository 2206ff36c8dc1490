/** Files are written whole or not at all, all of them or none, and never over what is read. */
import { spawn } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { report } from "../../src/cli/exit.ts";
import { InvariantError } from "../../src/index.ts";
import { checkWritable, isSameFile, readScenarioFile, writeAll, writeNew } from "../../src/node.ts";
import { clawback, cliPath, folderWith, newFolder, small } from "./spawn.ts";

describe("writing", () => {
  test("is all or nothing, folders included", () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "file"), "");
    const files = [
      { path: join(cwd, "new/deep/a.txt"), text: "a" },
      { path: join(cwd, "b.txt"), text: "b" },
      { path: join(cwd, "file/c.txt"), text: "c" },
    ];
    expect(() => writeAll(files)).toThrow(/ENOTDIR|EEXIST/);
    expect(readdirSync(cwd)).toEqual(["file"]);
    writeAll(files.slice(0, 2));
    expect(readFileSync(join(cwd, "new/deep/a.txt"), "utf8")).toBe("a");
    expect(readdirSync(cwd).sort()).toEqual(["b.txt", "file", "new"]);
  });

  test("keeps what stood there when it fails, and follows a link", () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "old.txt"), "old");
    symlinkSync(join(cwd, "old.txt"), join(cwd, "link.txt"));
    mkdirSync(join(cwd, "folder"));
    const broken = { path: join(cwd, "folder/missing/\0"), text: "" };
    expect(() => writeAll([{ path: join(cwd, "old.txt"), text: "new" }, broken])).toThrow();
    expect(readFileSync(join(cwd, "old.txt"), "utf8")).toBe("old");
    writeAll([{ path: join(cwd, "link.txt"), text: "new" }]);
    expect(readFileSync(join(cwd, "old.txt"), "utf8")).toBe("new");
    expect(lstatSync(join(cwd, "link.txt")).isSymbolicLink()).toBe(true);
  });

  test("to a device goes to the device", () => {
    writeAll([{ path: "/dev/null", text: "gone" }]);
    expect(lstatSync("/dev/null").isFile()).toBe(false);
    if (existsSync("/dev/full"))
      expect(() => writeAll([{ path: "/dev/full", text: "too much" }])).toThrow(/ENOSPC/);
  });

  test("of a new file refuses one that is there", () => {
    const path = join(newFolder(), "a.txt");
    writeNew(path, "a");
    expect(() => writeNew(path, "b")).toThrow(/EEXIST/);
    expect(readFileSync(path, "utf8")).toBe("a");
  });

  test("is refused in advance where it cannot be", () => {
    const cwd = folderWith(small);
    expect(() => checkWritable(cwd)).toThrow("is a folder");
    expect(() => checkWritable(join(cwd, "scenario.yaml/x/y"))).toThrow("ENOTDIR");
    expect(() => checkWritable(join(cwd, "new/y"))).not.toThrow();
    expect(isSameFile(join(cwd, "scenario.yaml"), join(cwd, "x/../scenario.yaml"))).toBe(true);
  });
});

test("a scenario is read up to its limit", () => {
  const cwd = folderWith(small, "a.yaml");
  expect(Buffer.from(readScenarioFile(join(cwd, "a.yaml")).bytes).toString()).toBe(small);
  expect(readScenarioFile("/dev/zero").bytes.length).toBe(1024 * 1024 + 1);
});

describe("outputs of a command", () => {
  test.each([
    ["the scenario", ["run", "in.json", "-o", "in.json"], "what is read"],
    ["one file twice", ["run", "in.json", "-o", "r.csv", "--events", "r.csv"], "written twice"],
  ])("are refused when they are %s", (_, words, message) => {
    const cwd = folderWith(small, "in.json");
    const ended = clawback(words, { cwd });
    expect([ended.status, ended.err]).toEqual([2, expect.stringContaining(message)]);
    expect(readdirSync(cwd)).toEqual(["in.json"]);
  });

  test("are left out together when one of them fails", () => {
    if (!existsSync("/dev/full")) return;
    const cwd = folderWith(small);
    const ended = clawback(["run", "scenario.yaml", "-o", "r.json", "--series-out", "/dev/full"], { cwd });
    expect([ended.status, ended.out]).toEqual([5, ""]);
    expect(ended.err).toContain("disk is full");
    expect(readdirSync(cwd)).toEqual(["scenario.yaml"]);
  });
});

describe("how it ends", () => {
  const told = async (error: unknown): Promise<[number, string]> => {
    let text = "";
    const spy = vi.spyOn(process.stderr, "write").mockImplementation((part) => {
      text += String(part);
      return true;
    });
    try {
      return [await report(error, false), text];
    } finally {
      spy.mockRestore();
    }
  };

  test("a broken invariant ends with 70 and the command that makes it happen again", async () => {
    const [code, text] = await told(new InvariantError("accelerators were lost"));
    expect(code).toBe(70);
    expect(text).toMatch(/this is a bug: InvariantError: accelerators were lost/);
    expect(text).toMatch(/to make it happen again: clawback /);
  });

  test("the memory of a worker has an exit code of its own", async () => {
    const error = Object.assign(new Error("heap"), { code: "ERR_WORKER_OUT_OF_MEMORY" });
    expect((await told(error))[0]).toBe(6);
  });

  test("SIGTERM ends a run with 143 and leaves nothing", async () => {
    const cwd = newFolder();
    const child = spawn(
      process.execPath,
      [cliPath(), "compare", "colossus", "-r", "5000", "-j", "1", "-o", "r.json", "--progress", "json"],
      { cwd },
    );
    child.stderr.once("data", () => child.kill("SIGTERM"));
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(143);
    expect(readdirSync(cwd)).toEqual([]);
  }, 60_000);
});
