/**
 * Arrivals: one rate each, cascades that end, spells that last; and how many jobs are to be expected.
 */
import { MOST_JOBS } from "../../demand/arrivals/instants.ts";
import { meanRate } from "../../demand/arrivals/moments.ts";
import { lublinMeanGap } from "../../demand/lublin/law.ts";
import { compileArrivals, type RateSpec, rateKeys } from "../compile/arrivals.ts";
import type { Path } from "../explain/finding.ts";
import { joinOr, number } from "../explain/words.ts";
import type { ArrivalsSpec, JobsSpec } from "../schema.ts";
import type { JobPlace } from "./job-sources.ts";
import { aboveZero, notBeforeStart, type Setting } from "./report.ts";

export function checkArrivals(setting: Setting, spec: ArrivalsSpec, path: Path): void {
  const { report } = setting;
  switch (spec.kind) {
    case "poisson":
    case "renewal":
      checkRate(setting, spec, path);
      return;
    case "profile":
      checkRate(setting, spec, path);
      for (const key of ["hours", "days"] as const) {
        if (spec[key]?.every((value) => value === 0))
          report.problem([...path, key], "nothing ever arrives: all are 0", { allowed: "one above 0" });
      }
      return;
    case "mmpp":
      spec.spells.forEach((spell, i) => {
        checkRate(setting, spell, [...path, "spells", i]);
        aboveZero(setting, spell.lasts, [...path, "spells", i, "lasts"]);
      });
      return;
    case "hawkes":
      checkRate(setting, spec, path);
      if (spec.jump >= spec.decay) {
        report.problem(
          [...path, "jump"],
          `each arrival causes ${(spec.jump / spec.decay).toPrecision(3)} more, so their number explodes`,
          { found: String(spec.jump), allowed: `below decay, which is ${spec.decay}` },
        );
      }
      return;
    case "at":
      spec.times.forEach((at, i) => {
        notBeforeStart(setting, at, [...path, "times", i]);
      });
  }
}

function checkRate({ report }: Setting, spec: RateSpec, path: Path): void {
  const given = rateKeys.filter((key) => spec[key] !== undefined);
  if (given.length === 1) return;
  if (given.length === 0) {
    const allowed = joinOr(rateKeys);
    report.problem([...path, "perHour"], `missing: expected ${allowed}`, { allowed });
    return;
  }
  report.problem([...path, given[1] as string], `give ${given.join(" or ")}, not both`, { onKey: true });
}

/** Refuses more jobs than a replication can hold. */
export function checkJobCounts(setting: Setting, places: readonly JobPlace[]): void {
  const { report, horizon, epoch } = setting;
  if (horizon === undefined || epoch === undefined) return;
  const allowed = `at most ${number(MOST_JOBS)} jobs in a replication`;
  const hint = "lower the rates, or shorten the horizon";
  let sum = 0;
  let isTold = false;
  for (const { spec, path } of places) {
    const expected = expectedJobs(spec, epoch, horizon);
    sum += expected;
    if (Math.round(expected) <= MOST_JOBS) continue;
    isTold = true;
    const jobs = number(Math.round(expected));
    report.problem(
      [...path, spec.kind === "jobs" ? "arrivals" : "kind"],
      `about ${jobs} jobs over the horizon`,
      { found: jobs, allowed, hint },
    );
  }
  if (!isTold && Math.round(sum) > MOST_JOBS) {
    const jobs = number(Math.round(sum));
    report.problem(["horizon"], `all sources together: about ${jobs} jobs over the horizon`, {
      found: jobs,
      allowed,
      hint,
    });
  }
}

function expectedJobs(spec: JobsSpec, epoch: number, horizon: number): number {
  if (spec.kind === "trace") return 0;
  if (spec.kind === "jobs" && spec.arrivals.kind === "at") return spec.arrivals.times.length;
  return (jobRate(spec, epoch) ?? 0) * horizon;
}

/** Jobs a second in the long run; undefined where a record, a list or a fault leaves it open. */
export function jobRate(spec: JobsSpec, epoch: number): number | undefined {
  if (spec.kind === "lublin") return 1 / (spec.gapFactor * lublinMeanGap());
  if (spec.kind === "trace" || spec.arrivals.kind === "at") return undefined;
  const rate = meanRate(compileArrivals(spec.arrivals, epoch));
  return rate >= 0 && rate < Number.POSITIVE_INFINITY ? rate : undefined;
}
