/**
 * Distributions whose figures contradict each other, or leave nothing to draw from.
 */
import type { LawSpec } from "../compile/distribution.ts";
import type {
  DurationDistributionSpec,
  FactorDistributionSpec,
  GpusDistributionSpec,
  RunTimeSpec,
} from "../distribution-schema.ts";
import { type Path, quote } from "../explain/finding.ts";
import { aboveZero, type Setting, spanIn } from "./report.ts";

export function checkDistribution(
  setting: Setting,
  spec: DurationDistributionSpec | undefined,
  path: Path,
): void {
  if (typeof spec !== "object") return;
  switch (spec.kind) {
    case "exponential":
    case "gamma":
      aboveZero(setting, spec.mean, [...path, "mean"]);
      return;
    case "weibull":
      aboveZero(setting, spec.scale, [...path, "scale"]);
      return;
    case "pareto":
      aboveZero(setting, spec.least, [...path, "least"]);
      return;
    case "lognormal":
      if (!aboveZero(setting, spec.median, [...path, "median"])) return;
      break;
    default:
      break;
  }
  checkOrder(setting, spec, path, (value) => spanIn(setting, value));
}

/** Distributions of numbers, which the schema keeps above 0. */
export function checkAmounts(
  setting: Setting,
  spec: GpusDistributionSpec | FactorDistributionSpec | undefined,
  path: Path,
): void {
  if (typeof spec !== "object") return;
  if (spec.kind === "choice") checkWeights(setting, spec.weights, spec.values, "values", path);
  else checkOrder(setting, spec, path, (value) => value);
}

/** Run times, which may also have a body and a tail. */
export function checkRunTime(setting: Setting, spec: RunTimeSpec, path: Path): void {
  if (typeof spec !== "object" || spec.kind !== "bodyAndTail") {
    checkDistribution(setting, spec, path);
    return;
  }
  const { report } = setting;
  if (spec.p90 !== undefined && spec.sigma !== undefined) {
    report.problem([...path, "sigma"], "give p90 or sigma, not both", { onKey: true });
  } else if (spec.p90 === undefined && spec.sigma === undefined) {
    report.problem([...path, "p90"], "missing: expected p90 or sigma", { allowed: "p90 or sigma" });
  }
  if (!aboveZero(setting, spec.median, [...path, "median"])) return;
  for (const key of ["p90", "most"] as const) {
    const value = spec[key];
    if (value === undefined || spanIn(setting, value) > spanIn(setting, spec.median)) continue;
    const [found, median] = [quote(String(value)), quote(String(spec.median))];
    report.problem([...path, key], `${found} is not above the median ${median}`, {
      allowed: "more than the median",
    });
  }
}

/** What must be at most something else, and weights that belong to something. */
function checkOrder<V>(setting: Setting, spec: LawSpec<V>, path: Path, size: (value: V) => number): void {
  const { report } = setting;
  switch (spec.kind) {
    case "lognormal":
      if (size(spec.p90) < size(spec.median)) {
        const [p90, median] = [quote(String(spec.p90)), quote(String(spec.median))];
        report.problem([...path, "p90"], `${p90} is less than the median ${median}`, {
          allowed: "at least the median",
          hint: "p90 is the value that 9 of 10 stay below",
        });
      }
      return;
    case "uniform":
      if (size(spec.to) < size(spec.from)) {
        report.problem([...path, "to"], "less than `from`", { allowed: "at least `from`" });
      }
      return;
    case "hyperexponential":
      checkWeights(setting, spec.weights, spec.means, "means", path);
      return;
    default:
      return;
  }
}

function checkWeights(
  { report }: Setting,
  weights: readonly number[],
  weighted: readonly unknown[],
  noun: string,
  path: Path,
): void {
  if (weighted.length === weights.length) return;
  report.problem([...path, "weights"], `${weights.length} weights for ${weighted.length} ${noun}`, {
    allowed: `a weight for each of the ${noun}`,
  });
}
