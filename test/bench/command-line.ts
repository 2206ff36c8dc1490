/** The built command line as a whole process: start-up against bare Node, and a large comparison. */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const CLI = "dist/cli.js";

const seconds = (command: readonly string[]): number => {
  const begin = performance.now();
  const { status } = spawnSync(process.execPath, command, { stdio: "ignore" });
  if (status !== 0) throw new Error(`node ${command.join(" ")} ended with ${status}`);
  return (performance.now() - begin) / 1000;
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

/** Start-up of the command line over that of `node -e 0`, pair by pair: the median ratio. */
export const startUpRatio = (command: string): number => {
  const ratios: number[] = [];
  for (let pair = 0; pair < 21; pair++) {
    const bare = seconds(["-e", "0"]);
    ratios.push(seconds([CLI, command]) / bare);
  }
  return median(ratios);
};

/** Seconds and peak megabytes of 1,000 replications under five policies with two workers. */
export const largeComparison = async (): Promise<{
  readonly seconds: number;
  readonly megabytes: number;
}> => {
  const begin = performance.now();
  const child = spawn(
    process.execPath,
    [CLI, "compare", "colossus", "--set", "horizon=3 years", "-r", "1000", "-j", "2", "--json", "-q"],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  let peak = 0;
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    } catch {
      // Not Linux, or the process has just ended.
    }
  }, 50);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`the comparison ended with ${code}`);
  return { seconds: (performance.now() - begin) / 1000, megabytes: peak / 1024 };
};
