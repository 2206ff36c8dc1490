/**
 * The memory that a run takes is that of its parts, not of its length: the peak of 1 year beside that of 50. With a
 * young generation of 1 MB and early collection the peak is what is in use; as Node comes, it lets garbage lie for longer.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cliPath } from "../cli/spawn.ts";

const scenario = (years: number): string => `clawback: 1
name: long
start: 2026-07-01
horizon: ${years} ${years === 1 ? "year" : "years"}
seed: long
replications: 30
cluster: { pools: [{ name: main, gpus: 1000 }] }
internal: [{ name: training, demand: { kind: level, base: 500, growth: 1.005, noise: { sigma: 0.2 } } }]
tenants:
  - { name: a, contract: { gpus: 300, notice: 7 days, lockout: 0, minQuantity: 0, fee: { perGpuHour: 3 } } }
  - { name: b, contract: { gpus: 200, notice: 30 days, lockout: 0, minQuantity: 0, fee: { perGpuHour: 3 } } }
policies: { reactive: {}, ahead: {} }
`;

const study = `clawback: study/1
name: long
scenario: long.yaml
axes: { tenants.a.contract.notice: [1 day, 7 days] }
`;

/** Megabytes that a command on one thread had at its peak, as it notes when it ends. */
const peak = (flags: readonly string[], args: readonly string[], cwd: string): number => {
  const note = join(cwd, "note.cjs");
  const found = join(cwd, "peak");
  writeFileSync(
    note,
    `process.on("exit", () =>
  require("node:fs").writeFileSync(${JSON.stringify(found)}, String(process.resourceUsage().maxRSS)));`,
  );
  const { status, stderr } = spawnSync(
    process.execPath,
    [...flags, "--require", note, cliPath(), ...args, "-j", "1", "-q"],
    { cwd, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`clawback ${args.join(" ")} ended with ${status}: ${stderr}`);
  return Number(readFileSync(found, "utf8")) / 1024;
};

export type Horizon = {
  readonly years: number;
  readonly run: number;
  readonly lean: number;
  readonly sweep: number;
};

/** Peaks of `run` as Node comes and with a small young generation, and of `sweep`. */
export const horizons = (): Horizon[] =>
  [1, 50].map((years) => {
    const work = mkdtempSync(join(tmpdir(), "clawback-bench-"));
    writeFileSync(join(work, "long.yaml"), scenario(years));
    writeFileSync(join(work, "study.yaml"), study);
    return {
      years,
      run: peak([], ["run", "long.yaml"], work),
      lean: peak(["--max-semi-space-size=1", "--optimize-for-size"], ["run", "long.yaml"], work),
      sweep: peak([], ["sweep", "study.yaml", "-o", "out"], work),
    };
  });
