/**
 * Distributions whose figures contradict each other.
 */
import type { DistributionSpec } from "../compile/distribution.ts";
import { type Path, quote } from "../explain/finding.ts";
import { type Setting, spanIn } from "./report.ts";

export function checkDistribution(setting: Setting, spec: DistributionSpec | undefined, path: Path): void {
  if (typeof spec !== "object") return;
  const { report } = setting;
  const span = (written: string | number): number => spanIn(setting, written);
  switch (spec.kind) {
    case "lognormal":
      if (span(spec.median) === 0) {
        report.problem([...path, "median"], "expected a length of time above 0", { allowed: "at least 1 s" });
      } else if (span(spec.p90) < span(spec.median)) {
        report.problem([...path, "p90"], `${quote(String(spec.p90))} is less than the median ${quote(String(spec.median))}`, {
          allowed: "at least the median",
          hint: "p90 is the length that 9 of 10 stay below",
        });
      }
      return;
    case "uniform":
      if (span(spec.to) < span(spec.from)) {
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
