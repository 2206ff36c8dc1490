/**
 * The bar as a page of the manual: `npm run bar` runs what is quick and takes the figures of long runs from `recorded.json`, which those
 * who run them fill in (`npm run bar -- --record NAME "FIGURE"`). Ends with 1 when a test fails.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { VERSION } from "../../src/studies/version.ts";
import { lineOf, page } from "./page.ts";
import { browserFiles, rows, type Seen, unitFiles } from "./rows.ts";

type Recorded = { readonly [name: string]: { readonly figure: string; readonly date: string } };
type Report = {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

const root = fileURLToPath(new URL("../../", import.meta.url));
const recordedFile = new URL("./recorded.json", import.meta.url);
const recorded: Recorded = JSON.parse(readFileSync(recordedFile, "utf8"));
const today = (): string => new Date().toISOString().slice(0, 10);

const runTests = (project: string, files: readonly string[]): { report: Report; printed: string } => {
  const outputFile = join(mkdtempSync(join(tmpdir(), "clawback-bar-")), "report.json");
  const { stdout } = spawnSync(
    "npx",
    ["vitest", "run", "--project", project, "--reporter=json", `--outputFile=${outputFile}`, ...files],
    { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024, stdio: ["ignore", "pipe", 2] },
  );
  return { report: JSON.parse(readFileSync(outputFile, "utf8")), printed: stdout };
};

/** Most memory of one replication of daily demand over so many years, in a process of its own. */
const peakOf = (years: number): number => {
  const program = `
    const engine = await import(${JSON.stringify(join(root, "dist/index.js"))});
    const { scenario } = engine.parseScenario(JSON.stringify({
      clawback: 1, name: "long", start: "2026-07-01", horizon: "${years} years", seed: "long",
      cluster: { pools: [{ name: "p", gpus: 1000 }] },
      internal: [{ name: "a", demand: { kind: "level", base: 600, noise: { sigma: 0.2 } } }],
      tenants: [{ name: "t", contract: { gpus: 300, notice: "30 days", lockout: 0 } }],
    }));
    await engine.runStudy({ scenario, policies: ["reactive"], replications: 4, command: "" }, engine.inProcessExecutor);
    console.log(process.resourceUsage().maxRSS / 1024);`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    encoding: "utf8",
  });
  return Number(stdout);
};

const seenOf = (runs: readonly { report: Report; printed: string }[]): Seen => ({
  tests: (...paths) => {
    const results = runs
      .flatMap(({ report }) => report.testResults)
      .filter(({ name }) => paths.some((path) => name.includes(path)))
      .flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
    const passed = results.filter((status) => status === "passed").length;
    const skipped = results.filter((status) => status === "skipped" || status === "pending").length;
    return `${passed} of ${results.length} tests pass${skipped > 0 ? `, ${skipped} skipped` : ""}`;
  },
  printed: (pattern) => runs.map(({ printed }) => pattern.exec(printed)?.[1]).find(Boolean) ?? "?",
  inFile: (path, pattern) => {
    const file = join(root, path);
    return (existsSync(file) ? pattern.exec(readFileSync(file, "utf8"))?.[1] : undefined) ?? "not yet";
  },
  recorded: (name) => {
    const known = recorded[name];
    return known === undefined ? "not on record" : `${known.figure} (${known.date})`;
  },
  peak: peakOf,
});

const main = (): void => {
  const at = process.argv.indexOf("--record");
  if (at >= 0) {
    const [name, figure] = process.argv.slice(at + 1);
    if (name === undefined || figure === undefined) throw new Error("--record NAME FIGURE");
    writeFileSync(
      recordedFile,
      `${JSON.stringify({ ...recorded, [name]: { figure, date: today() } }, null, 2)}\n`,
    );
    return;
  }
  const runs = [runTests("unit", unitFiles), runTests("browser", browserFiles)];
  const seen = seenOf(runs);
  const lines = rows.map((row) => {
    const line = lineOf(row, row.figure(seen));
    process.stdout.write(`${line}\n`);
    return line;
  });
  const occasion = { version: VERSION, date: today(), node: process.versions.node };
  writeFileSync(new URL("../../web/docs/reliability.md", import.meta.url), page(lines, occasion));
  const statuses = runs.flatMap(({ report }) => report.testResults.flatMap((one) => one.assertionResults));
  if (statuses.some(({ status }) => status === "failed")) process.exitCode = 1;
};

main();
