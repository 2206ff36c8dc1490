/**
 * A sample of hostile files through the built command line: exit 3, a place, nothing raw on the terminal; and recorded files that a
 * scenario must not reach.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { clawback, newFolder } from "../cli/spawn.ts";
import { hostileFiles } from "./texts.ts";

const RAW = /[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe("files of the corpus", () => {
  const files = hostileFiles().filter(({ isAccepted }, i) => isAccepted !== undefined && i % 4 === 0);
  const refused = files.filter(({ isAccepted }) => isAccepted === false);

  test("are judged by `validate` as by the library, and what it says is fit for a terminal", () => {
    const cwd = newFolder();
    files.forEach(({ bytes }, i) => void writeFileSync(join(cwd, `f${i}.yaml`), bytes));
    const { status, out, err } = clawback(["validate", ...files.map((_, i) => `f${i}.yaml`)], { cwd });
    expect(status).toBe(3);
    expect(RAW.exec(out + err)?.[0]).toBeUndefined();
    files.forEach(({ name, isAccepted }, i) => {
      expect.soft(out.includes(`f${i}.yaml: ok`), name).toBe(isAccepted);
      if (isAccepted === false)
        expect.soft(err, name).toMatch(new RegExp(`^f${i}\\.yaml(:\\d+:\\d+)?: `, "m"));
    });
  }, 300_000);

  test.each(refused.filter((_, i) => i % 6 === 0).map(({ name, bytes }) => [name, bytes] as const))(
    "%s: nothing is run, exit 3",
    (_, bytes) => {
      const cwd = newFolder();
      writeFileSync(join(cwd, "f.yaml"), bytes);
      const { status, out, err } = clawback(["run", "f.yaml"], { cwd });
      expect(status).toBe(3);
      expect(out).toBe("");
      expect(err).toContain("f.yaml");
      expect(RAW.exec(err)?.[0]).toBeUndefined();
    },
  );
});

describe("a recorded file", () => {
  const cwd = newFolder();
  const inside = join(cwd, "inside");
  mkdirSync(inside);
  writeFileSync(join(cwd, "secret.swf"), "root:x:0:0\n");
  symlinkSync("../secret.swf", join(inside, "link.swf"));
  symlinkSync("/dev/zero", join(inside, "zero.swf"));
  symlinkSync("loop.swf", join(inside, "loop.swf"));
  symlinkSync("..", join(inside, "up"));
  mkdirSync(join(inside, "folder.swf"));
  spawnSync("mkfifo", [join(inside, "pipe.swf")]);
  const hasDevice = spawnSync("mknod", [join(inside, "device.swf"), "c", "1", "5"]).status === 0;
  const packed = gzipSync(Buffer.alloc(100 * 1024 * 1024));
  writeFileSync(join(inside, "bomb.swf.gz"), packed);
  writeFileSync(join(inside, "cut.swf.gz"), packed.subarray(0, 5000));
  writeFileSync(join(inside, "plain.swf.gz"), "1 2 3\n");
  writeFileSync(join(inside, "junk.swf"), Buffer.from([0xff, 0xfe, 0x00, 0x01]));
  writeFileSync(join(inside, "escape.swf"), "\u001b[2J\u0007 x\n");
  writeFileSync(join(inside, "columns.swf"), `${"1 ".repeat(100_000)}\n`);

  const files = [
    ...[
      "../secret.swf",
      "link.swf",
      "up/secret.swf",
      "zero.swf",
      "loop.swf",
      "folder.swf",
      "pipe.swf",
      "gone.swf",
    ],
    ...(hasDevice ? ["device.swf"] : []),
    ...["bomb.swf.gz", "cut.swf.gz", "plain.swf.gz", "junk.swf", "escape.swf", "columns.swf"],
    ...["/etc/passwd", "C:/a.swf", "x/../../secret.swf", "..\\\\secret.swf"],
  ];

  test.each(files)("%s is refused by name, and nothing of it is shown raw", (file) => {
    const text = `clawback: 1\nname: x\nstart: 2026-07-01\nhorizon: 1 day\ncluster: { pools: [{ name: p, gpus: 1 }] }
internal: [{ name: a, demand: { kind: trace, file: "${file}" } }]\n`;
    writeFileSync(join(inside, "f.yaml"), text);
    const { status, out, err } = clawback(["run", "f.yaml"], { cwd: inside });
    expect(status).toBe(3);
    expect(out).toBe("");
    expect(err).toContain(file.replace("..\\\\", "..\\").split(/[\\/]/).pop());
    expect(err).not.toContain("root:");
    expect(RAW.exec(err)?.[0]).toBeUndefined();
  });
});

test("a scenario without end is read up to its limit", () => {
  const { status, err } = clawback(["run", "/dev/zero"]);
  expect(status).toBe(3);
  expect(err).toContain("too large");
});
