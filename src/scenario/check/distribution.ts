/**
 * Distributions whose figures contradict each other, or leave nothing to draw from.
 */
import type { DistributionSpec } from "../compile/distribution.ts";
import { type Path, quote } from "../explain/finding.ts";
import { aboveZero, type Setting, spanIn } from "./report.ts";

export function checkDistribution(setting: Setting, spec: DistributionSpec | undefined, path: Path): void {
  if (typeof spec !== "object") return;
  const { report } = setting;
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
      if (spanIn(setting, spec.p90) < spanIn(setting, spec.median)) {
        const [p90, median] = [quote(String(spec.p90)), quote(String(spec.median))];
        report.problem([...path, "p90"], `${p90} is less than the median ${median}`, {
          allowed: "at least the median",
          hint: "p90 is the length that 9 of 10 stay below",
        });
      }
      return;
    case "uniform":
      if (spanIn(setting, spec.to) < spanIn(setting, spec.from)) {
        report.problem([...path, "to"], "less than `from`", { allowed: "at least `from`" });
      }
      return;
    case "hyperexponential":
      if (spec.means.length !== spec.weights.length) {
        const message = `${spec.weights.length} weights for ${spec.means.length} means`;
        report.problem([...path, "weights"], message, { allowed: "a weight for each mean" });
      }
      return;
    default:
      return;
  }
}
