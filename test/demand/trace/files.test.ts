/** Trace files: where they may lie, what they may be, how they are unpacked. Nothing hangs, nothing is guessed. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { InputError, type Problem } from "../../../src/base/errors.ts";
import { loadAvailability, loadTrace, readTraceFile } from "../../../src/node/trace-files.ts";
import { specOf, swfJob } from "./reading.ts";

const newFolder = (): string => mkdtempSync(join(tmpdir(), "clawback-trace-"));
const log = `${[1, 2, 3].map((id) => swfJob(id, id, 10, id)).join("\n")}\n`;
const spec = specOf("swf");

const problem = async (folder: string, file: string): Promise<Problem> => {
  try {
    await loadTrace(folder, file, spec);
  } catch (error) {
    if (error instanceof InputError) return error.problems[0] as Problem;
    throw error;
  }
  throw new Error("the file was accepted");
};

const message = async (folder: string, file: string): Promise<string> =>
  (await problem(folder, file)).message;

describe("a trace file", () => {
  test("is read as it is, or unpacked by its name or by its first bytes", async () => {
    const folder = newFolder();
    mkdirSync(join(folder, "traces"));
    writeFileSync(join(folder, "traces/a.swf"), log);
    writeFileSync(join(folder, "traces/b.swf.gz"), gzipSync(log));
    writeFileSync(join(folder, "c.swf"), gzipSync(log));
    // two packed files one behind the other are one
    writeFileSync(
      join(folder, "d.swf.gz"),
      Buffer.concat([gzipSync(log.slice(0, 30)), gzipSync(log.slice(30))]),
    );
    for (const file of ["traces/a.swf", "traces/b.swf.gz", "c.swf", "d.swf.gz"]) {
      const { rows } = await loadTrace(folder, file, spec);
      expect([...rows.gpus], file).toEqual([1, 2, 3]);
    }
  });

  test("tells the file and the line of a problem", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "a.swf"), `${log}oops\n`);
    expect(await problem(folder, "a.swf")).toMatchObject({
      file: "a.swf",
      line: 4,
      message: "is not a number",
    });
  });

  test.each(["../a.swf", "/etc/passwd", "x/../../a.swf", "", "C:\\a.swf", "..\\a.swf", "a\u0000.swf"])(
    "is refused at %j",
    async (file) => {
      expect(await message(newFolder(), file)).toBe(
        "the path of a trace is relative, inside the folder of the scenario",
      );
    },
  );

  test("is refused when it is not there, a folder, a pipe, or a link that leads out", async () => {
    const folder = newFolder();
    const elsewhere = newFolder();
    writeFileSync(join(elsewhere, "secret.swf"), log);
    mkdirSync(join(folder, "inner"));
    symlinkSync(join(elsewhere, "secret.swf"), join(folder, "link.swf"));
    symlinkSync(elsewhere, join(folder, "door"));
    symlinkSync("loop.swf", join(folder, "loop.swf"));
    execFileSync("mkfifo", [join(folder, "pipe.swf")]);
    const missing = "there is no such file in the folder of the scenario";
    const outside = "the file is outside the folder of the scenario";
    expect(await message(folder, "none.swf")).toBe(missing);
    expect(await message(folder, "loop.swf")).toBe(missing);
    expect(await message(folder, "link.swf")).toBe(outside);
    expect(await message(folder, "door/secret.swf")).toBe(outside);
    expect(await message(folder, "inner")).toBe("is not a regular file");
    expect(await message(folder, "pipe.swf")).toBe("is not a regular file");
  });

  test("may be a link inside the folder", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "a.swf"), log);
    symlinkSync("a.swf", join(folder, "b.swf"));
    expect((await loadTrace(folder, "b.swf", spec)).rows.count).toBe(3);
  });

  test("is refused when its name says gz and it is not", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "a.swf.gz"), log);
    expect(await message(folder, "a.swf.gz")).toBe(
      "the name ends with .gz, and the file is not packed with gzip",
    );
  });

  test("is refused when it is cut off, wherever that is", async () => {
    const folder = newFolder();
    const packed = gzipSync(log);
    for (let length = 2; length < packed.length; length++) {
      writeFileSync(join(folder, "a.gz"), packed.subarray(0, length));
      expect(await message(folder, "a.gz"), `${length} bytes`).toBe(
        "the file is cut off: it ends in the middle of packed data",
      );
    }
  });

  test("is refused when its packed data is damaged", async () => {
    const folder = newFolder();
    const packed = gzipSync(log);
    packed[packed.length - 6] = (packed[packed.length - 6] as number) ^ 0xff;
    writeFileSync(join(folder, "a.gz"), packed);
    expect(await message(folder, "a.gz")).toBe("the file cannot be unpacked: incorrect data check");
  });

  test("is refused when it unpacks to far more than it is", async () => {
    const folder = newFolder();
    // blank lines, which no other rule refuses
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, "\n"), { level: 9 });
    expect(bomb.length).toBeLessThan(200_000);
    writeFileSync(join(folder, "a.gz"), bomb);
    expect(await problem(folder, "a.gz")).toMatchObject({
      message: `the file unpacks to more than 64 MiB, from ${bomb.length} bytes`,
      file: "a.gz",
    });
  });

  test("of the user's choice may lie anywhere, and its absence is a matter of the file system", async () => {
    const folder = newFolder();
    const path = join(folder, "a.swf");
    await expect(readTraceFile(path, spec)).rejects.toMatchObject({ code: "ENOENT" });
    writeFileSync(path, log);
    expect((await readTraceFile(path, spec)).report.jobs).toBe(3);
  });
});

test("recorded capacity is loaded by the same rules", async () => {
  const folder = newFolder();
  writeFileSync(join(folder, "a.csv.gz"), gzipSync("0,add,n\n5000,remove,n\n"));
  const rules = { gpusPerNode: 4, timeScale: 1 };
  expect((await loadAvailability(folder, "a.csv.gz", rules)).steps).toEqual([
    { at: 0, value: 4 },
    { at: 5, value: 0 },
  ]);
  await expect(loadAvailability(folder, "../a.csv", rules)).rejects.toThrow(InputError);
});
