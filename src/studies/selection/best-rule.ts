/**
 * The best policy as a rule for stopping: replicate until the best one is known, by the procedure of Kim and
 * Nelson on the same demand for all.
 */
import { InputError } from "../../base/errors.ts";
import { type MetricName, metricDefinitions } from "../../metrics/definitions.ts";
import { type StoppingRule, valueIn } from "../stopping.ts";
import { kimNelson } from "./kim-nelson.ts";

/** What to choose by, and how surely. */
export type BestRequest = {
  readonly metric: MetricName;
  /** Differences below this do not matter: a share of the best mean's size, or in the metric's unit. */
  readonly indifference: number;
  readonly isRelative: boolean;
  /** From 0.5 to 1, both excluded. */
  readonly confidence: number;
};

/** What came of a choice. */
export type Selection = {
  readonly metric: MetricName;
  /** The choice, or the front runner while it is not made. */
  readonly best: string;
  readonly isDecided: boolean;
  readonly confidence: number;
  /** In the metric's unit. */
  readonly indifference: number;
  /** Entries that may be the best. */
  readonly survivors: readonly string[];
  /** No more replications than this are needed. */
  readonly needed: number;
};

export type BestRule = StoppingRule & { selection(): Selection };

/**
 * @param entries - names of what is compared
 * @param candidates - which of them, by number, may be chosen; at least one
 * @param first - replications of the first stage, at least 2
 * @throws InputError when the metric has no better direction, or, from `add`, when a relative indifference
 *   turns out to be nothing
 */
export const bestRule = (
  request: BestRequest,
  entries: readonly string[],
  candidates: readonly number[],
  first: number,
): BestRule => {
  const { metric, confidence } = request;
  const sign = signOf(metric);
  const stages = Math.max(2, first);
  const selector = kimNelson({
    systems: candidates.length,
    first: stages,
    confidence,
    indifference: (means) => indifferenceOf(request, means),
  });
  const nameOf = (i: number): string => entries[candidates[i] as number] as string;
  let replications = 0;
  let isDecided = false;
  return {
    add: (rows) => {
      const values = candidates.map((c) => sign * valueIn(rows[c] as ArrayLike<number>, metric));
      replications++;
      // a rule beside this one may want more replications: the choice stands
      if (!isDecided) isDecided = selector.add(values);
      return isDecided;
    },
    standing: () => ({
      replications,
      expected: isDecided ? replications : Math.max(stages, selector.needed()),
      precision: [],
      survivors: selector.survivors().map(nameOf),
    }),
    selection: () => ({
      metric,
      best: nameOf(selector.best()),
      isDecided,
      confidence,
      indifference: selector.indifference(),
      survivors: selector.survivors().map(nameOf),
      needed: selector.needed(),
    }),
  };
};

/** 1 when more is better, -1 when less is. */
export const signOf = (metric: MetricName): 1 | -1 => {
  const better = metricDefinitions.find(({ name }) => name === metric)?.better;
  if (better === "higher") return 1;
  if (better === "lower") return -1;
  const chosen = metricDefinitions.filter((d) => d.better !== "neither" && d.headline);
  throw new InputError([
    {
      path: "best",
      message: `neither more nor less of ${metric} is better, so none can be the best by it`,
      found: metric,
      hint: `such as ${chosen.map(({ name }) => name).join(", ")}`,
    },
  ]);
};

const indifferenceOf = (
  { metric, indifference, isRelative }: BestRequest,
  means: readonly number[],
): number => {
  if (!isRelative) return indifference;
  const best = means.reduce((most, mean) => Math.max(most, mean), -Infinity);
  if (best !== 0) return indifference * Math.abs(best);
  throw new InputError([
    {
      path: "indifference",
      message: `the best mean of ${metric} is 0, and no share of it is a difference`,
      hint: "give the indifference in the unit of the metric, without %",
    },
  ]);
};
