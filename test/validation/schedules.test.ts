/**
 * Real logs: with no notice and everything preemptible, tenants' jobs change nothing for the owner's: each one starts
 * and ends when it would without them.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  compilePlan,
  compilePolicies,
  createSimulation,
  createTraceReader,
  drawDemand,
  noTraces,
  parseScenario,
  traceFilesOf,
} from "../../src/index.ts";

const scenarioText = (tenants: string, backfill: string): string => `
clawback: 1
name: the same schedule
start: 2017-10-01
horizon: 90 days
cluster: { pools: [{ name: pool, gpus: 12 }] }
internal:
  - name: log
    demand: { kind: trace, file: traces/philly_ed69ec_oct-nov2017.csv, format: philly }
${tenants}
policies:
  only: { queue: { order: fcfs, backfill: ${backfill} } }
`;

const TENANTS = `tenants:
  - name: spot
    jobs:
      arrivals: { kind: poisson, perHour: 4 }
      gpus: { kind: choice, values: [1, 2, 4], weights: [2, 1, 1] }
      work: { kind: exponential, mean: 3 h }
      notice: 0
      queue: { limit: 50 }`;

const scheduleOf = (tenants: string, backfill: string) => {
  const { scenario } = parseScenario(scenarioText(tenants, backfill));
  const rows = new Map(
    traceFilesOf(scenario).map(({ key, file, spec }) => {
      const reader = createTraceReader(spec);
      reader.push(readFileSync(new URL(`../../scenarios/${file}`, import.meta.url)));
      return [key, reader.finish().rows];
    }),
  );
  const plan = compilePlan(scenario, { ...noTraces, rows });
  const [policy] = compilePolicies(scenario);
  if (policy === undefined) throw new Error("no policy");
  const simulation = createSimulation(plan, policy, drawDemand(plan, 0, rows), { bins: 0, story: false });
  simulation.finish();
  const { jobs, work } = simulation.world;
  const log: number[][] = [];
  let preemptions = 0;
  for (let job = 0; job < jobs.table.count; job++) {
    preemptions += jobs.preemptions[job] as number;
    if (jobs.table.stream[job] === 0)
      log.push([jobs.firstStart[job], jobs.lastStart[job], jobs.end[job], jobs.state[job]] as number[]);
  }
  return { log, preemptions, waiting: work.waitingInternal };
};

describe("the Philly log", () => {
  test.each(["none", "easy", "conservative"])(
    "runs as if there were no tenants, under backfill %s",
    (backfill) => {
      const shared = scheduleOf(TENANTS, backfill);
      const alone = scheduleOf("", backfill);
      expect(alone.log).toHaveLength(1096);
      expect(shared.preemptions).toBeGreaterThan(100);
      expect(shared.log).toEqual(alone.log);
    },
  );
});
