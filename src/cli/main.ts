/** Interim entry: compare and run. */
import { readFileSync, writeFileSync } from "node:fs";
import { metricDefinitions, parseScenario, runStudy } from "../index.ts";
import { createThreadExecutor } from "../node.ts";

const [command, file, ...rest] = process.argv.slice(2);
if (command === "--version") console.log("0.1.0");
else {
  const { scenario } = parseScenario(readFileSync(`scenarios/${file}.yaml`));
  const opt = (n: string) => (rest.includes(n) ? rest[rest.indexOf(n) + 1] : undefined);
  const vary = opt("--vary");
  const set = rest.flatMap((x, i) => (x === "--set" ? [rest[i + 1] as string] : []));
  const { overrideScenario } = await import("../index.ts");
  const sc =
    set.length === 0
      ? scenario
      : overrideScenario(
          scenario,
          set.map((s) => ({ path: s.slice(0, s.indexOf("=")), value: s.slice(s.indexOf("=") + 1) })),
        );
  const jobs = Number(opt("-j") ?? 2);
  const result = await runStudy(
    {
      scenario: sc,
      policies: [],
      command: "clawback compare",
      replications: opt("-r") === undefined ? undefined : Number(opt("-r")),
      vary:
        vary === undefined
          ? undefined
          : { path: vary.slice(0, vary.indexOf("=")), values: vary.slice(vary.indexOf("=") + 1).split(",") },
    },
    createThreadExecutor({ threads: jobs }),
    { workers: jobs },
  );
  console.log(result.fingerprint);
  for (const [i, d] of metricDefinitions.entries())
    if (d.headline)
      console.log(
        d.label.padEnd(28),
        result.policies.map((p) => p.metrics[i]?.mean.toPrecision(4).padStart(12)).join(""),
      );
  const out = opt("-o");
  if (out) writeFileSync(out, JSON.stringify(result));
}
