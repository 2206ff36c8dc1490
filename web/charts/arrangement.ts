/**
 * Which charts a result has: one policy over time, what compares policies, how long a notice should be. A figure is made when it is about to be seen.
 */
import {
  type Chart,
  capacityChart,
  cashChart,
  comparisonChart,
  frontierChart,
  jobsChart,
  type LoggedEvent,
  ladderChart,
  laddersOf,
  leaseChart,
  moneyChart,
  noticesChart,
  type PolicyResult,
  programsChart,
  queueChart,
  type Span,
  type StudyResult,
  tenantsChart,
  unmetBandsChart,
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

export type Choices = {
  /** Place of the policy that is shown over time. */
  readonly place: number;
  /** Whether metrics in which no policy differs are left out of the comparison. */
  readonly onlyDifferent: boolean;
  /** Events of the first replication under that policy, when they are known. */
  readonly events?: readonly LoggedEvent[] | undefined;
};

/** All charts that have something to show. */
export const arrange = (result: StudyResult, choices: Choices): Arrangement => ({
  compared: result.comparisons.length === 0 ? [] : compared(result, choices),
  ladders: laddersOf(result)
    .slice(0, MOST_LADDERS)
    .map(([policy, rungs], k) => planned(`ladder-${k}`, 480, () => ladderChart(policy, rungs))),
  overTime: overTime(result, choices),
});

const compared = (result: StudyResult, { onlyDifferent }: Choices): Planned[] => {
  const { policies } = result;
  const tenants = Math.min(24, policies[0].tenants.length);
  const isPaid = policies.some((policy) => meanOf(result, policy, "revenue") > 0);
  const isLet = policies.some(({ story }) => story.leases.length > 0);
  return [
    planned("comparison", 900, () => comparisonChart(result, onlyDifferent)),
    ...(isPaid
      ? [
          planned("frontier", 400, () => frontierChart(result)),
          planned("cash", 100 + 52 * Math.min(12, policies.length), () => cashChart(result)),
        ]
      : []),
    planned("unmet-bands", 340, () => unmetBandsChart(result)),
    ...(isLet && tenants > 0
      ? [
          planned("tenants", 216 + tenants * 2 * (30 + 12 * Math.min(6, policies.length)), () =>
            tenantsChart(result),
          ),
        ]
      : []),
  ];
};

const meanOf = ({ definitions }: StudyResult, { metrics }: PolicyResult, metric: string): number =>
  metrics[definitions.findIndex(({ name }) => name === metric)]?.mean ?? 0;

const overTime = (result: StudyResult, { place, events }: Choices): Planned[] => {
  const policy = result.policies[place];
  if (policy === undefined) return [];
  const { leases, runs, notices, programs } = policy.story;
  const rows = Math.min(60, leases.length + runs.length);
  const hasJobs = meanOf(result, policy, "jobsSubmitted") > 0;
  const when = (isSo: boolean, id: string, height: number, make: Planned["make"]): Planned[] =>
    isSo ? [planned(id, height, make)] : [];
  return [
    planned("utilization", 560, (part) => utilizationChart(result, policy, part)),
    ...when(rows > 0, "leases", 96 + 52 * rows, (part) => leaseChart(result, policy, part)),
    ...when(notices.length > 0, "notices", 320, (part) => noticesChart(result, policy, part)),
    ...when(hasJobs, "queue", 280, (part) => queueChart(result, policy, part)),
    ...when(hasJobs && events !== undefined, "jobs", 96 + 26 * 40, (part) =>
      jobsChart(result, events ?? [], part),
    ),
    ...when(programs.length > 1, "programs", 300, (part) => programsChart(result, policy, part)),
    ...when(leases.length > 0, "capacity", 300, (part) => capacityChart(result, policy, part)),
    ...when(leases.length > 0, "money", 420, (part) => moneyChart(result, policy, part)),
  ];
};

/** Pixels of a heading with its note and buttons. */
const HEADING = 110;

const planned = (id: string, height: number, make: Planned["make"]): Planned => ({
  id,
  height: height + HEADING,
  make,
});
