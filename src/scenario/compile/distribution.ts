/**
 * Distributions, from the figures people can judge to the parameters that drawing needs.
 */
import type { Distribution, SyntheticJobs } from "../../model/types.ts";
import { log } from "../../random/elementary.ts";
import type {
  DurationDistributionSpec,
  FactorDistributionSpec,
  GpusDistributionSpec,
  RunTimeSpec,
} from "../distribution-schema.ts";
import { spanSeconds } from "./times.ts";

/** The 90th percentile of the standard normal distribution. */
const Z90 = 1.2815515655446004;

/** A law with values as written: lengths of time, or numbers. */
export type LawSpec<V> =
  Exclude<FactorDistributionSpec, number> extends infer Law
    ? Law extends Law
      ? WithValues<Law, V>
      : never
    : never;

type WithValues<Law, V> = {
  [K in keyof Law]: K extends "kind" | "shape" | "weights"
    ? Law[K]
    : Law[K] extends readonly unknown[]
      ? V[]
      : V;
};

/** Parameters in seconds. @param anchor - epoch seconds that decide how long months are */
export function compileDistribution(spec: DurationDistributionSpec, anchor: number): Distribution {
  const seconds = (span: string | number): number => spanSeconds(span, anchor);
  return typeof spec === "object" ? compileLaw(spec, seconds) : { kind: "constant", value: seconds(spec) };
}

/** Run times in seconds, which may have a body and a tail. */
export function compileRunTime(spec: RunTimeSpec, anchor: number): SyntheticJobs["seconds"] {
  if (typeof spec !== "object" || spec.kind !== "bodyAndTail") return compileDistribution(spec, anchor);
  const mu = log(spanSeconds(spec.median, anchor));
  const sigma = spec.p90 === undefined ? (spec.sigma ?? 1) : (log(spanSeconds(spec.p90, anchor)) - mu) / Z90;
  return {
    kind: "bodyAndTail",
    mu,
    sigma,
    above: spec.above,
    shape: spec.shape,
    most: spanSeconds(spec.most, anchor),
  };
}

/** Accelerators of a job, unrounded. */
export function compileGpus(spec: GpusDistributionSpec): SyntheticJobs["gpus"] {
  if (typeof spec !== "object") return { kind: "constant", value: spec };
  return spec.kind === "choice" ? spec : compileLaw(spec, asIs);
}

/** Factors of at least 1; what is drawn below counts as 1. */
export function compileFactor(spec: FactorDistributionSpec): Distribution {
  return typeof spec === "object" ? compileLaw(spec, asIs) : { kind: "constant", value: spec };
}

const asIs = (value: number): number => value;

function compileLaw<V>(spec: LawSpec<V>, read: (value: V) => number): Distribution {
  switch (spec.kind) {
    case "constant":
      return { kind: "constant", value: read(spec.value) };
    case "uniform":
      return { kind: "uniform", from: read(spec.from), to: read(spec.to) };
    case "exponential":
      return { kind: "exponential", mean: read(spec.mean) };
    case "lognormal": {
      const mu = log(read(spec.median));
      return { kind: "lognormal", mu, sigma: (log(read(spec.p90)) - mu) / Z90 };
    }
    case "gamma":
      return { kind: "gamma", shape: spec.shape, scale: read(spec.mean) / spec.shape };
    case "weibull":
      return { kind: "weibull", shape: spec.shape, scale: read(spec.scale) };
    case "pareto":
      return { kind: "pareto", least: read(spec.least), shape: spec.shape };
    case "hyperexponential":
      return { kind: "hyperexponential", means: spec.means.map(read), weights: spec.weights };
    case "empirical":
      return { kind: "empirical", values: spec.values.map(read) };
  }
}
