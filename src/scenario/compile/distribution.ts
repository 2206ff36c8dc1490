/**
 * Distributions, from the figures people can judge to the parameters that drawing needs.
 */
import type { z } from "zod";
import type { Distribution } from "../../model/types.ts";
import { log } from "../../random/elementary.ts";
import type { durationDistribution } from "../fields.ts";
import { spanSeconds } from "./times.ts";

export type DistributionSpec = z.output<ReturnType<typeof durationDistribution>>;

/** The 90th percentile of the standard normal distribution. */
const Z90 = 1.2815515655446004;

/** Parameters in seconds. @param anchor - epoch seconds that decide how long months are */
export function compileDistribution(spec: DistributionSpec, anchor: number): Distribution {
  const seconds = (span: string | number): number => spanSeconds(span, anchor);
  if (typeof spec !== "object") return { kind: "constant", value: seconds(spec) };
  switch (spec.kind) {
    case "constant":
      return { kind: "constant", value: seconds(spec.value) };
    case "uniform":
      return { kind: "uniform", from: seconds(spec.from), to: seconds(spec.to) };
    case "exponential":
      return { kind: "exponential", mean: seconds(spec.mean) };
    case "lognormal": {
      const mu = log(seconds(spec.median));
      return { kind: "lognormal", mu, sigma: (log(seconds(spec.p90)) - mu) / Z90 };
    }
    case "gamma":
      return { kind: "gamma", shape: spec.shape, scale: seconds(spec.mean) / spec.shape };
    case "weibull":
      return { kind: "weibull", shape: spec.shape, scale: seconds(spec.scale) };
    case "pareto":
      return { kind: "pareto", least: seconds(spec.least), shape: spec.shape };
    case "hyperexponential":
      return { kind: "hyperexponential", means: spec.means.map(seconds), weights: spec.weights };
    case "empirical":
      return { kind: "empirical", values: spec.values.map(seconds) };
  }
}
