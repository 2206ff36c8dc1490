/**
 * Which charts a result has, in the order of the page: first what compares policies, then how long a notice
 * should be, then one policy over time. A figure is made when it is about to be seen.
 */
import {
  type Chart,
  capacityChart,
  comparisonChart,
  ladderChart,
  laddersOf,
  leaseChart,
  moneyChart,
  type Span,
  type StudyResult,
  utilizationChart,
} from "../../src/index.ts";

/** A chart that may be made. `id` is the same for the same chart of the next result. */
export type Planned = {
  readonly id: string;
  /** About how high it will be, in pixels, with its heading. */
  readonly height: number;
  readonly make: (part?: Span) => Chart;
};

export type Arrangement = {
  readonly compared: readonly Planned[];
  readonly ladders: readonly Planned[];
  readonly overTime: readonly Planned[];
};

/** Ladders drawn, a policy each. */
const MOST_LADDERS = 4;

/** @param place - of the policy that is shown over time */
export const arrange = (result: StudyResult, place: number): Arrangement => ({
  compared:
    result.comparisons.length === 0 ? [] : [planned("comparison", 900, () => comparisonChart(result))],
  ladders: laddersOf(result)
    .slice(0, MOST_LADDERS)
    .map(([policy, rungs], k) => planned(`ladder-${k}`, 480, () => ladderChart(policy, rungs))),
  overTime: overTime(result, place),
});

const overTime = (result: StudyResult, place: number): Planned[] => {
  const policy = result.policies[place];
  if (policy === undefined) return [];
  const { story } = policy;
  const rows = Math.min(60, story.leases.length + story.runs.length);
  return [
    planned("utilization", 560, (part) => utilizationChart(result, policy, part)),
    ...(rows === 0 ? [] : [planned("leases", 96 + 52 * rows, (part) => leaseChart(result, policy, part))]),
    ...(story.leases.length === 0
      ? []
      : [
          planned("capacity", 300, (part) => capacityChart(result, policy, part)),
          planned("money", 420, (part) => moneyChart(result, policy, part)),
        ]),
  ];
};

/** Pixels of a heading with its note and buttons. */
const HEADING = 110;

const planned = (id: string, height: number, make: Planned["make"]): Planned => ({
  id,
  height: height + HEADING,
  make,
});
