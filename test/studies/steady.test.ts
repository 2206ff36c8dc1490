import { expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import { renderSteady, steadyAnswer } from "../../src/results/terminal/steady.ts";
import { noTraces } from "../../src/scenario/compile/trace-set.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { steadyState } from "../../src/studies/steady.ts";
import { inProcessExecutor } from "../../src/studies/unit.ts";
import { noisy } from "./noisy.ts";

/** M/M/∞ from empty, in which 200 are busy in the long run; it takes days to fill. */
const filling = (horizon: string) =>
  parseScenario(`
clawback: 1
name: filling
start: 2026-07-01
horizon: ${horizon}
seed: steady
replications: 6
cluster: { pools: [{ name: p, gpus: 1000 }] }
internal:
  - name: jobs
    demand: { kind: jobs, arrivals: { kind: poisson, perHour: 4 }, gpus: 1, work: { kind: exponential, mean: 50 h } }
policies: { fcfs: {} }
`).scenario;

const options = { executor: inProcessExecutor };
const ask = (scenario: typeof noisy, replications?: number) =>
  steadyState({ scenario, replications, traces: async () => noTraces, command: "test" }, options);
const HOUR = 3600;

test("a cluster that fills settles after some time constants, at the level of the theory", async () => {
  const result = await ask(filling("150 days"));
  const internal = result.channels.find(({ channel }) => channel === "internal");
  // after k time constants of 50 h a share of e^-k of 200 is still missing
  expect(internal?.warmUp).toBeGreaterThanOrEqual(100 * HOUR);
  expect(internal?.warmUp).toBeLessThanOrEqual(600 * HOUR);
  expect(internal?.mean?.low).toBeLessThan(200);
  expect(internal?.mean?.high).toBeGreaterThan(200);
  expect((internal?.mean?.high ?? 0) - (internal?.mean?.low ?? 0)).toBeLessThan(20);
  expect(result.warmUp).toBeGreaterThanOrEqual(internal?.warmUp ?? Infinity);
  expect(steadyAnswer(result)).toMatch(/declare warmUp/);
  expect(result.channels.map(({ channel }) => channel)).not.toContain("installed");
});

test("one long replication does too, by batch means", async () => {
  const { channels } = await ask(filling("300 days"), 1);
  const internal = channels.find(({ channel }) => channel === "internal");
  expect(internal?.batches?.count).toBeGreaterThanOrEqual(10);
  expect(internal?.mean?.low).toBeLessThan(200);
  expect(internal?.mean?.high).toBeGreaterThan(200);
});

test("demand that grows has no steady state, and that is the answer", async () => {
  const result = await ask(noisy);
  expect(result.warmUp).toBeNull();
  expect(result.channels.find(({ channel }) => channel === "demand")).toMatchObject({
    warmUp: null,
    mean: null,
  });
  expect(renderSteady(result, { width: 100, color: false, unicode: true })).toMatch(
    /No steady state was found: .*demand/s,
  );
});

test("a horizon that is too short to be judged is refused", async () => {
  const short = parseScenario(
    "clawback: 1\nname: short\nstart: 2026-07-01\nhorizon: 40 s\ncluster: { pools: [{ name: p, gpus: 1 }] }\n",
  ).scenario;
  await expect(ask(short, 1)).rejects.toThrow(InputError);
});
