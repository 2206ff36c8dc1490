/**
 * Where a measure crosses a target, on common random numbers. All places meet the same random numbers, so that the
 * mean, and both ends of its interval, are each a function of the place (sample-path optimization: K. Healy and
 * L. W. Schruben, "Retrospective Simulation Response Optimization", WSC 1991), and each is bisected.
 *
 * Places where the interval holds the target are those that cannot be told from the crossing: together they are a
 * confidence interval for it, with the confidence of each interval alone, if the measure rises or falls all along.
 */

/** What is known of the measure at a place, less the target. */
export type Excess = { readonly mean: number; readonly low: number; readonly high: number };

export type Seen = Excess & { readonly place: number };

/** What was found. Places are from 0 to 1. */
export type Crossing = {
  /** Everything that was evaluated, by place. */
  readonly seen: readonly Seen[];
  /** Neighbours between which the mean crosses the target; undefined when it stays on one side. */
  readonly between: { readonly below: number; readonly above: number } | undefined;
  /** The crossing lies between these with 95 % confidence; ends of 0 and 1 may lie beyond the range. */
  readonly low: number;
  readonly high: number;
  /** Whether `low` and `high` are inside the range: the measure is known to be on the one side before, on the other after. */
  readonly isLowKnown: boolean;
  readonly isHighKnown: boolean;
  /** Whether the mean crosses the target more than once. */
  readonly crossesAgain: boolean;
};

export type SeekOptions = {
  /** Evaluates places; one answer each, in their order. */
  readonly evaluate: (places: readonly number[]) => Promise<readonly Excess[]>;
  /** The nearest place that can be evaluated. */
  readonly snap?: ((place: number) => number) | undefined;
  /** Brackets this narrow are not cut any more; default 1/1000. */
  readonly tolerance?: number | undefined;
};

/** Parts that the range is cut into at first, and each bracket later. */
const FIRST_CUT = 8;
const LATER_CUT = 4;

type End = (excess: Excess) => number;
const ends: readonly End[] = [({ mean }) => mean, ({ low }) => low, ({ high }) => high];

/** Finds the first crossing in the range. */
export const seekCrossing = async ({
  evaluate,
  snap = (place) => place,
  tolerance = 1e-3,
}: SeekOptions): Promise<Crossing> => {
  const seen: Seen[] = [];
  const look = async (wanted: readonly number[]): Promise<boolean> => {
    const places = [...new Set(wanted.map(snap))].filter(
      (place) => !seen.some((each) => each.place === place),
    );
    const answers = places.length === 0 ? [] : await evaluate(places);
    places.forEach((place, i) => {
      const { mean, low, high } = answers[i] as Excess;
      seen.push({ place, mean, low, high });
    });
    seen.sort((a, b) => a.place - b.place);
    return places.length > 0;
  };
  await look(cut(0, 1, FIRST_CUT));
  for (;;) {
    const brackets = ends
      .map((end) => bracketOf(seen, end))
      .filter((bracket) => bracket !== undefined && bracket.to - bracket.from > tolerance);
    if (!(await look(brackets.flatMap((bracket) => cut(bracket?.from ?? 0, bracket?.to ?? 1, LATER_CUT)))))
      break;
  }
  return resultOf(seen);
};

const cut = (from: number, to: number, parts: number): number[] =>
  Array.from({ length: parts + 1 }, (_, i) => from + ((to - from) * i) / parts);

/** The first neighbours on either side of the target. */
const bracketOf = (seen: readonly Seen[], end: End): { from: number; to: number } | undefined => {
  for (let i = 1; i < seen.length; i++) {
    const [a, b] = [seen[i - 1] as Seen, seen[i] as Seen];
    if (end(a) < 0 !== end(b) < 0) return { from: a.place, to: b.place };
  }
  return undefined;
};

const resultOf = (seen: readonly Seen[]): Crossing => {
  const mean = ends[0] as End;
  const bracket = bracketOf(seen, mean);
  const first = seen[0] as Seen;
  const isRising = first.mean < 0;
  const changes = seen.filter((each, i) => i > 0 && mean(each) < 0 !== mean(seen[i - 1] as Seen) < 0).length;
  // known to be on the side where the range begins: up to the first place that is not
  const isBefore = (each: Seen): boolean => (isRising ? each.high < 0 : each.low >= 0);
  const isAfter = (each: Seen): boolean => (isRising ? each.low >= 0 : each.high < 0);
  const open = seen.findIndex((each) => !isBefore(each));
  const closed = seen.findLastIndex((each) => !isAfter(each));
  const isLowKnown = open !== 0;
  const isHighKnown = closed !== seen.length - 1;
  return {
    seen,
    between:
      bracket === undefined
        ? undefined
        : isRising
          ? { below: bracket.from, above: bracket.to }
          : { below: bracket.to, above: bracket.from },
    low: open < 0 ? 1 : (seen[Math.max(0, open - 1)] as Seen).place,
    high: (seen[Math.min(seen.length - 1, closed + 1)] as Seen).place,
    isLowKnown,
    isHighKnown,
    crossesAgain: changes > 1,
  };
};
