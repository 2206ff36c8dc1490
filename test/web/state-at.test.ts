/**
 * Stepping through a run: the state that the events tell of is the state of the engine. The test adds it up
 * over time and compares it with the engine's own series, which it keeps in another way.
 */
import { describe, expect, test } from "vitest";
import { channels, type LoggedEvent, type Series } from "../../src/index.ts";
import { compilePlan, compilePolicies } from "../../src/scenario/compile.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { drawDemand, simulateRun } from "../../src/studies/simulate.ts";
import { after, emptyState, type State, stateAt, statesOf } from "../../web/explain/state-at.ts";

const leases = `
clawback: 1
name: leases
start: 2026-07-01
horizon: 12 months
seed: steps
cluster:
  sites: [{ name: s, power: [{ at: 2026-07-01, is: 2 MW }, { at: 2027-03-01, is: 600 kW }] }]
  pools:
    - { name: a, site: s, kwPerGpu: 1, gpus: 700 }
    - { name: b, phases: [{ at: 2026-07-01, gpus: 200 }, { at: 2026-11-01, gpus: 300 }] }
internal:
  - { name: training, demand: { kind: level, base: 300, growth: 2.4, noise: { sigma: 0.1 } } }
  - { name: serving, demand: { kind: level, base: 100, growth: 1.5, noise: { sigma: 0.2 } } }
tenants:
  - { name: alpha, contract: { gpus: 300, notice: 30 days, lockout: 0, fee: { perGpuHour: 3 }, turnover: 2 days } }
  - { name: beta, contract: { gpus: 200, notice: 90 days, lockout: 2026-09-01, fee: { perGpuHour: 2 }, minQuantity: 0 } }
policies: { reactive: {} }
`;

const jobs = `
clawback: 1
name: jobs
start: 2026-07-06
horizon: 30 h
seed: steps
cluster: { pools: [{ name: p, gpus: 128 }] }
internal:
  - { name: service, demand: { kind: level, base: 70, every: 10 min, season: { daily: { peak: 1.4, trough: 0.6, peakHour: 15 } } } }
tenants:
  - name: spot
    jobs:
      arrivals: { kind: renewal, perHour: 40, shape: 0.5 }
      gpus: { kind: choice, values: [1, 4, 16], weights: [5, 3, 2] }
      work: { kind: bodyAndTail, median: 20 min, sigma: 1.5, above: 0.98, shape: 1.4, most: 1 day }
      patience: 2 h
      notice: 5 min
policies: { all: { admission: all } }
`;

type Told = { readonly events: LoggedEvent[]; readonly series: Series; readonly horizon: number };

const tell = (text: string): Told => {
  const { scenario } = parseScenario(text);
  const plan = compilePlan(scenario);
  const [policy] = compilePolicies(scenario, Object.keys(scenario.policies));
  const events: LoggedEvent[] = [];
  const { series } = simulateRun(plan, policy, drawDemand(plan, 0), {
    bins: 48,
    story: false,
    onEvent: (event) => events.push(event),
  });
  if (series === undefined) throw new Error("the run has no series");
  return { events, series, horizon: plan.horizon };
};

/** GPU-seconds of each account in each bin, from the states between events. */
const integralsOf = ({ events, series, horizon }: Told): Map<string, Float64Array> => {
  const integrals = new Map<string, Float64Array>();
  const pass = (state: State, from: number, to: number): void => {
    for (const accounts of state.pools.values())
      for (const [account, gpus] of accounts) {
        const column = integrals.get(account) ?? new Float64Array(series.bins);
        integrals.set(account, column);
        for (let at = from; at < to; ) {
          const bin = Math.floor(at / series.binSeconds);
          const end = Math.min(to, (bin + 1) * series.binSeconds);
          column[bin] += gpus * (end - at);
          at = end;
        }
      }
  };
  let state = emptyState;
  let now = 0;
  for (const event of events) {
    pass(state, now, event.t);
    now = event.t;
    state = after(state, event);
  }
  pass(state, now, horizon);
  return integrals;
};

describe.each([
  ["leases and a cut of power", leases, ["internal", "firm", "noticed", "turnover", "unpowered"]],
  ["jobs", jobs, ["internal", "external", "free"]],
])("a run of %s", (_, text, present) => {
  const told = tell(text);
  const { events, series, horizon } = told;

  test("has in every account what the engine's series has, bin by bin", () => {
    const integrals = integralsOf(told);
    for (const account of present) {
      const column = channels.indexOf(account as (typeof channels)[number]);
      const own = integrals.get(account) ?? new Float64Array(series.bins);
      expect(own.some((value) => value > 0)).toBe(true);
      for (let bin = 0; bin < series.bins; bin++) {
        const length = Math.min((bin + 1) * series.binSeconds, horizon) - bin * series.binSeconds;
        expect(own[bin] / length).toBe(series.values[bin * channels.length + column]);
      }
    }
  });

  test("never has less than nothing anywhere, and all pools stay whole", () => {
    let state = emptyState;
    const installed = new Map<string, number>();
    for (const event of events) {
      state = after(state, event);
      if (event.kind === "installed")
        installed.set(String(event.pool), (installed.get(String(event.pool)) ?? 0) + Number(event.gpus));
      for (const [pool, accounts] of state.pools) {
        const counts = [...accounts.values()];
        if (counts.some((count) => count < 0)) throw new Error(`at ${state.at} ${pool} owes accelerators`);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(installed.get(pool));
      }
    }
  });

  test("is the same whichever way one comes to a moment", () => {
    const at = statesOf(events);
    for (const index of [events.length - 1, 0, 700, 3, 255, 256, -1, Math.floor(events.length / 2)])
      expect(at(index)).toEqual(stateAt(events, index));
  });
});

test("open notices are those that were served and have not ended", () => {
  const { events } = tell(leases);
  const served = events.findIndex(({ kind }) => kind === "notice.issued");
  const open = stateAt(events, served).notices;
  expect([...open.values()].map(({ target, isQueued }) => [target, isQueued])).toEqual([
    [events[served].target, false],
  ]);
  const { id } = events[served];
  const ended = events.findIndex(
    (event, i) => i > served && event.kind.startsWith("notice.") && event.id === id,
  );
  expect(stateAt(events, ended).notices.has(Number(id))).toBe(false);
});

test("a program has what it was granted", () => {
  const { events } = tell(leases);
  const { programs, pools } = stateAt(events, events.length - 1);
  const internal = [...pools.values()].reduce((sum, accounts) => sum + (accounts.get("internal") ?? 0), 0);
  expect([...programs.values()].reduce((sum, { has }) => sum + has, 0)).toBe(internal);
});

test("jobs that wait and jobs that run are told apart", () => {
  const { events } = tell(jobs);
  const count = (kind: string) => events.filter((event) => event.kind === kind).length;
  const { waiting, running } = stateAt(events, events.length - 1).jobs;
  expect(waiting + running).toBe(
    count("job.submitted") - count("job.completed") - count("job.refused") - count("job.gaveUp"),
  );
  expect(running).toBeGreaterThan(0);
});
