/** Progress on stderr: a bar for people, after the first second; JSON lines for machines; or nothing. */
import type { WorkFlags } from "./options.ts";
import { isUnicode } from "./output.ts";

export type Progress = { update(done: number, total: number): void; stop(): void };

/** Milliseconds before a bar appears, and between lines of JSON. */
const PATIENCE = 1000;

export const createProgress = async (flags: WorkFlags): Promise<Progress> => {
  const wanted = flags.quiet
    ? "none"
    : flags.progress === "auto"
      ? process.stderr.isTTY
        ? "bar"
        : "none"
      : flags.progress;
  if (wanted === "json") return jsonLines();
  if (wanted === "bar") return await bar();
  return { update: () => {}, stop: () => {} };
};

const jsonLines = (): Progress => {
  const begun = performance.now();
  let next = PATIENCE;
  return {
    update: (done, total) => {
      const elapsed = performance.now() - begun;
      if (elapsed < next && done < total) return;
      next = elapsed + PATIENCE;
      process.stderr.write(`${JSON.stringify({ progress: done / total, done, total })}\n`);
    },
    stop: () => {},
  };
};

const bar = async (): Promise<Progress> => {
  const { default: progress } = await import("cli-progress");
  const begun = performance.now();
  const shown = new progress.SingleBar({
    format: "  {bar} {value} of {total} runs, {eta_formatted} left",
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 30,
    ...(isUnicode()
      ? { barCompleteChar: "█", barIncompleteChar: "░" }
      : { barCompleteChar: "#", barIncompleteChar: "-" }),
  });
  let started = false;
  return {
    update: (done, total) => {
      if (!started && performance.now() - begun > PATIENCE && done < total) {
        shown.start(total, done);
        started = true;
      }
      if (started) shown.update(done);
    },
    stop: () => {
      if (started) shown.stop();
    },
  };
};
