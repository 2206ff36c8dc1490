import { describe, expect, test } from "vitest";
import { METRIC } from "../../src/metrics/definitions.ts";
import { channels } from "../../src/metrics/outcome.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { planUnits, planWatchedUnits } from "../../src/studies/plan.ts";
import { runStudy } from "../../src/studies/study.ts";
import { createRunner, type Executor, inProcessExecutor } from "../../src/studies/unit.ts";

const { scenario } = parseScenario(`
clawback: 1
name: two tenants
start: 2026-07-01
horizon: 12 months
seed: study
replications: 12
cluster: { pools: [{ name: p, gpus: 1000 }] }
internal:
  - { name: training, demand: { kind: level, base: 400, growth: 2.4, noise: { sigma: 0.2 } } }
tenants:
  - { name: a, contract: { gpus: 300, notice: 30 days, lockout: 0, fee: { perGpuHour: 3 }, minQuantity: 0 } }
  - { name: b, contract: { gpus: 200, notice: 90 days, lockout: 0, fee: { perGpuHour: 2 }, minQuantity: 0 } }
policies: { reactive: {}, ahead: {}, never: {} }
`);

const request = { scenario, policies: [], command: "test" };
const study = () => runStudy(request, inProcessExecutor);

describe("a study", () => {
  test("reports every policy of the file, the first as the baseline of all differences", async () => {
    const result = await study();
    expect(result.policies.map((p) => p.policy)).toEqual(["reactive", "ahead", "never"]);
    expect(result.comparisons.map((c) => [c.policy, c.baseline])).toEqual([
      ["ahead", "reactive"],
      ["never", "reactive"],
    ]);
    const [reactive, ahead] = result.policies;
    const difference = result.comparisons[0]?.metrics[METRIC.unmetShare];
    expect(difference?.mean).toBeCloseTo(
      (ahead?.metrics[METRIC.unmetShare]?.mean ?? 0) - (reactive?.metrics[METRIC.unmetShare]?.mean ?? 0),
      12,
    );
  });

  test("meets every policy with the same demand", async () => {
    const { policies } = await study();
    const demand = policies.map((p) => p.metrics[METRIC.demandGpuHours]);
    expect(demand[1]).toEqual(demand[0]);
    expect(demand[2]).toEqual(demand[0]);
  });

  test("pairs: the difference is known better than from independent runs", async () => {
    const { comparisons } = await study();
    expect(comparisons[1]?.metrics[METRIC.opportunityCost]?.varianceReduction).toBeGreaterThan(1);
  });

  test("gives the same bytes, however the work is cut and in whatever order it arrives", async () => {
    const backwards: Executor = {
      async *run(job, units) {
        const runUnit = createRunner(job);
        for (const unit of [...units].reverse()) yield runUnit(unit);
      },
    };
    const first = JSON.stringify(await study());
    expect(JSON.stringify(await runStudy(request, backwards, { workers: 3 }))).toBe(first);
  });

  test("another seed gives another fingerprint; a policy that is added changes nothing for the others", async () => {
    const one = await runStudy({ ...request, policies: ["reactive"] }, inProcessExecutor);
    const two = await runStudy({ ...request, policies: ["reactive", "clairvoyant"] }, inProcessExecutor);
    const other = await runStudy({ ...request, policies: ["reactive"], seed: "other" }, inProcessExecutor);
    expect(two.policies[0]).toEqual(one.policies[0]);
    expect(other.fingerprint).not.toBe(one.fingerprint);
  });

  test("varies a parameter on the same demand, and makes a ladder of the notice", async () => {
    const vary = { path: "tenants[0].contract.notice", values: ["0", "30 days", "90 days"] };
    const result = await runStudy({ ...request, policies: ["reactive"], vary }, inProcessExecutor);
    expect(result.policies.map((p) => p.variant)).toEqual(vary.values.map((v) => `${vary.path}=${v}`));
    expect(result.ladder.map((rung) => rung.noticeSeconds)).toEqual([0, 30 * 86_400, 90 * 86_400]);
    const unmet = result.ladder.map((rung) => rung.unmetShare.mean);
    expect(unmet[1]).toBeGreaterThan(unmet[0] as number);
    expect(unmet[2]).toBeGreaterThan(unmet[1] as number);
    expect(result.ladder[2]?.closedForm).toBeCloseTo(1 - 2.4 ** (-90 / 365), 12);
    expect(Math.min(...result.ladder.map((rung) => rung.ownerCost.mean))).toBe(0);
  });

  test("refuses a policy that nobody knows, and says which there are", async () => {
    await expect(runStudy({ ...request, policies: ["reactve"] }, inProcessExecutor)).rejects.toThrow(
      /reactve/,
    );
  });

  test("reports progress to the end, and stops when told to", async () => {
    const seen: number[] = [];
    await runStudy(request, inProcessExecutor, { onProgress: (done, total) => seen.push(done / total) });
    expect(seen.at(-1)).toBe(1);
    const stop = new AbortController();
    const stopped = runStudy(request, inProcessExecutor, {
      signal: stop.signal,
      onProgress: () => stop.abort(),
      workers: 4,
    });
    await expect(stopped).rejects.toThrow();
  });
});

describe("series", () => {
  test("add up: accounts to installed, in every bin", async () => {
    const { series } = (await study()).policies[0] as { series: { bins: number; values: Float64Array } };
    const at = (bin: number, channel: (typeof channels)[number]) =>
      series.values[bin * channels.length + channels.indexOf(channel)] as number;
    for (let bin = 0; bin < series.bins; bin++) {
      const sum = (
        ["internal", "firm", "noticed", "vacated", "turnover", "held", "free", "failed", "unpowered"] as const
      ).reduce((total, channel) => total + at(bin, channel), 0);
      expect(sum).toBeCloseTo(1000, 6);
      expect(at(bin, "installed")).toBeCloseTo(1000, 6);
    }
  });

  test("their mean over time is the metric", async () => {
    const { policies, scenario: facts } = await study();
    const result = policies[0] as (typeof policies)[0];
    const { binSeconds, bins, values } = result.series;
    const { horizon } = facts;
    let gpuSeconds = 0;
    for (let bin = 0; bin < bins; bin++) {
      const length = Math.min(horizon, (bin + 1) * binSeconds) - bin * binSeconds;
      gpuSeconds += (values[bin * channels.length + channels.indexOf("unmet")] as number) * length;
    }
    expect(gpuSeconds / 3600).toBeCloseTo(result.metrics[METRIC.unmetGpuHours]?.mean ?? 0, 3);
  });
});

test("units cover every replication of every variant once", () => {
  for (const [variants, replications, workers] of [
    [1, 1, 1],
    [3, 30, 2],
    [2, 1001, 7],
  ] as const) {
    const seen = new Set<string>();
    for (const unit of planUnits(variants, replications, workers)) {
      for (let r = unit.from; r < unit.to; r++) seen.add(`${unit.variant}/${r}`);
    }
    expect(seen.size).toBe(variants * replications);
  }
});

test("the series of rent adds up to the rent, but for the length of months", async () => {
  const ramped = parseScenario(`
clawback: 1
name: ramp
start: 2026-01-01
horizon: 12 months
replications: 1
cluster: { pools: [{ name: p, gpus: 1000 }] }
tenants:
  - name: a
    contract:
      gpus: 1000
      fee: { perMonth: 1e6 }
      ramp: [{ at: 2026-01-01, quantity: 50 %, fee: 50 % }, { at: 2026-04-01, quantity: 100 % }]
`).scenario;
  const { policies } = await runStudy(
    { scenario: ramped, policies: ["never"], command: "test" },
    inProcessExecutor,
  );
  const { series, metrics } = policies[0] as (typeof policies)[0];
  const horizon = 365 * 86_400;
  const column = channels.indexOf("rent");
  let rent = 0;
  for (let bin = 0; bin < series.bins; bin++) {
    const days = (Math.min(horizon, (bin + 1) * series.binSeconds) - bin * series.binSeconds) / 86_400;
    rent += (series.values[bin * channels.length + column] as number) * days;
  }
  expect(metrics[METRIC.revenue]?.mean).toBeCloseTo(3 * 0.25e6 + 9 * 1e6, 2);
  expect(Math.abs(rent / 9.75e6 - 1)).toBeLessThan(0.005);
});

describe("a study that is watched", () => {
  const vary = { path: "tenants[0].contract.notice", values: ["0", "30 days"] };

  test("shows the result of the replications so far, which is that of a study of so many", async () => {
    const seen: { readonly at: number; readonly json: string }[] = [];
    const asked = { ...request, vary };
    const whole = await runStudy(asked, inProcessExecutor, {
      onPartial: (partial, done, total) => {
        expect(total).toBe(2 * 3 * 12);
        const result = partial();
        expect(result.replications * 2 * 3).toBe(done);
        seen.push({ at: result.replications, json: JSON.stringify(result) });
      },
    });
    expect(seen[0]?.at).toBe(1);
    expect(seen.length).toBeGreaterThan(4);
    for (const { at, json } of [seen[0], seen[3], seen.at(-1)] as typeof seen)
      expect(json).toBe(
        JSON.stringify(await runStudy({ ...asked, replications: at }, inProcessExecutor, { workers: 2 })),
      );
    expect(seen.at(-1)?.json).toBe(JSON.stringify(whole));
  });

  test.each([
    [1, 1, 1],
    [2, 30, 2],
    [3, 1000, 2],
    [1, 100_000, 7],
  ])("covers %i variants of %i replications once, cut for %i workers", (variants, replications, workers) => {
    const units = planWatchedUnits(variants, replications, workers);
    expect(units.slice(0, variants)).toEqual(
      Array.from({ length: variants }, (_, variant) => ({ variant, from: 0, to: 1 })),
    );
    for (let variant = 0; variant < variants; variant++) {
      let next = 0;
      for (const unit of units.filter((u) => u.variant === variant)) {
        expect(unit.from).toBe(next);
        expect(unit.to).toBeGreaterThan(unit.from);
        next = unit.to;
      }
      expect(next).toBe(replications);
    }
  });
});
