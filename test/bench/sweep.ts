/**
 * Sweeps: what a second thread brings, what a unit costs beside its simulation, and that the coordinator's memory does
 * not grow with the number of units. Each measurement is a process of the built command line.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cliPath } from "../cli/spawn.ts";

const work = mkdtempSync(join(tmpdir(), "clawback-bench-"));

export type Measured = { readonly seconds: number; readonly megabytes: number };

/** Runs the command line; memory is the most that the process ever had. */
const clawback = (args: readonly string[]): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(process.execPath, [cliPath(), ...args], {
      cwd: work,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let err = "";
    let kilobytes = 0;
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString();
    });
    const watch = setInterval(() => {
      const peak = /VmHWM:\s+(\d+)/.exec(statusOf(child.pid as number))?.[1];
      kilobytes = Math.max(kilobytes, Number(peak ?? 0));
    }, 50);
    child.on("exit", (code) => {
      clearInterval(watch);
      if (code === 0) resolve({ seconds: (performance.now() - begun) / 1000, megabytes: kilobytes / 1024 });
      else reject(new Error(err));
    });
  });

const statusOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
};

const study = (name: string, text: string): string => {
  writeFileSync(join(work, `${name}.yaml`), text);
  return `${name}.yaml`;
};

/** Runs of `colossus`: points x 2 policies x 50 replications. */
const colossus = (points: number): string => `clawback: study/1
name: scaling
scenario: colossus
axes: { internal.grok-training.demand.growth: { from: 1.2, to: 3.6, count: ${points} } }
policies: [reactive, ahead]
replications: 50
metrics: [netValue]
`;

/** The same study on one thread and on two. */
export const scaling = async (points: number): Promise<{ one: Measured; two: Measured; runs: number }> => {
  const file = study("scaling", colossus(points));
  const one = await clawback(["sweep", file, "-o", "one", "-j", "1", "-q"]);
  const two = await clawback(["sweep", file, "-o", "two", "-j", "2", "-q"]);
  return { one, two, runs: points * 2 * 50 };
};

/** A run of nothing, so that what a unit costs beside its simulation is all there is. */
const tiny = (points: number): string => `clawback: study/1
name: tiny
scenario:
  clawback: 1
  name: tiny
  start: 2026-07-01
  horizon: 1 day
  replications: 1
  cluster: { pools: [{ name: p, gpus: 10 }] }
  internal: [{ name: x, demand: { kind: level, base: 5, every: 1 day } }]
  policies: { reactive: {} }
axes: { values.internalGpuHour: { from: 1, to: ${points}, step: 1 } }
metrics: [netValue]
`;

/** Milliseconds a unit costs here, from its plan to its row in the results; every unit is a point of its own. */
export const overhead = async (points: number): Promise<{ perUnit: number; megabytes: number }> => {
  const base = await clawback(["sweep", study("few", tiny(2)), "-o", "few", "-j", "2", "-q"]);
  const many = await clawback([
    "sweep",
    study(`tiny-${points}`, tiny(points)),
    "-o",
    `tiny-${points}`,
    "-j",
    "2",
    "-q",
  ]);
  return { perUnit: (1000 * (many.seconds - base.seconds)) / (points - 2), megabytes: many.megabytes };
};

/** The same through Redis, with a worker on this machine; undefined when there is no Redis. */
export const overheadThroughRedis = async (points: number): Promise<number | undefined> => {
  if (spawnSync("redis-server", ["--version"]).status !== 0) return undefined;
  const { startRedis } = await import("../node/redis-server.ts");
  const redis = await startRedis();
  const worker = spawn(
    process.execPath,
    [cliPath(), "worker", "--redis-url-file", redis.urlFile, "-j", "1", "-q"],
    {
      cwd: work,
      stdio: "ignore",
    },
  );
  try {
    const through = (file: string, folder: string): Promise<Measured> =>
      clawback(["sweep", file, "-o", folder, "--engine", "bullmq", "--redis-url-file", redis.urlFile, "-q"]);
    const base = await through(study("few", tiny(2)), "few-redis");
    const many = await through(study("redis", tiny(points)), "redis");
    return (1000 * (many.seconds - base.seconds)) / (points - 2);
  } finally {
    worker.kill("SIGKILL");
    redis.stop();
  }
};
