/**
 * Relations between the fields of jobs, nodes and policies about them: what one makes impossible of another, and
 * limits one below, at and one above.
 */
import { describe, expect, test } from "vitest";
import { lublinMeanGap } from "../../src/demand/lublin/law.ts";
import { checkRelations } from "../../src/scenario/check.ts";
import {
  built,
  leased,
  problemsOf,
  queued,
  refusals,
  running,
  sent,
  small,
  wanted,
  warningsOf,
} from "./build.ts";

type Case = [rule: string, input: Record<string, unknown>, problem: string];
type Loose = Record<string, unknown>;

const check = (cases: Case[]): void => {
  test.each(cases)("%s", (_, input, problem) => {
    expect(refusals(input)).toEqual([problem]);
  });
};

const NODES = { pools: [{ name: "p", nodes: { count: 4, gpus: 8 } }] };
const BOTH = {
  pools: [
    { name: "p", gpus: 1000 },
    { name: "n", nodes: { count: 4, gpus: 8 } },
  ],
};
const demand = "internal[0].demand";
const HINT_LIST = "it draws on every pool: list others in `pools`";

describe("pools with nodes", () => {
  check([
    [
      "serve no demand by level",
      { ...wanted(), cluster: NODES },
      `${demand}.pools: the pool "p" has nodes and serves jobs only, not demand by level`,
    ],
    [
      "serve no runs",
      { ...running(), cluster: NODES },
      `${demand}.pools: the pool "p" has nodes and serves jobs only, not runs`,
    ],
    [
      "serve no leases",
      { ...leased({ gpus: 1 }), cluster: NODES },
      'tenants[0].contract.pools: the pool "p" has nodes and serves jobs only, not leases',
    ],
    [
      "serve none by name",
      { ...wanted({ pools: ["p", { pool: "n" }] }), cluster: BOTH },
      `${demand}.pools[1].pool: the pool "n" has nodes and serves jobs only, not demand by level`,
    ],
    [
      "serve no lease by name",
      { ...leased({ gpus: 1, pools: ["n"] }), cluster: BOTH },
      'tenants[0].contract.pools[0]: the pool "n" has nodes and serves jobs only, not leases',
    ],
    [
      "have no outages",
      built({ pools: [{ ...NODES.pools[0], outages: [{ at: 5, gpus: 1, lasts: 5 }] }] }),
      "cluster.pools[0].outages: a pool with nodes has no outages",
    ],
    [
      "do not fail",
      built({ pools: [{ ...NODES.pools[0], failures: { between: "9 days", repair: 5 } }] }),
      "cluster.pools[0].failures: the nodes of a pool do not fail",
    ],
    [
      "have no power limit",
      built({
        sites: [{ name: "s", power: "1 MW" }],
        pools: [{ ...NODES.pools[0], site: "s", kwPerGpu: 1 }],
      }),
      "cluster.pools[0].site: a pool with nodes has no power limit, and this site has one",
    ],
    [
      "say once how large they are",
      built({ pools: [{ ...NODES.pools[0], gpus: 32 }] }),
      "cluster.pools[0].nodes: give gpus or nodes, not both",
    ],
    [
      "hold no more than can be counted",
      built({ pools: [{ name: "p", nodes: { count: 1_000_000, gpus: 11 } }] }),
      "cluster.pools[0].nodes: 11,000,000 accelerators in all nodes together",
    ],
  ]);

  test("hold up to ten million accelerators", () => {
    const sized = (...nodes: Loose[]) => ({
      ...built({ pools: [{ name: "p", nodes }] }),
      horizon: "1 day",
    });
    const most = { count: 1_000_000, gpus: 9 };
    expect(warningsOf(sized(most, { count: 999_999, gpus: 1 }))).toEqual([]);
    expect(warningsOf(sized(most, { count: 1_000_000, gpus: 1 }))).toEqual([]);
    expect(refusals(sized(most, { count: 1_000_000, gpus: 1 }, { count: 1, gpus: 1 }))).toHaveLength(1);
  });

  test("the hint says what to do", () => {
    expect(problemsOf({ ...wanted(), cluster: BOTH })[0]?.hint).toBe(HINT_LIST);
    expect(problemsOf({ ...wanted(), cluster: NODES })[0]?.hint).toContain("add a pool without nodes");
    expect(problemsOf({ ...wanted({ pools: ["n"] }), cluster: BOTH })[0]?.hint).toContain("another pool");
  });

  test("serve jobs, beside pools that serve the rest", () => {
    expect(warningsOf({ ...queued(), cluster: NODES })).toEqual([]);
    expect(warningsOf({ ...wanted({ pools: ["p"] }), cluster: BOTH })).toEqual([]);
    expect(warningsOf({ ...leased({ gpus: 1000, pools: ["p"] }), cluster: BOTH })).toEqual([]);
    const site = { sites: [{ name: "s" }], pools: [{ ...NODES.pools[0], site: "s" }] };
    expect(warningsOf(built(site))).toEqual([]);
  });

  test("count for nothing that is leased", () => {
    const leases = [600, 401].map((gpus, i) => ({ name: `t${i}`, contract: { gpus, pools: ["p"] } }));
    expect(warningsOf({ ...small({ tenants: leases }), cluster: BOTH })).toEqual([
      "tenants: on 2026-07-01 the leases add up to 1,001, with 1,000 on line",
    ]);
  });
});

describe("tenants", () => {
  check([
    [
      "have a contract or jobs",
      small({ tenants: [{ name: "t" }] }),
      "tenants[0].contract: missing: expected contract, jobs or both",
    ],
    [
      "are not named like a stream of another",
      small({
        tenants: [
          { name: "t", jobs: [0, 1].map(() => ({ arrivals: { kind: "at", times: [1] }, gpus: 1, work: 1 })) },
          { name: "t/2", contract: { gpus: 1 } },
        ],
      }),
      'tenants[1].name: source 2 of "t" has that name',
    ],
  ]);

  test("a misspelt key is one problem, with the right one as a hint", () => {
    const input = small({ tenants: [{ name: "t", job: {} }] });
    expect(problemsOf(input)).toEqual([
      expect.objectContaining({ path: "tenants[0].job", hint: 'did you mean "jobs"?' }),
    ]);
    const inJobs = sent({ arivals: 1 });
    expect(refusals(inJobs)).toEqual(['tenants[0].jobs.arivals: unknown key "arivals"']);
    const wrong = sent({ kind: "trase" });
    expect(problemsOf(wrong)[0]).toMatchObject({
      path: "tenants[0].jobs.kind",
      hint: 'did you mean "trace"?',
    });
  });

  test("terms of leases say nothing without one", () => {
    expect(warningsOf(sent({}, { relet: {}, exit: { perYear: 1 } }))).toEqual([
      "tenants[0].relet: is about leases, and this tenant has none",
      "tenants[0].exit: is about leases, and this tenant has none",
    ]);
  });

  test("a stream of the owner's may have a name that a tenant may not", () => {
    const lublin = { kind: "lublin", machine: 8 };
    const input = small({
      internal: [{ name: "i", demand: [lublin, lublin] }],
      tenants: [{ name: "i/2", contract: { gpus: 1 } }],
    });
    expect(refusals(input)).toEqual(['tenants[0].name: source 2 of "i" has that name']);
  });
});

describe("arrivals", () => {
  const at = (arrivals: Loose): Loose => queued({ arrivals });
  const place = `${demand}.arrivals`;
  check([
    [
      "have a rate",
      at({ kind: "poisson" }),
      `${place}.perHour: missing: expected perSecond, perHour, perDay or perYear`,
    ],
    [
      "have one rate",
      at({ kind: "renewal", shape: 2, perHour: 1, perDay: 24 }),
      `${place}.perDay: give perHour or perDay, not both`,
    ],
    [
      "in spells have a rate each",
      at({ kind: "mmpp", spells: [{ perHour: 1, lasts: 5 }, { lasts: 5 }] }),
      `${place}.spells[1].perHour: missing: expected perSecond, perHour, perDay or perYear`,
    ],
    [
      "in spells take time",
      at({
        kind: "mmpp",
        spells: [
          { perHour: 1, lasts: 0 },
          { perHour: 1, lasts: 5 },
        ],
      }),
      `${place}.spells[0].lasts: expected a length of time above 0, got 0`,
    ],
    [
      "in cascades die out",
      at({ kind: "hawkes", perHour: 1, jump: 3, decay: 2 }),
      `${place}.jump: each arrival causes 1.50 more, so their number explodes`,
    ],
    [
      "by the clock come at some time",
      at({ kind: "profile", perHour: 1, days: [0, 0, 0, 0, 0, 0, 0] }),
      `${place}.days: nothing ever arrives: all are 0`,
    ],
    [
      "are not before the start",
      at({ kind: "at", times: [0, "2026-06-30"] }),
      `${place}.times[1]: 2026-06-30 is before the scenario's start: expected a date from 2026-07-01 on`,
    ],
    [
      "a profile has a factor for each hour",
      at({ kind: "profile", perHour: 1, hours: [1, 2, 3] }),
      `${place}.hours: expected a list of 24, got a list of 3`,
    ],
    [
      "there are two kinds of spells",
      at({ kind: "mmpp", spells: [{ perHour: 1, lasts: 5 }] }),
      `${place}.spells: expected a list of 2, got a list of 1`,
    ],
    [
      "nothing is told that follows from a rate that is refused",
      at({ kind: "poisson", perHour: "x" }),
      `${place}.perHour: expected a number above 0 and at most 1,000,000,000, got "x"`,
    ],
  ]);

  test("a cascade may cause almost one more each", () => {
    const cascade = (jump: number) => at({ kind: "hawkes", perHour: 1, jump, decay: 2 });
    expect(warningsOf(cascade(1.99))).toEqual([]);
    expect(refusals(cascade(2))).toHaveLength(1);
    expect(refusals(cascade(2.001))).toHaveLength(1);
  });
});

describe("the number of jobs", () => {
  const MOST = 16_000_000;
  const DAYS = 365;
  const daily = (count: number) => ({ kind: "poisson", perDay: count / DAYS });

  test.each([-1, 0, 1])("is at most 16 million, and %i", (over) => {
    const input = queued({ arrivals: daily(MOST + over), queue: "loss", work: 0 });
    if (over <= 0) expect(warningsOf(input)).toEqual([]);
    else expect(refusals(input)).toEqual([`${demand}.arrivals: about 16,000,001 jobs over the horizon`]);
  });

  test("is that of all sources together", () => {
    const input = (...counts: number[]) =>
      small({
        internal: [
          {
            name: "i",
            demand: counts.map((count) => ({ kind: "jobs", arrivals: daily(count), gpus: 1, work: 0 })),
          },
        ],
      });
    expect(warningsOf(input(MOST / 2, MOST / 2))).toEqual([]);
    expect(refusals(input(MOST / 2, MOST / 2 + 1))).toEqual([
      "horizon: all sources together: about 16,000,001 jobs over the horizon",
    ]);
  });

  test("counts bursts by their mean", () => {
    const spells = [
      { perSecond: 0, lasts: "3 h" },
      { perSecond: 4, lasts: "1 h" },
    ];
    expect(refusals(queued({ arrivals: { kind: "mmpp", spells } }))).toEqual([
      `${demand}.arrivals: about 31,536,000 jobs over the horizon`,
    ]);
    const cascade = { kind: "hawkes", perSecond: 0.5, jump: 0.5, decay: 1 };
    expect(refusals(queued({ arrivals: cascade }))).toEqual([
      `${demand}.arrivals: about 31,536,000 jobs over the horizon`,
    ]);
    const model = { kind: "lublin", machine: 1, gapFactor: 1e-6 };
    const jobs = Math.round((DAYS * 86_400) / (1e-6 * lublinMeanGap()));
    expect(refusals(small({ internal: [{ name: "i", demand: model }] }))).toEqual([
      `${demand}.kind: about ${jobs.toLocaleString("en-US")} jobs over the horizon`,
    ]);
  });

  test("and of streams is limited too", () => {
    const tenants = (count: number) =>
      Array.from({ length: Math.ceil(count / 100) }, (_, t) => ({
        name: `t${t}`,
        jobs: Array.from({ length: Math.min(100, count - 100 * t) }, () => ({
          arrivals: { kind: "at", times: [1] },
          gpus: 1,
          work: 1,
        })),
      }));
    const problems = (count: number) => checkRelations(small({ tenants: tenants(count) })).problems;
    expect(problems(65_534)).toEqual([]);
    expect(problems(65_535)).toEqual([]);
    expect(problems(65_536).map(({ path, message }) => [path, message])).toEqual([
      [["tenants"], "65,536 streams of jobs"],
    ]);
  });
});

describe("jobs", () => {
  check([
    ["have a size", queued({ gpus: undefined }), `${demand}.gpus: missing: expected gpus or workers`],
    [
      "have one size",
      queued({ workers: 2, gpusPerWorker: 1 }),
      `${demand}.workers: give gpus or workers, not both`,
    ],
    [
      "have workers of some size",
      queued({ gpus: undefined, workers: 2 }),
      `${demand}.workers: workers need \`gpusPerWorker\``,
    ],
    [
      "are of a size that can be counted",
      queued({ gpus: undefined, workers: 5_000_001, gpusPerWorker: 2 }),
      `${demand}.workers: a job of more accelerators than can be counted`,
    ],
    [
      "of different sizes start with a share",
      queued({ gpus: { kind: "choice", values: [1, 8], weights: [1, 1] }, minGpus: 2 }),
      `${demand}.minGpus: jobs of different sizes need a share, or 1`,
    ],
    [
      "start with at most what they want",
      queued({ gpus: 8, minGpus: 9 }),
      `${demand}.minGpus: more than the job wants, which is 8`,
    ],
    [
      "start with at most what is left of them",
      queued({ gpus: 8, most: 4, minGpus: 5 }),
      `${demand}.minGpus: more than the job wants, which is 4`,
    ],
    ["run in pools that exist", queued({ pools: ["q"] }), `${demand}.pools[0]: there is no pool "q"`],
    ["list a pool once", sent({ pools: ["p", "p"] }), "tenants[0].jobs.pools[1]: the pool is listed twice"],
    [
      "make checkpoints apart",
      queued({ checkpoint: { every: 0 } }),
      `${demand}.checkpoint.every: expected a length of time above 0, got 0`,
    ],
    [
      "make checkpoints after Young when they fail",
      queued({ checkpoint: { every: "young" } }),
      `${demand}.checkpoint.every: young needs failures: without them the best interval is endless`,
    ],
    [
      "make checkpoints after Young when failures stop them",
      queued({ checkpoint: { every: "young" }, failures: { faultIsolation: 1 } }),
      `${demand}.checkpoint.every: young needs failures: without them the best interval is endless`,
    ],
    [
      "make checkpoints after Young that cost something",
      queued({ checkpoint: { every: "young", cost: 0 }, failures: {} }),
      `${demand}.checkpoint.cost: expected a length of time above 0, got 0`,
    ],
    [
      "do not fail all the time",
      queued({ failures: { mttf: 0 } }),
      `${demand}.failures.mttf: expected a length of time above 0, got 0`,
    ],
  ]);

  test("may fail for reasons of their own only", () => {
    const failures = { faultIsolation: 1, perJobPerDay: 2.2 };
    expect(warningsOf(queued({ checkpoint: { every: "young" }, failures }))).toEqual([]);
  });

  test("of different sizes may start with one accelerator or a share", () => {
    const gpus = { kind: "choice", values: [1, 8], weights: [1, 1] };
    for (const minGpus of [0, 1, "25 %"]) expect(warningsOf(queued({ gpus, minGpus }))).toEqual([]);
  });

  test("a worker fits a node", () => {
    const cluster = {
      pools: [
        { name: "a", nodes: { count: 4, gpus: 4 } },
        { name: "b", nodes: [{ count: 2, gpus: 8 }] },
      ],
    };
    const input = (gpusPerWorker: number, more: Loose = {}) => ({
      ...queued({ gpus: 8, gpusPerWorker, ...more }),
      cluster,
    });
    expect(warningsOf(input(7))).toEqual([]);
    expect(warningsOf(input(8))).toEqual([]);
    expect(refusals(input(9))).toEqual([
      `${demand}.gpusPerWorker: more than the largest node of its pools has, which is 8`,
    ]);
    expect(refusals(input(8, { pools: ["a"] }))).toHaveLength(1);
    expect(warningsOf({ ...queued({ gpus: 9, gpusPerWorker: 9 }), cluster: BOTH })).toEqual([]);
  });
});

describe("distributions of jobs", () => {
  check([
    [
      "each value has a weight",
      queued({ gpus: { kind: "choice", values: [1, 2, 4], weights: [1, 1] } }),
      `${demand}.gpus.weights: 2 weights for 3 values`,
    ],
    [
      "p90 of a size is at least the median",
      queued({ gpus: { kind: "lognormal", median: 4, p90: 3 } }),
      `${demand}.gpus.p90: "3" is less than the median "4"`,
    ],
    [
      "a range of estimates is not empty",
      queued({ estimate: { kind: "uniform", from: 2, to: 1 } }),
      `${demand}.estimate.to: less than \`from\``,
    ],
    [
      "a run time has a mean",
      queued({ work: { kind: "exponential", mean: 0 } }),
      `${demand}.work.mean: expected a length of time above 0, got 0`,
    ],
    [
      "a body has a spread",
      queued({ work: { kind: "bodyAndTail", median: 60, shape: 2, most: "1 day" } }),
      `${demand}.work.p90: missing: expected p90 or sigma`,
    ],
    [
      "a body has one spread",
      queued({ work: { kind: "bodyAndTail", median: 60, p90: 90, sigma: 1, shape: 2, most: "1 day" } }),
      `${demand}.work.sigma: give p90 or sigma, not both`,
    ],
    [
      "a body is spread",
      queued({ work: { kind: "bodyAndTail", median: 60, p90: "1 min", shape: 2, most: "1 day" } }),
      `${demand}.work.p90: "1 min" is not above the median "60"`,
    ],
    [
      "a tail ends above the median",
      queued({ work: { kind: "bodyAndTail", median: 60, sigma: 1, shape: 2, most: 60 } }),
      `${demand}.work.most: "60" is not above the median "60"`,
    ],
  ]);
});

describe("traces", () => {
  const trace = (more: Loose = {}): Loose =>
    small({ internal: [{ name: "i", demand: { kind: "trace", file: "a.swf", ...more } }] });

  test.each(["/a.swf", "../a.swf", "a/../b.swf", "a//b", "C:/a", "a\\b", "./a", "a/", ""])(
    "%j is no path",
    (file) => {
      const [problem] = problemsOf(trace({ file }));
      expect(problem?.path).toBe(`${demand}.file`);
      expect(problem?.message).toContain("expected a path inside the scenario's folder");
      expect(problem?.hint).toContain("relative to the scenario");
    },
  );

  test("a window has a length", () => {
    expect(refusals(trace({ window: { from: 10, to: 10 } }))).toEqual([
      `${demand}.window.to: is not after the beginning of the window`,
    ]);
    expect(warningsOf(trace({ window: { from: 10, to: 11 } }))).toEqual([]);
  });

  test("of a tenant are told by kind", () => {
    const jobs = { kind: "trace", file: "a.csv", columns: { gpuss: "x" } };
    expect(problemsOf(small({ tenants: [{ name: "t", jobs }] }))[0]).toMatchObject({
      path: "tenants[0].jobs.columns.gpuss",
      hint: 'did you mean "gpus"?',
    });
  });
});

describe("what never starts is accepted with a word", () => {
  const room = {
    cluster: {
      pools: [
        { name: "a", gpus: 60 },
        { name: "b", gpus: 100 },
      ],
    },
  };

  test("since a job runs in one pool", () => {
    const sized = (gpus: unknown, more: Loose = {}) =>
      warningsOf({ ...queued({ gpus, queue: "loss", ...more }), ...room });
    const never = (key: string) =>
      `${demand}.${key}: more than the largest of its pools ever has (100), so no job ever starts`;
    const some = `${demand}.gpus: some jobs may need more than the largest of its pools ever has (100), and such a job never starts`;
    expect(sized(99)).toEqual([]);
    expect(sized(100)).toEqual([]);
    expect(sized(101)).toEqual([never("gpus")]);
    expect(sized(101, { minGpus: 100 })).toEqual([]);
    expect(sized(200, { minGpus: "50 %" })).toEqual([]);
    expect(sized(201, { minGpus: "50 %" })).toEqual([never("gpus")]);
    expect(sized(101, { most: 100 })).toEqual([]);
    expect(sized(61, { pools: ["a"] })).toEqual([
      `${demand}.gpus: more than the largest of its pools ever has (60), so no job ever starts`,
    ]);
    expect(sized(undefined, { workers: 26, gpusPerWorker: 4 })).toEqual([never("workers")]);
    expect(sized({ kind: "choice", values: [1, 128], weights: [9, 1] })).toEqual([some]);
    expect(sized({ kind: "uniform", from: 1, to: 100.4 })).toEqual([]);
    expect(sized({ kind: "uniform", from: 1, to: 100.5 })).toEqual([some]);
    expect(sized({ kind: "lognormal", median: 4, p90: 8 })).toEqual([some]);
    expect(sized({ kind: "lognormal", median: 4, p90: 8 }, { most: 100 })).toEqual([]);
    expect(sized({ kind: "lognormal", median: 4, p90: 8 }, { minGpus: 1 })).toEqual([]);
    expect(sized({ kind: "pareto", least: 101, shape: 2 })).toEqual([never("gpus")]);
  });

  test("nor does the largest of a model for a larger machine", () => {
    const model = (machine: number) =>
      warningsOf({
        ...small({ internal: [{ name: "i", demand: { kind: "lublin", machine, gapFactor: 100 } }] }),
        ...room,
      });
    expect(model(100)).toEqual([]);
    expect(model(101)).toEqual([
      `${demand}.machine: some jobs may need more than the largest of its pools ever has (100), and such a job never starts`,
    ]);
  });
});

describe("a queue that grows without end is accepted with a word", () => {
  const machine = { cluster: { pools: [{ name: "p", gpus: 8 }] } };
  const told = (jobs: Loose): string[] => warningsOf({ ...queued(jobs), ...machine });
  const load = (text: string): string[] => [
    `${demand}.arrivals: offers a load of ${text} accelerators, with at most 8 in its pools: the queue grows without end`,
  ];

  test("above the pools, not at them", () => {
    const rate = (perHour: number) => told({ arrivals: { kind: "poisson", perHour }, gpus: 2 });
    expect(rate(143)).toEqual([]);
    expect(rate(144)).toEqual([]);
    expect(rate(145)).toEqual(load("8.06"));
  });

  test.each([
    ["renewal", { kind: "renewal", shape: 0.5, perSecond: 0.1 }, "10"],
    ["profile", { kind: "profile", perSecond: 0.1, days: [7, 0, 0, 0, 0, 0, 0] }, "10"],
    [
      "mmpp",
      {
        kind: "mmpp",
        spells: [
          { perSecond: 0, lasts: "3 h" },
          { perSecond: 0.4, lasts: "1 h" },
        ],
      },
      "10",
    ],
    ["hawkes", { kind: "hawkes", perSecond: 0.05, jump: 0.5, decay: 1 }, "10"],
  ])("by the mean rate of %s", (_, arrivals, text) => {
    expect(told({ arrivals })).toEqual(load(text));
  });

  test.each([
    ["uniform", { kind: "uniform", from: 500, to: 1500 }, "10"],
    ["exponential", { kind: "exponential", mean: 1000 }, "10"],
    ["gamma", { kind: "gamma", mean: 1000, shape: 3 }, "10"],
    ["Weibull, shape 1/2: twice its scale", { kind: "weibull", scale: 500, shape: 0.5 }, "10"],
    ["Pareto, shape 2: twice its least", { kind: "pareto", least: 500, shape: 2 }, "10"],
    ["hyperexponential", { kind: "hyperexponential", means: [500, 3500], weights: [5, 1] }, "10"],
    ["empirical", { kind: "empirical", values: [0, 2000] }, "10"],
    [
      "lognormal with sigma 1: e^0.5 times its median",
      { kind: "lognormal", median: 1000, p90: 3602 },
      "16.5",
    ],
  ])("by the mean run time of %s", (_, work, text) => {
    expect(told({ work })).toEqual(load(text));
  });

  test("by the mean size", () => {
    const gpus = { kind: "choice", values: [4, 16], weights: [3, 1] };
    expect(told({ gpus, most: 8, work: 200 })).toEqual(load("10"));
    expect(told({ gpus: { kind: "exponential", mean: 10 }, most: 8 })).toEqual([]);
  });

  test("but not without a mean, nor where jobs do not wait as long as it takes", () => {
    expect(told({ work: { kind: "pareto", least: "1 day", shape: 1 } })).toEqual([]);
    expect(told({ gpus: 8, arrivals: { kind: "at", times: [0] }, work: "10 days" })).toEqual([]);
    const busy = { work: 1000, gpus: 8 };
    expect(told(busy)).toHaveLength(1);
    for (const more of [{ queue: "loss" }, { queue: { limit: 5 } }, { patience: "1 h" }])
      expect(told({ ...busy, ...more })).toEqual([]);
  });

  test("nor where the pools are known only from a record", () => {
    const cluster = { pools: [{ name: "p", availability: { file: "a.txt" } }] };
    expect(warningsOf({ ...queued({ work: "10 days", gpus: 5000 }), cluster })).toEqual([]);
  });

  test("even when each stream alone would be served", () => {
    const stream = { kind: "jobs", arrivals: { kind: "poisson", perHour: 36 }, gpus: 1, work: 500 };
    const input = { ...small({ internal: [{ name: "i", demand: [stream, stream] }] }), ...machine };
    expect(warningsOf(input)).toEqual([
      "cluster.pools: the jobs that wait offer a load of 10 accelerators together, with at most 8: their queue grows without end",
    ]);
  });
});

describe("policies about jobs", () => {
  const policy = (spec: Loose): Loose => small({ policies: { a: spec } });
  check([
    [
      "a half-life is a time",
      policy({ queue: { order: "fairShare", halfLife: 0 } }),
      "policies.a.queue.halfLife: expected a length of time above 0, got 0",
    ],
    [
      "a budget is for a time",
      policy({ preemption: { budget: { evictions: 1, per: 0 } } }),
      "policies.a.preemption.budget.per: expected a length of time above 0, got 0",
    ],
    [
      "a quota is looked at now and then",
      policy({ admission: { kind: "spotQuota", every: 15 } }),
      "policies.a.admission.every: 2,102,400 steps over the horizon: at most 2,000,000 are allowed",
    ],
    [
      "a guarantee lasts",
      policy({ admission: { kind: "spotQuota", window: 0 } }),
      "policies.a.admission.window: expected a length of time above 0, got 0",
    ],
    [
      "a history is a time",
      policy({ admission: { kind: "spotQuota", history: 0 } }),
      "policies.a.admission.history: expected a length of time above 0, got 0",
    ],
    [
      "the least factor is not above the greatest",
      policy({ admission: { kind: "spotQuota", least: 1.6 } }),
      "policies.a.admission.least: the least factor is above the greatest",
    ],
    [
      "orders are those there are",
      policy({ queue: "fifo" }),
      'policies.a.queue: expected "fcfs", "priority", "sjf", "smallest" or "fairShare", or an object, got "fifo"',
    ],
  ]);

  test("a quota may be looked at every 16 seconds of a year", () => {
    expect(warningsOf(policy({ admission: { kind: "spotQuota", every: 16 } }))).toEqual([]);
  });

  test("reservations on nodes come with a word", () => {
    const input = (backfill: string, cluster: unknown) => ({ ...policy({ queue: { backfill } }), cluster });
    expect(warningsOf(input("conservative", NODES))).toEqual([
      "policies.a.queue.backfill: reservations count accelerators, not nodes: on pools with nodes a job may start later than it was promised",
    ]);
    expect(warningsOf(input("easy", NODES))).toEqual([]);
    expect(warningsOf(input("conservative", small().cluster))).toEqual([]);
  });
});
