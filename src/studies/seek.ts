/**
 * Goal seek: the value of a parameter at which a condition begins or ceases to hold, such as the longest notice
 * that keeps unmet demand under 2 %, or the growth at which a tenant is evicted with probability 0.5.
 */
import type { Interval } from "../results/types.ts";
import { scenarioHash } from "../scenario/resolved.ts";
import { axisOf, type Range } from "./axis.ts";
import { createEvaluator, type EvaluationOptions, type EvaluationRequest } from "./evaluate.ts";
import { type Excess, seekCrossing } from "./goal-seek.ts";
import { type Measure, parseCondition } from "./measure.ts";
import { VERSION } from "./version.ts";

export type SeekRequest = EvaluationRequest & {
  readonly vary: Range;
  /** Such as `unmetShare < 2 %`. */
  readonly condition: string;
  readonly command: string;
};

/** A value of the parameter and what is known there. */
export type SeekPoint = {
  /** As it would stand in the file, and as people read it. */
  readonly value: string;
  readonly label: string;
  /** From 0 to 1 over the range. */
  readonly place: number;
  readonly measure: Interval;
  /** Whether the condition holds, with 95 % confidence. */
  readonly verdict: "holds" | "fails" | "open";
};

export type SeekResult = {
  readonly schema: "clawback-seek/1";
  readonly tool: { readonly name: "clawback"; readonly version: string };
  readonly scenario: { readonly name: string; readonly question: string; readonly hash: string };
  readonly command: string;
  readonly seed: string;
  readonly policy: string;
  readonly replications: number;
  readonly runs: number;
  readonly path: string;
  readonly condition: string;
  readonly measure: { readonly label: string; readonly unit: Measure["unit"] };
  readonly target: number;
  /**
   * Neighbouring values on either side of where the mean crosses the target, and the 95 % interval of where it
   * does; null when the mean stays on one side.
   */
  readonly crossing: {
    readonly holds: SeekPoint;
    readonly fails: SeekPoint;
    readonly low: SeekPoint;
    readonly high: SeekPoint;
    /** Whether the interval ends inside the range. */
    readonly isLowKnown: boolean;
    readonly isHighKnown: boolean;
    readonly crossesAgain: boolean;
  } | null;
  /** All values that were tried, from the first end of the range to the second. */
  readonly points: readonly SeekPoint[];
};

/**
 * Looks for the value.
 *
 * @throws InputError when the parameter, the range or the condition means nothing in the scenario
 */
export const seek = async (request: SeekRequest, options: EvaluationOptions): Promise<SeekResult> => {
  const tenants = request.scenario.tenants.map(({ name }) => name);
  const { measure, target, isBelow, text } = parseCondition(request.condition, tenants);
  const axis = axisOf(request.scenario, request.vary);
  const evaluator = createEvaluator(request, measure, options, EXPECTED_POINTS);
  const known = new Map<number, Interval>();
  const found = await seekCrossing({
    snap: axis.snap,
    evaluate: async (places) => {
      const values = await evaluator.evaluate(
        places.map((place) => [{ path: axis.path, value: axis.textAt(place) }]),
      );
      return values.map((row, i): Excess => {
        const interval = measure.intervalOf(row);
        known.set(places[i] as number, interval);
        const { mean, low, high } = interval;
        return { mean: mean - target, low: low - target, high: high - target };
      });
    },
  });
  const pointAt = (place: number): SeekPoint => {
    const interval = known.get(place) as Interval;
    const isKnown = interval.n > 1 && (interval.high < target || interval.low > target);
    const holds = isBelow ? interval.mean < target : interval.mean > target;
    return {
      value: axis.textAt(place),
      label: axis.labelAt(place),
      place,
      measure: interval,
      verdict: isKnown ? (holds ? "holds" : "fails") : "open",
    };
  };
  const { between, low, high, isLowKnown, isHighKnown, crossesAgain } = found;
  return {
    schema: "clawback-seek/1",
    tool: { name: "clawback", version: VERSION },
    scenario: {
      name: request.scenario.name,
      question: request.scenario.question,
      hash: scenarioHash(evaluator.scenario, await request.traces([evaluator.scenario])),
    },
    command: request.command,
    seed: evaluator.seed,
    policy: evaluator.policy,
    replications: evaluator.replications,
    runs: evaluator.runs(),
    path: axis.path,
    condition: text,
    measure: { label: measure.label, unit: measure.unit },
    target,
    crossing:
      between === undefined
        ? null
        : {
            holds: pointAt(isBelow ? between.below : between.above),
            fails: pointAt(isBelow ? between.above : between.below),
            low: pointAt(low),
            high: pointAt(high),
            isLowKnown,
            isHighKnown,
            crossesAgain,
          },
    points: found.seen.map(({ place }) => pointAt(place)),
  };
};

/** Nine at first, then up to nine in each of about five rounds. */
const EXPECTED_POINTS = 40;
