/**
 * Internal programs: references, dates in order, grids of a bounded size, believable speed-ups.
 */

import { pow } from "../../random/elementary.ts";
import { isJobs, sourcesOf } from "../compile/demand.ts";
import { shareOf } from "../compile/shares.ts";
import type { Path } from "../explain/finding.ts";
import type { LevelSpec, ProgramSpec, RunsSpec } from "../schema.ts";
import { checkExact, checkGrid } from "./clock.ts";
import { checkPoolNames, refuseNodes } from "./pool-names.ts";
import { aboveZero, inOrder, notBeforeStart, type Setting } from "./report.ts";
import { checkRuns } from "./runs.ts";

const YEAR = 365 * 86_400;

/** What believable hardware utilization is taken to be when the scenario does not say (A). */
const MFU = { base: 0.11, cap: 0.5 };

export function checkDemand(setting: Setting): void {
  setting.report.unique(setting.names.internal, (i) => ["internal", i, "name"], "program");
  setting.internal.forEach((program, i) => {
    if (program !== undefined) checkProgram(setting, program, ["internal", i]);
  });
}

function checkProgram(setting: Setting, program: ProgramSpec, path: Path): void {
  const placeOf = (i: number): Path =>
    Array.isArray(program.demand) ? [...path, "demand", i] : [...path, "demand"];
  // a run is told apart by its program's name and its own, whatever the source
  const runs = sourcesOf(program).flatMap((source, i) =>
    source.kind !== "runs"
      ? []
      : source.runs.map(({ name }, r) => ({ name, path: [...placeOf(i), "runs", r, "name"] })),
  );
  setting.report.unique(
    runs.map(({ name }) => name),
    (i) => runs[i]?.path ?? path,
    "run",
  );
  sourcesOf(program).forEach((source, i) => {
    if (isJobs(source)) return;
    const place = placeOf(i);
    checkPoolChoice(setting, source, [...place, "pools"]);
    if (source.kind === "level") checkLevel(setting, source, place);
    else checkRuns(setting, source, place);
  });
}

function checkPoolChoice(setting: Setting, { kind, pools }: LevelSpec | RunsSpec, path: Path): void {
  const names = pools?.map((entry) => (typeof entry === "string" ? entry : entry.pool));
  const placeOf = (i: number): Path => (typeof pools?.[i] === "string" ? [...path, i] : [...path, i, "pool"]);
  checkPoolNames(setting, names ?? [], placeOf);
  refuseNodes(setting, names, path, kind === "level" ? "demand by level" : "runs", placeOf);
}

function checkLevel(setting: Setting, level: LevelSpec, path: Path): void {
  const { report } = setting;
  checkGrid(setting, level.every, [...path, "every"]);
  if (level.noise !== undefined) aboveZero(setting, level.noise.halfLife, [...path, "noise", "halfLife"]);
  const daily = level.season?.daily;
  if (daily !== undefined && daily.trough > daily.peak) {
    report.problem([...path, "season", "daily", "trough"], "the trough is above the peak", {
      allowed: "at most the peak",
    });
  }
  if (level.shocks !== undefined && level.shocks.size[0] > level.shocks.size[1]) {
    report.problem([...path, "shocks", "size"], "the least size is above the most", {
      allowed: "[least, most]",
    });
  }
  const steps = level.steps.map(({ at }, i) => notBeforeStart(setting, at, [...path, "steps", i, "at"]));
  inOrder(setting, steps, (i) => [...path, "steps", i, "at"]);
  checkSpeedup(setting, level, path);
  checkExact(setting, peakDemand(setting, level, steps), [...path, "growth"], "demand grows too large");
}

/** Refuses a speed-up that the hardware cannot deliver, with the arithmetic. */
function checkSpeedup({ report }: Setting, level: LevelSpec, path: Path): void {
  if (level.mfu === undefined && level.speedup <= 1) return;
  const base = shareOf(level.mfu?.base ?? MFU.base);
  const cap = shareOf(level.mfu?.cap ?? MFU.cap);
  const reached = base * level.speedup;
  if (reached <= cap * (1 + 1e-12)) return;
  const rounded = reached.toFixed(2);
  const product = Number(rounded) > cap ? rounded : String(reached);
  report.problem([...path, "speedup"], `${base} x ${level.speedup} = ${product} is above the cap ${cap}`, {
    found: String(level.speedup),
    allowed: `at most ${(cap / base).toPrecision(3)} with mfu.base ${base} and mfu.cap ${cap}`,
    hint: "model FLOPs utilization cannot exceed what hardware gives: lower the speed-up, or state `mfu` with its source",
  });
}

/** The largest demand that growth, season and shocks lead to; noise comes on top. */
function peakDemand(setting: Setting, level: LevelSpec, steps: readonly (number | undefined)[]): number {
  const horizon = setting.horizon ?? 0;
  const factor = level.scale * pow(level.speedup, level.rebound - 1);
  const rhythm =
    Math.max(1, level.season?.daily?.peak ?? 1) * Math.max(1, level.season?.weekly?.weekend ?? 1);
  const shock = 1 + (level.shocks?.size[1] ?? 0);
  const starts = [
    { at: 0, gpus: level.base },
    ...level.steps.map(({ gpus }, i) => ({ at: steps[i] ?? 0, gpus })),
  ];
  const peaks = starts.map(({ at, gpus }, i) => {
    const until = Math.min(starts[i + 1]?.at ?? horizon, horizon);
    return gpus * pow(Math.max(1, level.growth), Math.max(0, until - at) / YEAR);
  });
  return Math.max(...peaks) * factor * rhythm * shock;
}
