/**
 * Streams of jobs against the pools they may use: jobs that never fit, and queues that grow without end. Both
 * are allowed, and told.
 */
import { lublinMeans } from "../../demand/lublin/law.ts";
import type { SyntheticJobs } from "../../model/types.ts";
import { compileRunTime } from "../compile/distribution.ts";
import { gpusLaw, queueLimitOf } from "../compile/jobs.ts";
import { ceilShare } from "../compile/shares.ts";
import type { Path } from "../explain/finding.ts";
import { number } from "../explain/words.ts";
import type { JobsSpec, SyntheticSpec } from "../schema.ts";
import { jobRate } from "./arrivals.ts";
import { mostOnLine } from "./cluster.ts";
import { type JobPlace, poolsFor } from "./job-sources.ts";
import { boundsOf, meanOf } from "./means.ts";
import type { Setting } from "./report.ts";

/** Warns of jobs that are larger than every pool they may use, since a job runs in one pool. */
export function checkSizes(setting: Setting, spec: JobsSpec, path: Path): void {
  const pools = poolsFor(setting, spec.pools);
  if (pools === undefined || spec.kind === "trace") return;
  const room = pools.reduce((most, pool) => Math.max(most, mostOnLine([pool])), 0);
  const { key, least, most } = sizesOf(spec);
  const has = `the largest of its pools ever has (${number(room)})`;
  if (least > room) {
    setting.report.warn([...path, key], `more than ${has}, so no job ever starts`);
  } else if (most > room) {
    setting.report.warn([...path, key], `some jobs may need more than ${has}, and such a job never starts`, {
      hint: spec.kind === "jobs" ? `cut them down with \`most: ${number(room)}\`` : undefined,
    });
  }
}

/** Fewest accelerators that the smallest and the largest job start with, and the field that says so. */
function sizesOf(spec: Exclude<JobsSpec, { kind: "trace" }>): { key: string; least: number; most: number } {
  if (spec.kind === "lublin") return { key: "machine", least: 1, most: spec.machine };
  const most = spec.most ?? Number.POSITIVE_INFINITY;
  const bounds = boundsOf(gpusLaw(spec));
  const start = (size: number): number => {
    const gpus = Math.max(1, Math.round(Math.min(size, most)));
    if (spec.minGpus === undefined || gpus === Number.POSITIVE_INFINITY) return gpus;
    const fewest = typeof spec.minGpus === "number" ? spec.minGpus : ceilShare(gpus, spec.minGpus);
    return Math.min(gpus, Math.max(1, fewest));
  };
  const key = spec.gpus === undefined ? "workers" : "gpus";
  const largest = spec.minGpus === 0 || spec.minGpus === 1 ? 1 : start(bounds.most);
  return { key, least: start(bounds.least), most: largest };
}

/** Warns of streams, and of all together, that bring more work than there is room for. */
export function checkLoads(setting: Setting, places: readonly JobPlace[]): void {
  const { report } = setting;
  let sum = 0;
  let isTold = false;
  for (const { spec, path } of places) {
    const pools = poolsFor(setting, spec.pools);
    const load = waits(spec) ? offeredLoad(setting, spec) : undefined;
    if (pools === undefined || load === undefined) continue;
    sum += load;
    const room = mostOnLine(pools);
    if (load <= room) continue;
    isTold = true;
    report.warn(
      [...path, spec.kind === "jobs" ? "arrivals" : "kind"],
      `offers a load of ${rounded(load)} accelerators, with at most ${number(room)} in its pools: the queue grows without end`,
    );
  }
  const all = poolsFor(setting, undefined);
  if (isTold || all === undefined || sum <= mostOnLine(all)) return;
  report.warn(
    ["cluster", "pools"],
    `the jobs that wait offer a load of ${rounded(sum)} accelerators together, with at most ${number(mostOnLine(all))}: their queue grows without end`,
    { onKey: true },
  );
}

/** Whether all its jobs wait as long as it takes. */
const waits = (spec: JobsSpec): boolean =>
  queueLimitOf(spec) === Number.POSITIVE_INFINITY && spec.patience === undefined;

const rounded = (load: number): string => number(Number(load.toPrecision(load < 1000 ? 3 : 4)));

/** Accelerators that the jobs would keep busy on average; undefined when it is not known or has no mean. */
function offeredLoad(setting: Setting, spec: JobsSpec): number | undefined {
  const { epoch } = setting;
  const rate = epoch === undefined ? undefined : jobRate(spec, epoch);
  if (rate === undefined || epoch === undefined || spec.kind === "trace") return undefined;
  if (spec.kind === "lublin") return rate * lublinMeans(spec.machine).gpuSeconds;
  const gpus = meanGpus(spec);
  const load = gpus === undefined ? undefined : rate * gpus * meanOf(compileRunTime(spec.work, epoch));
  return load !== undefined && load < Number.POSITIVE_INFINITY ? load : undefined;
}

/** Mean size; of laws without a list of values as if they were not rounded, and unknown when some are cut down. */
function meanGpus(spec: SyntheticSpec): number | undefined {
  const law = gpusLaw(spec);
  const most = spec.most ?? Number.POSITIVE_INFINITY;
  const cut = (size: number): number => Math.max(1, Math.round(Math.min(size, most)));
  const mean = meanOf(withSizes(law, cut));
  const isCut = boundsOf(law).most > most && !("values" in law) && law.kind !== "constant";
  return isCut || mean === Number.POSITIVE_INFINITY ? undefined : mean;
}

function withSizes(law: SyntheticJobs["gpus"], cut: (size: number) => number): SyntheticJobs["gpus"] {
  if (law.kind === "constant") return { ...law, value: cut(law.value) };
  if (law.kind === "choice") return { ...law, values: law.values.map(cut) };
  return law.kind === "empirical" ? { ...law, values: law.values.map(cut) } : law;
}
