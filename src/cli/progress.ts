/** Progress on stderr: a bar for people, after the first second; JSON lines for machines; or nothing. */
import type { Standing } from "../index.ts";
import type { WorkFlags } from "./options.ts";
import { isUnicode } from "./output.ts";

export type Progress = { update(done: number, total: number, standing?: Standing): void; stop(): void };

/** Milliseconds before a bar appears, and between lines of JSON. */
const PATIENCE = 1000;

/** @param what - what is counted */
export const createProgress = async (flags: WorkFlags, what = "runs"): Promise<Progress> => {
  const wanted = flags.quiet
    ? "none"
    : flags.progress === "auto"
      ? process.stderr.isTTY
        ? "bar"
        : "none"
      : flags.progress;
  if (wanted === "json") return jsonLines();
  if (wanted === "bar") return await bar(what);
  return { update: () => {}, stop: () => {} };
};

const round = (value: number): number => Math.round(value * 10) / 10;

const jsonLines = (): Progress => {
  const begun = performance.now();
  let next = PATIENCE;
  return {
    update: (done, total, standing) => {
      const elapsed = performance.now() - begun;
      if (elapsed < next && done < total) return;
      next = elapsed + PATIENCE;
      const rate = done / (elapsed / 1000);
      const left = (total - done) / rate;
      const told = { progress: done / total, done, total, perSecond: round(rate), secondsLeft: round(left) };
      process.stderr.write(`${JSON.stringify({ ...told, ...standing })}\n`);
    },
    stop: () => {},
  };
};

const bar = async (what: string): Promise<Progress> => {
  const { default: progress } = await import("cli-progress");
  const begun = performance.now();
  const shown = new progress.SingleBar({
    format: `  {bar} {value} of {total} ${what}, {rate}/s, {eta_formatted} left{knowledge}`,
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
    update: (done, total, standing) => {
      const payload = { knowledge: standing === undefined ? "" : knowledgeOf(standing) };
      if (!started && performance.now() - begun > PATIENCE && done < total) {
        shown.start(total, done, { rate: "-", ...payload });
        started = true;
      }
      if (!started) return;
      shown.setTotal(total);
      const rate = (done / ((performance.now() - begun) / 1000)).toPrecision(2);
      shown.update(done, { rate, ...payload });
    },
    stop: () => {
      if (started) shown.stop();
    },
  };
};

/** `, unmetShare ± 7.3 % (5 % wanted)`: the widest interval against what is asked, or who may still be the best. */
export const knowledgeOf = ({ precision, survivors }: Standing): string => {
  const parts = precision.map(({ metric, current, halfWidth, isRelative }) => {
    const size = (width: number): string =>
      isRelative ? `${(width * 100).toPrecision(2)} %` : String(Number(width.toPrecision(2)));
    return `${metric} ± ${Number.isFinite(current) ? size(current) : "?"} (${size(halfWidth)} wanted)`;
  });
  if (survivors.length > 0) parts.push(`${survivors.length} may be the best`);
  return parts.map((part) => `, ${part}`).join("");
};
