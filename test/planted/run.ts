/**
 * Plants each fault in turn, runs the layers of tests over it, and writes which layers noticed into the manual.
 *
 *   npm run planted              all of them
 *   npm run planted -- 3 17      those with these numbers; the rows of all others stay as they are
 *
 * Ends with 1 when a fault is caught by no layer.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { faults } from "./faults.ts";
import { type Layer, layers } from "./layers.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = join(root, "web/docs/planted-bugs.md");
const chosen = process.argv.slice(2).map(Number);

type FileReport = {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
};

/** Names of the layers of which a test fails. */
const caughtBy = (index: number): string[] => {
  const folder = mkdtempSync(join(tmpdir(), "planted-"));
  const output = join(folder, "report.json");
  spawnSync(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--config=test/planted/vitest.config.ts",
      "--root=.",
      "--reporter=json",
      `--outputFile=${output}`,
      ...new Set(Object.values(layers).flatMap(({ files }) => files)),
    ],
    { cwd: root, env: { ...process.env, PLANTED: String(index) }, stdio: "ignore" },
  );
  const { testResults } = JSON.parse(readFileSync(output, "utf8")) as { testResults: FileReport[] };
  rmSync(folder, { recursive: true });
  const fails = ({ files, title }: Layer): boolean =>
    testResults.some(
      ({ name, status, assertionResults }) =>
        status === "failed" &&
        files.some((file) => name.endsWith(file)) &&
        (title === undefined ||
          assertionResults.some((one) => one.title === title && one.status === "failed")),
    );
  return Object.entries(layers)
    .filter(([, layer]) => fails(layer))
    .map(([layer]) => layer);
};

const row = (index: number, caught: readonly string[]): string =>
  `| ${index + 1} | ${faults[index]?.name} | \`${faults[index]?.file}\` | ${Object.keys(layers)
    .map((layer) => (caught.includes(layer) ? "caught" : ""))
    .join(" | ")} |`;

/** The rows of the page, by the number of the fault; those of faults that are no more are left out. */
const rows: (string | undefined)[] =
  chosen.length === 0
    ? []
    : faults.map(({ name }, index) =>
        readFileSync(page, "utf8")
          .split("\n")
          .find((line) => line.startsWith(`| ${index + 1} | ${name} |`)),
      );
const missed: string[] = [];
const unplanted = chosen.length === 0 ? caughtBy(-1) : [];
if (unplanted.length > 0) throw new Error(`without a fault these fail: ${unplanted.join(", ")}`);
faults.forEach(({ name }, index) => {
  if (chosen.length > 0 && !chosen.includes(index + 1)) return;
  const caught = caughtBy(index);
  rows[index] = row(index, caught);
  if (caught.length === 0) missed.push(name);
  write();
  console.log(`${index + 1}/${faults.length} ${name}: ${caught.join(", ") || "NOT CAUGHT"}`);
});
/** The page, with the rows so far, so that what was found is kept when the run is stopped. */
function write(): void {
  const names = Object.keys(layers);
  const known = rows.filter((line) => line !== undefined);
  const caught = known.filter((line) => line.includes("| caught "));
  writeFileSync(
    page,
    `# Planted bugs

Faults that a hurried change could bring in, planted one at a time, and the layers of tests that notice. \`npm run planted\` plants them all and writes this page; \`npm run planted -- 3 17\` plants some and keeps the other rows. A property here ends at its first failure.

${known.length} of ${faults.length} have been planted, and ${caught.length} of those are caught.

| | fault | in | ${names.join(" | ")} |
|---|---|---|${names.map(() => "---").join("|")}|
${known.join("\n")}
`,
  );
}

if (missed.length > 0) process.exitCode = 1;
