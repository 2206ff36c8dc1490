/**
 * Generated jobs: the rows of one synthetic stream, drawn at birth. Each column has a random stream of its own
 * ("arrivals", "sizes", "times", "estimates", "users") and takes its draws job after job, so that changing one
 * law leaves the other columns as they were, and a longer horizon keeps the rows of a shorter one.
 */
import { type JobRows, newRows } from "../model/job-table.ts";
import type { Distribution, JobSource, LublinJobs, Seconds, SyntheticJobs } from "../model/types.ts";
import type { Generator } from "../random/generator.ts";
import { arrivalTimes } from "./arrivals.ts";
import { drawerOf } from "./jobs/drawers.ts";
import { lublinArrivals, lublinSeconds, lublinSizes } from "./lublin.ts";

/** Longest run time, so that sums of times stay exact; the limit of all drawn durations. */
const LONGEST = Number.MAX_SAFE_INTEGER / 4;

/** A source whose jobs are drawn, not read. */
export type GeneratedSource = Exclude<JobSource, { kind: "trace" }>;

/** Opens a stream's own random stream for one purpose, at its beginning. */
export type OpenPurpose = (purpose: string) => Generator;

/**
 * All jobs submitted in [0, horizon), by submission.
 *
 * @param epoch - second 0 as seconds since 1970, for what follows the hour of the day
 * @param name - the job stream's, for messages
 * @throws InputError when there are more than 16,000,000 of them, or their number explodes
 */
export const jobRows = (
  source: GeneratedSource,
  epoch: number,
  horizon: Seconds,
  open: OpenPurpose,
  name = "",
): JobRows =>
  source.kind === "lublin"
    ? lublinRows(source.spec, epoch, horizon, open, name)
    : syntheticRows(source.spec, epoch, horizon, open, name);

const syntheticRows = (
  spec: SyntheticJobs,
  epoch: number,
  horizon: Seconds,
  open: OpenPurpose,
  name: string,
): JobRows => {
  const rows = rowsAt(arrivalTimes(spec.arrivals, epoch, horizon, open("arrivals"), name), spec.users);
  fillSizes(rows, spec, open("sizes"));
  fillTimes(rows, spec.seconds, open("times"));
  fillEstimates(rows, spec.estimateFactor, open("estimates"));
  fillUsers(rows, open("users"));
  return rows;
};

const lublinRows = (
  spec: LublinJobs,
  epoch: number,
  horizon: Seconds,
  open: OpenPurpose,
  name: string,
): JobRows => {
  const rows = rowsAt(lublinArrivals(spec, epoch, horizon, open("arrivals"), name), spec.users);
  const { count, gpus, seconds } = rows;
  const sizes = open("sizes");
  const times = open("times");
  const drawSize = lublinSizes(spec.machine);
  for (let i = 0; i < count; i++) gpus[i] = drawSize(sizes);
  for (let i = 0; i < count; i++) seconds[i] = Math.max(1, Math.round(lublinSeconds(times, gpus[i])));
  rows.minGpus.set(gpus);
  rows.estimate.set(seconds);
  fillUsers(rows, open("users"));
  return rows;
};

const rowsAt = (submit: Float64Array<ArrayBuffer>, users: number): JobRows => ({
  ...newRows(submit.length),
  submit,
  users,
});

/** Accelerators wanted, at least 1 and at most `mostGpus`, and the fewest of them a job starts with. */
const fillSizes = (rows: JobRows, spec: SyntheticJobs, g: Generator): void => {
  const { count, gpus, minGpus } = rows;
  const { mostGpus, minShare } = spec;
  const draw = drawerOf(spec.gpus);
  for (let i = 0; i < count; i++) {
    const size = Math.min(mostGpus, Math.max(1, Math.round(draw(g))));
    gpus[i] = size;
    // a share such as 0.1 of 30 must not become 4 by its rounding error
    minGpus[i] = Math.min(size, Math.max(1, Math.ceil(size * minShare - 1e-9)));
  }
};

/** Run times in whole seconds: at least 1, unless the stream asks for jobs of no length. */
const fillTimes = (rows: JobRows, law: SyntheticJobs["seconds"], g: Generator): void => {
  const { count, seconds } = rows;
  const least = law.kind === "constant" && law.value === 0 ? 0 : 1;
  const draw = drawerOf(law);
  for (let i = 0; i < count; i++) seconds[i] = Math.min(LONGEST, Math.max(least, Math.round(draw(g))));
};

/** Estimates: run times times a factor of at least 1, in whole seconds, at least 1. */
const fillEstimates = (rows: JobRows, law: Distribution, g: Generator): void => {
  const { count, seconds, estimate } = rows;
  const draw = drawerOf(law);
  for (let i = 0; i < count; i++) {
    // a heavy tail may draw Infinity, which times no seconds at all would be no number
    const factor = Math.min(LONGEST, Math.max(1, draw(g)));
    estimate[i] = Math.min(LONGEST, Math.max(1, Math.round(seconds[i] * factor)));
  }
};

/** Deals jobs to users, each equally likely. */
const fillUsers = (rows: JobRows, g: Generator): void => {
  const { count, user, users } = rows;
  if (users <= 1) return;
  for (let i = 0; i < count; i++) user[i] = g.below(users);
};
