/**
 * How much work a scenario is, before it is run: about how many events one replication of one policy has. Good
 * to a factor of a few, which is enough to tell a second from an hour.
 */
import { compilePlan, meanRate, type Plan, type Scenario, type Traces } from "../../src/index.ts";

/** Events of a grid, a notice or a sample that each lease and program brings along whatever happens. */
const EVENTS_A_DAY = 2;
const DAY = 86_400;
/** Events in the life of a job: it comes, starts, ends, and moves others. */
const EVENTS_A_JOB = 6;

/** Infinity when recorded jobs are needed and have not been read. */
export const loadOf = (scenario: Scenario, traces: Traces): number => {
  try {
    return loadOfPlan(compilePlan(scenario, traces), traces);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
};

const loadOfPlan = (plan: Plan, { rows }: Traces): number => {
  let events = (plan.contracts.length + 1) * (plan.horizon / DAY) * EVENTS_A_DAY;
  for (const { sources } of plan.programs)
    for (const source of sources) if (source.kind === "level") events += plan.horizon / source.every;
  for (const { source } of plan.streams) events += EVENTS_A_JOB * jobsOf(source, plan.horizon, rows);
  return events;
};

const jobsOf = (source: Plan["streams"][number]["source"], horizon: number, rows: Traces["rows"]): number => {
  if (source.kind === "trace") return rows.get(source.key)?.count ?? Number.POSITIVE_INFINITY;
  if (source.kind === "lublin") return Number.POSITIVE_INFINITY;
  return horizon * meanRate(source.spec.arrivals);
};
