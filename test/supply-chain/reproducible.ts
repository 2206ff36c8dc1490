/**
 * Builds what is checked in twice, in two folders whose paths differ in length, and compares every file: `npm run reproducible`.
 * It ends with 1 and names the files when one differs.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

const buildIn = (folder: string): Map<string, string> => {
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
    .split("\0")
    .filter(Boolean);
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  execFileSync("npm", ["run", "--silent", "build"], { cwd: folder, stdio: ["ignore", 2, 2] });
  const dist = join(folder, "dist");
  const built = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    built
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [
        path.slice(dist.length + 1),
        createHash("sha256").update(readFileSync(path)).digest("hex"),
      ]),
  );
};

const main = (): void => {
  const scratch = mkdtempSync(join(tmpdir(), "clawback-build-"));
  try {
    const [first, second] = ["a", "another/folder"].map((name) => {
      const folder = join(scratch, name);
      mkdirSync(folder, { recursive: true });
      return buildIn(folder);
    });
    const names = new Set([...first.keys(), ...second.keys()]);
    const different = [...names].filter((name) => first.get(name) !== second.get(name));
    for (const name of different) process.stdout.write(`differs: ${name}\n`);
    const whole = createHash("sha256")
      .update(JSON.stringify([...first]))
      .digest("hex");
    process.stdout.write(`${names.size} files, ${different.length} differ; sha256 of all: ${whole}\n`);
    if (different.length > 0) process.exitCode = 1;
  } finally {
    rmSync(scratch, { recursive: true });
  }
};

main();
