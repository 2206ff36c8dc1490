/** A run whose sums pass what a double holds exactly is refused with a reason; up to there every sum is exact. */
import { expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import { DEMAND, DemandLevels } from "../../src/metrics/demand-levels.ts";
import { JobLevels, WAITING_GPUS } from "../../src/metrics/jobs/levels.ts";
import { noTraces } from "../../src/scenario/compile/trace-set.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { runStudy } from "../../src/studies/study.ts";
import { inProcessExecutor } from "../../src/studies/unit.ts";

/** 2^53 - 1 is 6,361 x 1,416,003,655,831. */
const MOST = Number.MAX_SAFE_INTEGER;

test("sums are exact to the last second below 2^53, and refused from there on", () => {
  const jobs = new JobLevels();
  jobs.change(0, 1, 6361, 0, 0);
  expect(jobs.integral(WAITING_GPUS, MOST / 6361)).toBe(MOST);
  expect(() => jobs.integral(WAITING_GPUS, MOST / 6361 + 1)).toThrow(InputError);
  const demand = new DemandLevels();
  demand.set(6361, 0, 0, 0);
  expect(demand.integral(DEMAND, MOST / 6361)).toBe(MOST);
  expect(() => demand.integral(DEMAND, MOST / 6361 + 1)).toThrow(
    /accelerators that are wanted add up to 2\^53/,
  );
});

test("thirty jobs of a million that wait for a century are refused when the run shows it", async () => {
  const { scenario } = parseScenario(`
clawback: 1
name: too much
start: 2026-07-01
horizon: 100 years
replications: 1
cluster: { pools: [{ name: p, gpus: 1000000 }] }
tenants:
  - name: t
    jobs: { arrivals: { kind: at, times: [${Array.from({ length: 30 }, () => 0).join()}] }, gpus: 1000000, work: 90 years }
policies: { reactive: {} }
`);
  const request = { scenario, policies: [], command: "test", traces: noTraces };
  const refused = await runStudy(request, inProcessExecutor).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(InputError);
  expect((refused as InputError).problems[0]).toMatchObject({
    path: "horizon",
    hint: "shorten the horizon, or bound what waits by `queue` or `patience`",
  });
});
