/** Runs the built command line as users do, in a folder of its own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { builtWorker } from "../node/built.ts";

export const cliPath = (): string => fileURLToPath(new URL("./cli.js", builtWorker()));

/** An empty folder, gone with the machine's temporary files. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), "clawback-test-"));

export type Ended = { readonly status: number | null; readonly out: string; readonly err: string };

/** Runs `clawback` with arguments, to its end. */
export const clawback = (
  args: readonly string[],
  options: { cwd?: string; input?: string; env?: NodeJS.ProcessEnv } = {},
): Ended => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cliPath(), ...args], {
    cwd: options.cwd ?? newFolder(),
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", ...options.env },
    input: options.input ?? "",
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, out: stdout, err: stderr };
};

/** A folder with one scenario file in it. */
export const folderWith = (text: string | Uint8Array, name = "scenario.yaml"): string => {
  const folder = newFolder();
  writeFileSync(join(folder, name), text);
  return folder;
};

/** A small valid scenario, one field to a line. */
export const small = `clawback: 1
name: small
question: When must notice go out?
start: 2026-07-01
horizon: 200 days
seed: small
replications: 6
cluster:
  pools:
    - name: main
      gpus: 1000
internal:
  - name: training
    demand:
      kind: level
      base: 400
      growth: 4.5
      noise: { sigma: 0.2 }
tenants:
  - name: tenant
    contract:
      gpus: 600
      notice: 30 days
      lockout: 0
      minQuantity: 0
      fee: { perGpuHour: 3 }
policies:
  reactive: {}
  ahead: {}
`;
