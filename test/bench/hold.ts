/**
 * The hold model on our agenda and, where g++ exists, on C++'s std::priority_queue in the same run.
 *
 *   npx tsx test/bench/hold.ts [repetitions]
 *
 * A step pops the earliest event and schedules its successor. With cancellations every second step
 * also cancels a random pending event and schedules a new one in its place, so that a third of all
 * events are cancelled. Prints millions of steps per second of processor time, the best of the
 * repetitions, and the ratio.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EventQueue } from "../../src/kernel/event-queue.ts";

const LAWS = ["exp", "int", "par", "bim"] as const;
const PENDING = [1_000, 100_000, 1_000_000] as const;
const STEPS = { 1000: 4_000_000, 100000: 2_000_000, 1000000: 2_000_000 } as const;

let word = 0;

/** Xorshift, as in hold.cpp. */
function draw(): number {
  word ^= word << 13;
  word ^= word >>> 17;
  word ^= word << 5;
  return word >>> 0;
}

function offset(law: string): number {
  const u = (draw() + 0.5) / 2 ** 32;
  if (law === "int") return Math.floor(u * 8);
  if (law === "par") return Math.round(1000 * (u ** (-1 / 1.1) - 1));
  if (law === "bim") return Math.round(1000 * (draw() % 10 < 9 ? u * 0.1 : u * 19.9));
  return Math.round(-1000 * Math.log(u));
}

/** Processor time of this process in seconds: what others do on the machine matters less than by the clock. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Steps per second of processor time. */
function hold(law: string, pending: number, steps: number, cancels: boolean): number {
  word = -1831433054; // 2463534242 as a signed word
  const offsets = Float64Array.from({ length: 65536 }, () => offset(law));
  const queue = new EventQueue([4], pending);
  const ids = new Float64Array(pending);
  let serial = 0;
  const schedule = (now: number, entity: number): void => {
    const id = queue.schedule(now + (offsets[serial++ & 65535] as number), 0, entity);
    if (cancels) ids[entity] = id;
  };
  const run = (limit: number): void => {
    for (let step = 0; step < limit; step++) {
      queue.pop();
      schedule(queue.at, queue.entity);
      if (cancels && step & 1) {
        const victim = (draw() >>> 1) % pending;
        queue.cancel(ids[victim] as number);
        schedule(queue.at, victim);
      }
    }
  };
  for (let entity = 0; entity < pending; entity++) schedule(0, entity);
  run(Math.max(pending, 100_000));
  const begin = processorTime();
  run(steps);
  return steps / (processorTime() - begin);
}

/** Compiles the C++ twin; undefined without a compiler. */
function compile(folder: string): string | undefined {
  const program = join(folder, "hold");
  const source = fileURLToPath(new URL("./hold.cpp", import.meta.url));
  const result = spawnSync("g++", ["-O3", "-march=native", "-std=c++17", source, "-o", program]);
  return result.status === 0 ? program : undefined;
}

function main(repetitions: number): void {
  const folder = mkdtempSync(join(tmpdir(), "clawback-hold-"));
  const program = compile(folder);
  const ratios: number[] = [];
  console.log("law  cancels  pending   ours M/s    C++ M/s  ratio");
  for (const cancels of [false, true]) {
    for (const law of LAWS) {
      for (const pending of PENDING) {
        let ours = 0;
        let theirs = 0;
        for (let repetition = 0; repetition < repetitions; repetition++) {
          if (program !== undefined) {
            const words = [law, String(pending), String(STEPS[pending]), cancels ? "1" : "0"];
            const printed = execFileSync(program, words, { encoding: "utf8" });
            theirs = Math.max(theirs, Number(printed.split(" ")[0]));
          }
          ours = Math.max(ours, hold(law, pending, STEPS[pending], cancels));
        }
        const ratio = ours / theirs;
        ratios.push(ratio);
        const cells = [
          (ours / 1e6).toFixed(2),
          program ? (theirs / 1e6).toFixed(2) : "–",
          program ? ratio.toFixed(2) : "–",
        ];
        console.log(
          `${law}  ${cancels ? "third  " : "none   "} ${String(pending).padStart(8)} ${cells.map((cell) => cell.padStart(10)).join(" ")}`,
        );
      }
    }
  }
  if (program !== undefined) {
    const mean = ratios.reduce((product, ratio) => product * ratio, 1) ** (1 / ratios.length);
    console.log(`geometric mean ${mean.toFixed(3)}, lowest ${Math.min(...ratios).toFixed(3)}`);
  }
  rmSync(folder, { recursive: true });
}

main(Number(process.argv[2] ?? 3));
