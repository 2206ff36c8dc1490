/**
 * Streams of jobs: sizes that can be, terms that do not contradict each other, workers that fit a node.
 */
import { failureRates, gpusLaw } from "../compile/jobs.ts";
import { nodesOf } from "../compile/pools.ts";
import { traceProblems } from "../compile/trace.ts";
import { type Path, quote } from "../explain/finding.ts";
import { number } from "../explain/words.ts";
import { MAX_GPUS } from "../fields.ts";
import type { JobsSpec, SyntheticSpec } from "../schema.ts";
import { checkArrivals, checkJobCounts } from "./arrivals.ts";
import { checkAmounts, checkRunTime } from "./distribution.ts";
import { type JobPlace, jobPlaces, poolsFor } from "./job-sources.ts";
import { checkLoads, checkSizes } from "./load.ts";
import { checkPoolNames } from "./pool-names.ts";
import { aboveZero, type Setting, spanIn } from "./report.ts";

/** A job keeps the number of its stream in two bytes. */
export const MAX_STREAMS = 65_535;

export function checkJobs(setting: Setting): void {
  const places = jobPlaces(setting);
  if (places.length > MAX_STREAMS) {
    setting.report.problem(["tenants"], `${number(places.length)} streams of jobs`, {
      found: number(places.length),
      allowed: `at most ${number(MAX_STREAMS)} streams of jobs`,
      onKey: true,
    });
    return;
  }
  checkNames(setting, places);
  for (const { spec, path } of places) checkStream(setting, spec, path);
  checkJobCounts(setting, places);
  checkLoads(setting, places);
}

/** An owner's second stream is called `name/2`, which no other owner may be called. */
function checkNames({ report, names }: Setting, places: readonly JobPlace[]): void {
  const owners = new Map<string, Path>();
  for (const list of ["internal", "tenants"] as const) {
    names[list].forEach((name, i) => {
      if (name !== undefined) owners.set(name, [list, i, "name"]);
    });
  }
  for (const { owner, name, index } of places) {
    const clash = index === 0 ? undefined : owners.get(name);
    if (clash === undefined) continue;
    report.problem(clash, `source ${index + 1} of ${quote(owner)} has that name`, {
      hint: "choose another name",
    });
  }
}

function checkStream(setting: Setting, spec: JobsSpec, path: Path): void {
  const { report } = setting;
  checkPoolNames(setting, spec.pools ?? [], (i) => [...path, "pools", i]);
  checkCheckpoints(setting, spec, path);
  checkWorkers(setting, spec, path);
  if (spec.kind === "jobs") checkSynthetic(setting, spec, path);
  if (spec.kind === "trace") {
    for (const { path: at, message } of traceProblems(spec)) report.problem([...path, ...at], message);
  }
  checkSizes(setting, spec, path);
}

function checkSynthetic(setting: Setting, spec: SyntheticSpec, path: Path): void {
  const { report } = setting;
  checkArrivals(setting, spec.arrivals, [...path, "arrivals"]);
  checkAmounts(setting, spec.gpus, [...path, "gpus"]);
  checkAmounts(setting, spec.estimate, [...path, "estimate"]);
  checkRunTime(setting, spec.work, [...path, "work"]);
  if (spec.gpus !== undefined && spec.workers !== undefined) {
    report.problem([...path, "workers"], "give gpus or workers, not both", { onKey: true });
  } else if (spec.gpus === undefined && spec.workers === undefined) {
    report.problem([...path, "gpus"], "missing: expected gpus or workers", { allowed: "gpus or workers" });
  } else if (spec.workers !== undefined && spec.gpusPerWorker === undefined) {
    report.problem([...path, "workers"], "workers need `gpusPerWorker`", {
      hint: "give `gpusPerWorker`, or `gpus` instead of `workers`",
      onKey: true,
    });
  } else if ((spec.workers ?? 0) * (spec.gpusPerWorker ?? 0) > MAX_GPUS) {
    report.problem([...path, "workers"], "a job of more accelerators than can be counted", {
      allowed: `at most ${number(MAX_GPUS)} accelerators in a job`,
    });
  }
  checkLeast(setting, spec, path);
}

/** A whole number of accelerators to start with needs jobs that all want the same. */
function checkLeast({ report }: Setting, spec: SyntheticSpec, path: Path): void {
  if (typeof spec.minGpus !== "number" || spec.minGpus <= 1) return;
  const law = gpusLaw(spec);
  if (law.kind !== "constant") {
    report.problem([...path, "minGpus"], "jobs of different sizes need a share, or 1", {
      found: String(spec.minGpus),
      allowed: 'a percentage such as "50 %", or 1',
    });
    return;
  }
  const size = Math.min(law.value, spec.most ?? law.value);
  if (spec.minGpus > size) {
    report.problem([...path, "minGpus"], `more than the job wants, which is ${number(size)}`, {
      allowed: `at most ${number(size)}`,
    });
  }
}

function checkCheckpoints(setting: Setting, spec: JobsSpec, path: Path): void {
  const { report } = setting;
  const { checkpoint, failures } = spec;
  const hasRate = failures === undefined || aboveZero(setting, failures.mttf, [...path, "failures", "mttf"]);
  if (checkpoint === undefined) return;
  const every: Path = [...path, "checkpoint", "every"];
  if (checkpoint.every !== "young") {
    aboveZero(setting, checkpoint.every, every);
    return;
  }
  if (!hasRate) return;
  const rates = failureRates(spec, (written) => spanIn(setting, written));
  if (rates.failuresPerGpuSecond + rates.failuresPerSecond === 0) {
    report.problem(every, "young needs failures: without them the best interval is endless", {
      found: "young",
      hint: "give `failures`, or a length of time",
    });
  }
  aboveZero(setting, checkpoint.cost, [...path, "checkpoint", "cost"]);
}

/** A worker is never split: one that is larger than every node could not be placed. */
function checkWorkers(setting: Setting, spec: JobsSpec, path: Path): void {
  const pools = poolsFor(setting, spec.pools);
  const worker = spec.gpusPerWorker;
  if (pools === undefined || pools.length === 0 || worker === undefined) return;
  if (!pools.every(({ nodes }) => nodes !== undefined)) return;
  const largest = Math.max(...pools.flatMap((pool) => nodesOf(pool).map(({ gpus }) => gpus)));
  if (worker <= largest) return;
  setting.report.problem(
    [...path, "gpusPerWorker"],
    `more than the largest node of its pools has, which is ${number(largest)}`,
    { found: String(worker), allowed: `at most ${number(largest)}` },
  );
}
