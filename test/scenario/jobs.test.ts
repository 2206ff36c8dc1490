/**
 * Streams of jobs, from the file to the plan: rates a second, whole seconds, laws with parameters, terms with the
 * defaults of their owner.
 */
import { describe, expect, test } from "vitest";
import { parse as parseYamlText } from "yaml";
import type { JobStream } from "../../src/model/types.ts";
import { log } from "../../src/random/elementary.ts";
import { compilePlan, compilePolicies } from "../../src/scenario/compile.ts";
import { accepted, built, queued, sent, small, warningsOf } from "./build.ts";

const HOUR = 3600;
const DAY = 86_400;
const streamsOf = (input: Parameters<typeof accepted>[0]) => compilePlan(accepted(input)).streams;
const streamOf = (input: Parameters<typeof accepted>[0]) => streamsOf(input)[0] as JobStream;
const specOf = (jobs: Record<string, unknown>) => {
  const { source } = streamOf(queued(jobs));
  if (source.kind !== "synthetic") throw new Error("the stream is not synthetic");
  return source.spec;
};

describe("the examples of the interface", () => {
  test("a log on a machine", () => {
    const scenario = accepted(`clawback: 1
name: log
start: 2026-07-01
horizon: 90 days
cluster: { pools: [{ name: p, gpus: 128 }] }
internal:
  - name: log
    demand: { kind: trace, file: traces/nasa.swf.gz, format: swf, runtimes: exact }
policies:
  easy: { queue: { order: fcfs, backfill: easy } }
`);
    expect(compilePlan(scenario).streams).toMatchObject([
      { name: "log", program: 0, tenant: -1, source: { kind: "trace" }, runtimes: "exact", pools: [0] },
    ]);
    expect(compilePolicies(scenario)[0]?.queue).toEqual({
      order: "fcfs",
      backfill: "easy",
      halfLife: 7 * DAY,
    });
  });

  test("bursts of the owner's and spot work of a tenant", () => {
    const [burst, spot] = streamsOf(
      small({
        internal: [
          {
            name: "burst",
            demand: {
              kind: "jobs",
              arrivals: { kind: "poisson", perHour: 36 },
              gpus: 1,
              work: { kind: "exponential", mean: "100 s" },
            },
          },
        ],
        tenants: [
          {
            name: "spot",
            jobs: {
              arrivals: { kind: "poisson", perSecond: 0.02 },
              gpus: 1,
              work: "100 s",
              notice: "120 s",
              checkpoint: { every: "3600 s", cost: "30 s" },
              restart: "300 s",
              onPreempt: "requeue",
              queue: "loss",
            },
          },
        ],
      }),
    );
    expect(burst).toEqual({
      name: "burst",
      program: 0,
      tenant: -1,
      priority: 100,
      weight: 1,
      source: {
        kind: "synthetic",
        spec: {
          arrivals: { kind: "poisson", rate: 0.01 },
          gpus: { kind: "constant", value: 1 },
          mostGpus: 10_000_000,
          minShare: 1,
          seconds: { kind: "exponential", mean: 100 },
          estimateFactor: { kind: "constant", value: 1 },
          users: 1,
        },
      },
      pools: [0],
      gpusPerWorker: 0,
      notice: 0,
      delivered: 1,
      minRuntime: 0,
      checkpointEvery: 0,
      checkpointCost: 0,
      restart: 0,
      onPreempt: "requeue",
      queueLimit: Number.POSITIVE_INFINITY,
      patience: Number.POSITIVE_INFINITY,
      turnover: 0,
      runtimes: "exact",
      atEstimate: "kill",
      failuresPerGpuSecond: 0,
      failuresPerSecond: 0,
      feePerGpuHour: 0,
    });
    expect(spot).toMatchObject({
      name: "spot",
      program: -1,
      tenant: 0,
      priority: 0,
      notice: 120,
      checkpointEvery: HOUR,
      checkpointCost: 30,
      restart: 300,
      queueLimit: 0,
    });
  });
});

describe("owners", () => {
  test("streams come in file order, internal ones first, with a number from the second source on", () => {
    const jobs = { arrivals: { kind: "at", times: [1] }, gpus: 1, work: 1 };
    const plan = compilePlan(
      accepted(
        small({
          internal: [
            { name: "a", demand: { kind: "level", base: 1 } },
            {
              name: "b",
              priority: 7,
              weight: 3,
              demand: [
                { kind: "level", base: 1 },
                { kind: "jobs", ...jobs },
                { kind: "lublin", machine: 64 },
              ],
            },
          ],
          tenants: [
            { name: "c", contract: { gpus: 5 } },
            { name: "d", priority: -2, jobs: [jobs, { ...jobs, weight: 4 }] },
            { name: "e", contract: { gpus: 5 }, jobs },
          ],
        }),
      ),
    );
    expect(
      plan.streams.map(({ name, program, tenant, priority, weight }) => [
        name,
        program,
        tenant,
        priority,
        weight,
      ]),
    ).toEqual([
      ["b/2", 1, -1, 7, 3],
      ["b/3", 1, -1, 7, 3],
      ["d", -1, 1, -2, 1],
      ["d/2", -1, 1, -2, 4],
      ["e", -1, 2, 0, 1],
    ]);
    expect(plan.programs.map(({ sources }) => sources.map(({ kind }) => kind))).toEqual([
      ["level"],
      ["level"],
    ]);
    expect(plan.contracts.map(({ tenant }) => tenant)).toEqual([0, 2]);
  });

  test("a tenant's jobs have the notice of Kubernetes, the owner's have none", () => {
    expect(streamOf(sent()).notice).toBe(30);
    expect(streamOf(queued()).notice).toBe(0);
    expect(streamOf(sent({}, { jobs: { kind: "lublin", machine: 8 } })).notice).toBe(30);
  });

  test("only tenants pay", () => {
    expect(streamOf(sent({ fee: { perGpuHour: 2.5 } })).feePerGpuHour).toBe(2.5);
    expect(streamOf(sent()).feePerGpuHour).toBe(0);
  });
});

describe("arrivals", () => {
  const arrivalsOf = (arrivals: unknown) => specOf({ arrivals }).arrivals;

  test.each([
    ["perSecond", 0.25, 0.25],
    ["perHour", 18, 0.005],
    ["perDay", 43_200, 0.5],
  ])("%s is a rate", (unit, written, rate) => {
    expect(arrivalsOf({ kind: "poisson", [unit]: written })).toEqual({ kind: "poisson", rate });
    expect(arrivalsOf({ kind: "renewal", shape: 0.5, [unit]: written })).toEqual({
      kind: "renewal",
      rate,
      shape: 0.5,
    });
  });

  test("a profile has factors with mean 1, and is flat where it says nothing", () => {
    const hours = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 1 : 3));
    expect(arrivalsOf({ kind: "profile", perHour: 360, hours })).toEqual({
      kind: "profile",
      rate: 0.1,
      hours: hours.map((value) => value / 2),
      days: [1, 1, 1, 1, 1, 1, 1],
    });
    const weekdays = arrivalsOf({ kind: "profile", perHour: 360, days: [7, 7, 7, 7, 7, 0, 0] });
    expect(weekdays).toMatchObject({ days: [1.4, 1.4, 1.4, 1.4, 1.4, 0, 0] });
  });

  test("each spell has a rate and a length of its own", () => {
    const spells = [
      { perHour: 0, lasts: "2 h" },
      { perSecond: 2, lasts: "5 min" },
    ];
    expect(arrivalsOf({ kind: "mmpp", spells })).toEqual({
      kind: "mmpp",
      rates: [0, 2],
      sojourns: [2 * HOUR, 300],
    });
  });

  test("what an arrival adds, and how it fades, have the unit of the rate", () => {
    expect(arrivalsOf({ kind: "hawkes", perHour: 36, jump: 18, decay: 72 })).toEqual({
      kind: "hawkes",
      base: 0.01,
      jump: 0.005,
      decay: 0.02,
    });
  });

  test("listed instants come in order, as dates or as times after the start", () => {
    expect(arrivalsOf({ kind: "at", times: ["2 days", 5, "2026-07-02"] })).toEqual({
      kind: "at",
      times: [5, DAY, 2 * DAY],
    });
  });
});

describe("sizes", () => {
  test("are a number, a distribution of numbers, or a choice", () => {
    const gpusOf = (gpus: unknown) => specOf({ gpus }).gpus;
    expect(gpusOf(8)).toEqual({ kind: "constant", value: 8 });
    expect(gpusOf({ kind: "choice", values: [1, 8], weights: [3, 1] })).toEqual({
      kind: "choice",
      values: [1, 8],
      weights: [3, 1],
    });
    expect(gpusOf({ kind: "lognormal", median: 4, p90: 16 })).toEqual({
      kind: "lognormal",
      mu: log(4),
      sigma: expect.closeTo(Math.log(4) / 1.2815515655446004, 12),
    });
    expect(gpusOf({ kind: "gamma", mean: 1.5, shape: 3 })).toEqual({ kind: "gamma", shape: 3, scale: 0.5 });
  });

  test("may be workers of so many each", () => {
    const jobs = { gpus: undefined, workers: 4, gpusPerWorker: 8 };
    expect(specOf(jobs).gpus).toEqual({ kind: "constant", value: 32 });
    expect(streamOf(queued(jobs)).gpusPerWorker).toBe(8);
  });

  test("have a least, as a share or as a number", () => {
    const shareOf = (minGpus: unknown, gpus: unknown = 8) => specOf({ gpus, minGpus }).minShare;
    expect(specOf({ gpus: 8 }).minShare).toBe(1);
    expect(shareOf("25 %")).toBe(0.25);
    expect(shareOf(2)).toBe(0.25);
    expect(shareOf(8)).toBe(1);
    expect(shareOf(1, { kind: "exponential", mean: 5 })).toBe(0);
  });

  test("whatever whole number is the least, the share of the size is that number", () => {
    const sizes = [3, 7, 49, 1000, 325_000, 9_999_991, 10_000_000];
    for (const size of sizes) {
      for (const part of [0.1, 1 / 3, 0.5, 0.77, 1]) {
        const least = Math.max(2, Math.round(size * part));
        const { minShare } = specOf({ gpus: size, minGpus: least });
        expect(Math.ceil(size * minShare - 1e-9), `${least} of ${size}`).toBe(least);
      }
    }
  });

  test("are cut down to the most", () => {
    expect(specOf({ most: 64 }).mostGpus).toBe(64);
    expect(specOf({ gpus: 100, most: 64, minGpus: 32 }).minShare).toBe(0.5);
  });
});

describe("run times", () => {
  test("are lengths of time or distributions of them", () => {
    expect(specOf({ work: "2 h" }).seconds).toEqual({ kind: "constant", value: 2 * HOUR });
    expect(specOf({ work: { kind: "weibull", scale: "1 h", shape: 0.7 } }).seconds).toEqual({
      kind: "weibull",
      scale: HOUR,
      shape: 0.7,
    });
  });

  test("may have a lognormal body and a Pareto tail", () => {
    const law = { kind: "bodyAndTail", median: "10 min", shape: 1.5, most: "10 days" };
    const rest = { kind: "bodyAndTail", mu: log(600), shape: 1.5, most: 10 * DAY };
    expect(specOf({ work: { ...law, sigma: 2 } }).seconds).toEqual({ ...rest, sigma: 2, above: 0.9 });
    expect(specOf({ work: { ...law, p90: "100 min", above: 0.95 } }).seconds).toEqual({
      ...rest,
      sigma: expect.closeTo(Math.log(10) / 1.2815515655446004, 12),
      above: 0.95,
    });
  });

  test("have estimates as a multiple", () => {
    expect(specOf({ estimate: 2.5 }).estimateFactor).toEqual({ kind: "constant", value: 2.5 });
    expect(specOf({ estimate: { kind: "uniform", from: 1, to: 5 } }).estimateFactor).toEqual({
      kind: "uniform",
      from: 1,
      to: 5,
    });
    expect(streamOf(queued({ runtimes: "estimates", atEstimate: "extend" }))).toMatchObject({
      runtimes: "estimates",
      atEstimate: "extend",
    });
  });
});

describe("terms", () => {
  test("a restart costs 300 s with checkpoints and nothing without, unless it says so", () => {
    expect(streamOf(queued({ checkpoint: { every: "1 h" } }))).toMatchObject({
      checkpointEvery: HOUR,
      checkpointCost: 30,
      restart: 300,
    });
    expect(streamOf(queued({ checkpoint: { every: "1 h" }, restart: 0 })).restart).toBe(0);
    expect(streamOf(queued({ restart: "2 min" })).restart).toBe(120);
  });

  test("the interval of Young is left to the engine, which knows the job's size", () => {
    expect(streamOf(queued({ checkpoint: { every: "young" }, failures: {} })).checkpointEvery).toBe("young");
  });

  test.each([
    ["wait", Number.POSITIVE_INFINITY],
    ["loss", 0],
    [{ limit: 3 }, 3],
    [{ limit: 0 }, 0],
  ])("queue: %j", (queue, limit) => {
    expect(streamOf(queued({ queue })).queueLimit).toBe(limit);
  });

  test("failures are rates of an accelerator and of a job", () => {
    const rates = (failures: unknown) => {
      const { failuresPerGpuSecond, failuresPerSecond } = streamOf(queued({ failures }));
      return [failuresPerGpuSecond, failuresPerSecond];
    };
    expect(rates({})).toEqual([1 / (2112 * DAY), 0]);
    expect(rates({ mttf: "1000 s", faultIsolation: "75 %", perJobPerDay: 2.2 })).toEqual([
      0.25 / 1000,
      2.2 / DAY,
    ]);
    expect(rates({ faultIsolation: 1 })).toEqual([0, 0]);
  });

  test("the others are as written", () => {
    const terms = {
      notice: "2 min",
      delivered: "80 %",
      minRuntime: "10 min",
      onPreempt: "cancel",
      patience: "1 h",
      turnover: "90 s",
      users: 12,
    };
    const stream = streamOf(queued(terms));
    expect(stream).toMatchObject({
      notice: 120,
      delivered: 0.8,
      minRuntime: 600,
      onPreempt: "cancel",
      patience: HOUR,
      turnover: 90,
    });
    expect(specOf(terms).users).toBe(12);
  });

  test("pools are those named, in that order", () => {
    const pools = ["a", "b", "c"].map((name) => ({ name, gpus: 9 }));
    expect(streamOf({ ...queued({ pools: ["c", "a"] }), cluster: { pools } }).pools).toEqual([2, 0]);
    expect(streamOf({ ...queued(), cluster: { pools } }).pools).toEqual([0, 1, 2]);
  });

  test("the workload model has its parameters", () => {
    const input = small({
      internal: [{ name: "i", demand: { kind: "lublin", machine: 128, gapFactor: 2, users: 5 } }],
    });
    expect(streamOf(input).source).toEqual({
      kind: "lublin",
      spec: { machine: 128, gapFactor: 2, users: 5 },
    });
  });
});

describe("nodes", () => {
  test("make a pool of their sum", () => {
    const one = compilePlan(accepted(built({ pools: [{ name: "p", nodes: { count: 16, gpus: 8 } }] })));
    expect(one.pools[0]).toMatchObject({
      phases: [{ at: 0, value: 128 }],
      nodes: [{ count: 16, gpus: 8 }],
    });
    const shapes = [
      { count: 2, gpus: 8 },
      { count: 3, gpus: 4 },
    ];
    const two = compilePlan(accepted(built({ pools: [{ name: "p", nodes: shapes }] })));
    expect(two.pools[0]).toMatchObject({ phases: [{ at: 0, value: 28 }], nodes: shapes });
    expect(warningsOf(built({ pools: [{ name: "p", nodes: shapes }] }))).toEqual([]);
  });

  test("are no concern of pools without", () => {
    expect(compilePlan(accepted(small())).pools[0]?.nodes).toEqual([]);
  });
});

test("a file in YAML may write all of it on a line", () => {
  const demand = parseYamlText(
    "{ kind: jobs, arrivals: { kind: renewal, shape: 0.25, perDay: 12 }, workers: 2, gpusPerWorker: 8, work: 3 h }",
  );
  expect(streamOf(small({ internal: [{ name: "i", demand }] }))).toMatchObject({ gpusPerWorker: 8 });
});
