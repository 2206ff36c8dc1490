/**
 * Relations between fields: what one field says that another makes impossible.
 */
import { describe, expect, test } from "vitest";
import { built, leased, problemsOf, refusals, running, small, wanted, warningsOf } from "./build.ts";

type Case = [rule: string, input: Record<string, unknown>, problem: string];

const check = (cases: Case[]): void => {
  test.each(cases)("%s", (_, input, problem) => {
    expect(refusals(input)).toEqual([problem]);
  });
};

describe("clock", () => {
  check([
    [
      "a warm-up leaves something to measure",
      small({ warmUp: "365 days" }),
      "warmUp: the warm-up is as long as the horizon or longer: nothing is left to measure",
    ],
    [
      "a grid has at most two million points",
      wanted({ every: 10 }),
      "internal[0].demand.every: 3,153,600 steps over the horizon: at most 2,000,000 are allowed",
    ],
    [
      "a grid moves on",
      wanted({ every: 0 }),
      "internal[0].demand.every: expected a length of time above 0, got 0",
    ],
    [
      "reviews are a grid too",
      small({ policies: { a: { reclaim: { trigger: { kind: "periodic", every: 1 } } } } }),
      "policies.a.reclaim.trigger.every: 31,536,000 steps over the horizon: at most 2,000,000 are allowed",
    ],
    [
      "all accelerators over the horizon can be counted exactly",
      small({ horizon: "100 years", cluster: { pools: [{ name: "p", gpus: 3_000_000 }] } }),
      "horizon: all pools together: 3.00e+6 accelerators over the horizon are too many to be counted exactly",
    ],
    [
      "demand stays finite",
      wanted({ growth: 1000, base: 10_000_000 }),
      "internal[0].demand.growth: demand grows too large: 1.00e+10 accelerators over the horizon are too many to be counted exactly",
    ],
  ]);

  test("a horizon of nothing is a scenario", () => {
    expect(warningsOf(small({ horizon: 0 }))).toEqual([]);
  });
});

describe("cluster", () => {
  const phases = [
    { at: "2026-08-01", gpus: 1 },
    { at: "2026-09-01", gpus: 2 },
  ];
  check([
    [
      "names of pools are unique",
      built({
        pools: [
          { name: "p", gpus: 1 },
          { name: "p", gpus: 1 },
        ],
      }),
      'cluster.pools[1].name: another pool is named "p"',
    ],
    [
      "names of sites are unique",
      built({ sites: [{ name: "s" }, { name: "s" }], pools: [{ name: "p", site: "s", gpus: 1 }] }),
      'cluster.sites[1].name: another site is named "s"',
    ],
    [
      "a site exists",
      built({ pools: [{ name: "p", site: "s", gpus: 1 }] }),
      'cluster.pools[0].site: there is no site "s"',
    ],
    [
      "gpus or phases",
      built({ pools: [{ name: "p", gpus: 1, phases }] }),
      "cluster.pools[0].phases: give gpus or phases, not both",
    ],
    [
      "a pool says how large it is",
      built({ pools: [{ name: "p" }] }),
      "cluster.pools[0].gpus: missing: expected gpus, phases, nodes or availability",
    ],
    [
      "phases come in order",
      built({ pools: [{ name: "p", phases: phases.toReversed() }] }),
      "cluster.pools[0].phases[1].at: out of order: earlier than the entry before it",
    ],
    [
      "a date has one phase",
      built({ pools: [{ name: "p", phases: [phases[0], phases[0]] }] }),
      "cluster.pools[0].phases[1].at: two entries for the same time",
    ],
    [
      "phases are not before the start",
      built({ pools: [{ name: "p", phases: [{ at: "2026-06-30", gpus: 1 }] }] }),
      "cluster.pools[0].phases[0].at: 2026-06-30 is before the scenario's start: expected a date from 2026-07-01 on",
    ],
    [
      "power limits come in order",
      built({
        sites: [
          {
            name: "s",
            power: [
              { at: "2026-09-01", is: "1 MW" },
              { at: "2026-08-01", is: "1 MW" },
            ],
          },
        ],
        pools: [{ name: "p", site: "s", kwPerGpu: 1, gpus: 1 }],
      }),
      "cluster.sites[0].power[1].at: out of order: earlier than the entry before it",
    ],
    [
      "a duty cycle needs power",
      built({
        sites: [{ name: "s", dutyCycle: { period: "1 h", off: 30 } }],
        pools: [{ name: "p", site: "s", gpus: 1 }],
      }),
      "cluster.sites[0].dutyCycle: a duty cycle needs a power limit",
    ],
    [
      "a duty cycle is off at most all the time",
      built({
        sites: [{ name: "s", power: "1 MW", dutyCycle: { period: "1 h", off: "2 h" } }],
        pools: [{ name: "p", site: "s", kwPerGpu: 1, gpus: 1 }],
      }),
      "cluster.sites[0].dutyCycle.off: longer than the period",
    ],
    [
      "an outage is not before the start",
      built({ pools: [{ name: "p", gpus: 1, outages: [{ at: "2026-01-01", gpus: 1, lasts: 5 }] }] }),
      "cluster.pools[0].outages[0].at: 2026-01-01 is before the scenario's start: expected a date from 2026-07-01 on",
    ],
  ]);

  test("a duty cycle has a bounded number of changes", () => {
    const site = { name: "s", power: "1 MW", dutyCycle: { period: 90, off: 30 } };
    const [problem] = problemsOf(
      built({ sites: [site], pools: [{ name: "p", site: "s", kwPerGpu: 1, gpus: 1 }] }),
    );
    expect(problem).toMatchObject({
      path: "cluster.sites[0].dutyCycle.period",
      message: "more than 200,000 changes of power over the horizon",
      hint: "use a shorter horizon or a longer period",
    });
  });
});

describe("internal demand", () => {
  check([
    [
      "names of programs are unique",
      small({ internal: [0, 1].map(() => ({ name: "i", demand: { kind: "level", base: 1 } })) }),
      'internal[1].name: another program is named "i"',
    ],
    ["a pool exists", wanted({ pools: ["q"] }), 'internal[0].demand.pools[0]: there is no pool "q"'],
    [
      "a pool is listed once",
      wanted({ pools: ["p", { pool: "p" }] }),
      "internal[0].demand.pools[1].pool: the pool is listed twice",
    ],
    [
      "a speed-up is believable",
      wanted({ speedup: 10 }),
      "internal[0].demand.speedup: 0.11 x 10 = 1.10 is above the cap 0.5",
    ],
    [
      "a stated utilization is taken at its word",
      wanted({ speedup: 3, mfu: { base: "30 %", cap: 0.8 } }),
      "internal[0].demand.speedup: 0.3 x 3 = 0.90 is above the cap 0.8",
    ],
    [
      "a product near the cap is written out",
      wanted({ speedup: 1.001, mfu: { base: 0.5, cap: 0.5 } }),
      "internal[0].demand.speedup: 0.5 x 1.001 = 0.5005 is above the cap 0.5",
    ],
    [
      "steps come in order",
      wanted({
        steps: [
          { at: "2 days", gpus: 1 },
          { at: "1 day", gpus: 1 },
        ],
      }),
      "internal[0].demand.steps[1].at: out of order: earlier than the entry before it",
    ],
    [
      "steps are not before the start",
      wanted({ steps: [{ at: "2026-06-01", gpus: 1 }] }),
      "internal[0].demand.steps[0].at: 2026-06-01 is before the scenario's start: expected a date from 2026-07-01 on",
    ],
    [
      "a trough is below the peak",
      wanted({ season: { daily: { peak: 0.5 } } }),
      "internal[0].demand.season.daily.trough: the trough is above the peak",
    ],
    [
      "the least shock is below the most",
      wanted({ shocks: { perYear: 1, size: [2, 1], lasts: 5 } }),
      "internal[0].demand.shocks.size: the least size is above the most",
    ],
    [
      "noise has a half-life",
      wanted({ noise: { halfLife: 0 } }),
      "internal[0].demand.noise.halfLife: expected a length of time above 0, got 0",
    ],
    [
      "a run has a length",
      running({ duration: undefined }),
      "internal[0].demand.runs[0].duration: missing: expected duration or work",
    ],
    [
      "a run has one length",
      running({ work: 5 }),
      "internal[0].demand.runs[0].work: give duration or work, not both",
    ],
    [
      "a run starts with at most what it wants",
      running({ minGpus: 11 }),
      "internal[0].demand.runs[0].minGpus: more than gpus, which is 10",
    ],
    [
      "a run is not submitted before the start",
      running({ start: "2026-01-01" }),
      "internal[0].demand.runs[0].start: 2026-01-01 is before the scenario's start: expected a date from 2026-07-01 on",
    ],
    [
      "checkpoints lie apart",
      running({ checkpoint: { every: 0 } }),
      "internal[0].demand.runs[0].checkpoint.every: expected a length of time above 0, got 0",
    ],
    [
      "work can be counted exactly",
      running({ duration: "100 years", gpus: 10_000_000 }),
      "internal[0].demand.runs[0].duration: too much work to be counted exactly",
    ],
  ]);

  test("a speed-up within the cap is accepted, to the edge", () => {
    for (const demand of [{ speedup: 4.5 }, { speedup: 5, mfu: { base: 0.1, cap: 0.5 } }, { speedup: 0.5 }]) {
      expect(warningsOf(wanted(demand))).toEqual([]);
    }
  });

  test("a run's name is its own in all sources of its program", () => {
    const source = (name: string) => ({ kind: "runs", runs: [{ name, start: 0, gpus: 1, duration: 1 }] });
    const of = (...names: string[]) => small({ internal: [{ name: "i", demand: names.map(source) }] });
    expect(problemsOf(of("r", "r"))).toMatchObject([
      { path: "internal[0].demand[1].runs[0].name", message: 'another run is named "r"' },
    ]);
    expect(warningsOf(of("r", "s"))).toEqual([]);
  });

  test("a run larger than its pools is accepted with a word", () => {
    expect(warningsOf(running({ gpus: 2000 }))).toEqual([
      "internal[0].demand.runs[0].gpus: more than its pools ever have (1,000), so it never starts",
    ]);
    expect(warningsOf(running({ gpus: 2000, minGpus: 1000 }))).toEqual([]);
    const racks = { cluster: { pools: [{ name: "p", gpus: 1000, block: 72 }] } };
    expect(warningsOf({ ...running({ gpus: 1000 }), ...racks })).toEqual([
      "internal[0].demand.runs[0].gpus: in blocks of 72 these are 1,008, more than its pools ever have (1,000), so it never starts",
    ]);
    expect(warningsOf({ ...running({ gpus: 936 }), ...racks })).toEqual([]);
  });

  test("a block without failures or runs does nothing, which is said", () => {
    const racks = { cluster: { pools: [{ name: "p", gpus: 1000, block: 72 }] } };
    expect(warningsOf({ ...small({}), ...racks })).toEqual([
      "cluster.pools[0].block: does nothing without `failures`, or planned runs",
    ]);
  });
});

describe("contracts", () => {
  const ramp = (...shares: (number | string)[]) => ({
    ramp: shares.map((quantity, i) => ({ at: i * 10, quantity })),
  });
  check([
    [
      "names of tenants are unique",
      small({ tenants: [0, 1].map(() => ({ name: "t", contract: { gpus: 1 } })) }),
      'tenants[1].name: another tenant is named "t"',
    ],
    [
      "a tenant is no internal program",
      { ...wanted(), tenants: [{ name: "i", contract: { gpus: 1 } }] },
      'tenants[0].name: an internal program is also named "i"',
    ],
    [
      "a tenant is not named like a contract",
      small({
        tenants: [
          { name: "t", contract: [{ gpus: 1 }, { gpus: 1 }] },
          { name: "t/2", contract: { gpus: 1 } },
        ],
      }),
      'tenants[1].name: contract 2 of "t" has that name',
    ],
    [
      "a lease fits its pools",
      leased({ gpus: 1001 }),
      "tenants[0].contract.gpus: 1,001 is more than its pools ever have: 1,000",
    ],
    [
      "a lease fits the pools it names",
      {
        ...leased({ gpus: 5, pools: ["b"] }),
        cluster: {
          pools: [
            { name: "a", gpus: 9 },
            { name: "b", phases: [{ at: "2027-01-01", gpus: 4 }] },
          ],
        },
      },
      "tenants[0].contract.gpus: 5 is more than its pools ever have: 4",
    ],
    ["a pool exists", leased({ pools: ["q"] }), 'tenants[0].contract.pools[0]: there is no pool "q"'],
    [
      "a minimum is at most the whole",
      leased({ minQuantity: 101 }),
      "tenants[0].contract.minQuantity: more than gpus, which is 100",
    ],
    [
      "a lease does not start before the scenario",
      leased({ start: "2026-06-30T12:00Z" }),
      "tenants[0].contract.start: 2026-06-30T12:00Z is before the scenario's start: expected a date from 2026-07-01 on",
    ],
    [
      "a lease is signed before it starts",
      leased({ signed: "2026-08-01" }),
      "tenants[0].contract.signed: signed on 2026-08-01, after the lease starts on 2026-07-01",
    ],
    [
      "a lease does not end before it starts",
      leased({ signed: "2020-01-01" }),
      "tenants[0].contract.term: the lease ends on 2023-01-01, before it starts on 2026-07-01",
    ],
    [
      "a lockout is not before the signature",
      leased({ lockout: "2026-06-01" }),
      "tenants[0].contract.lockout: before the signature on 2026-07-01",
    ],
    [
      "a ramp comes in order",
      leased({
        ramp: [
          { at: 5, quantity: 0.5 },
          { at: 5, quantity: 1 },
        ],
      }),
      "tenants[0].contract.ramp[1].at: two entries for the same time",
    ],
    [
      "a ramp begins with the lease",
      leased({ start: "2026-08-01", ramp: [{ at: "2026-07-15", quantity: 1 }] }),
      "tenants[0].contract.ramp[0].at: 2026-07-15 is before the lease starts on 2026-08-01",
    ],
    [
      "a ramp does not fall",
      leased(ramp(0.5, 0.4, 1)),
      "tenants[0].contract.ramp[1].quantity: a ramp does not fall",
    ],
    [
      "a ramp ends with everything",
      leased(ramp(0.5, "90 %")),
      "tenants[0].contract.ramp[1].quantity: the last step of a ramp is the full quantity",
    ],
    [
      "a price falls over some time",
      leased({ priceByNotice: { decay: 0 } }),
      "tenants[0].contract.priceByNotice.decay: expected a length of time above 0, got 0",
    ],
    [
      "a renewal lasts",
      leased({ renewal: { term: 0 } }),
      "tenants[0].contract.renewal.term: expected a length of time above 0, got 0",
    ],
    [
      "an exit happens at some time",
      leased({}, { exit: {} }),
      "tenants[0].exit: expected at, perYear or whenMarketBelow",
    ],
    [
      "an exit is not before the start",
      leased({}, { exit: { at: "2026-01-01" } }),
      "tenants[0].exit.at: 2026-01-01 is before the scenario's start: expected a date from 2026-07-01 on",
    ],
  ]);

  test("the hint for a lease that already runs names `signed`", () => {
    expect(problemsOf(leased({ start: "2026-01-01" }))[0]?.hint).toContain("give `signed`");
    expect(warningsOf(leased({ signed: "2026-01-01" }))).toEqual([]);
  });

  test("what is unlikely is accepted with a word", () => {
    expect(warningsOf(leased({ start: "2028-01-01" }))).toEqual([
      "tenants[0].contract.start: after the end of the horizon, so the lease never begins",
    ]);
    expect(warningsOf(leased({ term: "1 month" }))).toEqual([
      "tenants[0].contract.lockout: lasts longer than the term, so no notice is ever possible",
    ]);
    expect(warningsOf(leased({ fee: { perMwMonth: 5 } }))).toEqual([
      "tenants[0].contract.fee.perMwMonth: its pools draw no power, so the rent is nothing",
    ]);
    const ramp = [
      { at: 0, quantity: "40 %" },
      { at: "2026-09-01", quantity: 1 },
    ];
    expect(
      warningsOf(small({ tenants: [1, 2].map((i) => ({ name: `t${i}`, contract: { gpus: 600, ramp } })) })),
    ).toEqual(["tenants: on 2026-09-01 the leases add up to 1,200, with 1,000 on line"]);
    const two = [600, 500].map((gpus, i) => ({ name: `t${i}`, contract: { gpus } }));
    expect(warningsOf(small({ tenants: two }))).toEqual([
      "tenants: on 2026-07-01 the leases add up to 1,100, with 1,000 on line",
    ]);
  });
});

describe("distributions", () => {
  const lag = (spec: unknown) => leased({}, { relet: { lag: spec } });
  const at = (key: string): string => `tenants[0].relet.lag.${key}`;
  check([
    [
      "p90 is at least the median",
      lag({ kind: "lognormal", median: "2 days", p90: "1 day" }),
      `${at("p90")}: "1 day" is less than the median "2 days"`,
    ],
    [
      "a median is above 0",
      lag({ kind: "lognormal", median: 0, p90: 1 }),
      `${at("median")}: expected a length of time above 0, got 0`,
    ],
    ["a range is not empty", lag({ kind: "uniform", from: 2, to: 1 }), `${at("to")}: less than \`from\``],
    [
      "each mean has a weight",
      lag({ kind: "hyperexponential", means: [1, 2], weights: [1] }),
      `${at("weights")}: 1 weights for 2 means`,
    ],
    [
      "a mean is above 0",
      lag({ kind: "exponential", mean: 0 }),
      `${at("mean")}: expected a length of time above 0, got 0`,
    ],
    [
      "they are checked in contracts",
      leased({ onNotice: { kind: "finishThenLeave", remaining: { kind: "pareto", least: 0, shape: 2 } } }),
      "tenants[0].contract.onNotice.remaining.least: expected a length of time above 0, got 0",
    ],
    [
      "and in policies",
      small({ policies: { a: { refill: { kind: "relet", lag: { kind: "weibull", scale: 0, shape: 1 } } } } }),
      "policies.a.refill.lag.scale: expected a length of time above 0, got 0",
    ],
  ]);
});

describe("policies", () => {
  test.each(["2x", "10", " a", "toString", "hasOwnProperty", "valueOf", "a/b", "-a", "a'"])(
    "%j is no name of a policy",
    (name) => {
      expect(
        problemsOf(small({ policies: { [name]: {} } }))
          .map(({ path, message }) => path + message)
          .join(),
      ).toMatch(/cannot be named|expected a name/);
    },
  );

  test("there is at least one", () => {
    expect(refusals(small({ policies: {} }))).toEqual(["policies: expected at least one policy"]);
  });

  test("their order is that of the file", () => {
    const policies = { zebra: {}, reactive: {}, "a b": {}, ahead: {} };
    expect(warningsOf(small({ policies }))).toEqual([]);
  });
});

describe("in what the schema refuses", () => {
  test("relations of the rest are told as well", () => {
    const input = leased({ gpus: "8x", start: "2026-01-01", pools: ["q"], feeDuringNotice: 7 });
    expect(
      problemsOf(input)
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual([
      "tenants[0].contract.feeDuringNotice",
      "tenants[0].contract.gpus",
      "tenants[0].contract.start",
    ]);
  });

  test("nothing is told that follows from a value taken out", () => {
    expect(refusals(leased({ start: "2026-13-01", signed: "2027-01-01" }))).toHaveLength(1);
    expect(refusals(leased({ gpus: 50, minQuantity: 60, pools: [5] }))).toHaveLength(1);
    expect(refusals(built({ pools: [{ name: "p", phases: [{ at: "x", gpus: 5 }] }] }))).toHaveLength(1);
    expect(refusals({ ...leased({ gpus: 5 }), cluster: { pools: [{ name: "p", gpus: "x" }] } })).toHaveLength(
      1,
    );
  });
});

describe("reclaim", () => {
  const reclaimed = (reclaim: object) => small({ policies: { a: { reclaim } } });

  test("a calendar has a date, and none before the start", () => {
    expect(refusals(reclaimed({ trigger: { kind: "calendar", monthly: 0 } }))).toEqual([
      "policies.a.reclaim.trigger: a calendar without a date: expected dates, monthly or both",
    ]);
    expect(refusals(reclaimed({ trigger: { kind: "calendar", dates: ["2026-06-30"] } }))).toEqual([
      "policies.a.reclaim.trigger.dates[0]: 2026-06-30 is before the scenario's start: expected a date from 2026-07-01 on",
    ]);
  });

  test("a budget is for a stretch of time", () => {
    expect(refusals(reclaimed({ throttle: { evictionBudget: { evictions: 1, per: 0 } } }))).toEqual([
      "policies.a.reclaim.throttle.evictionBudget.per: expected a length of time above 0, got 0",
    ]);
  });

  test("what has no effect is told", () => {
    const weighted = [{ by: "youngest", weight: 0 }];
    expect(warningsOf(reclaimed({ victims: { weighted } }))).toEqual([
      "policies.a.reclaim.victims.weighted: all weights are 0: the order is that of the file",
    ]);
    expect(warningsOf(reclaimed({ trigger: "onBlocked", throttle: { maxPerRound: 1 } }))).toEqual([
      "policies.a.reclaim.throttle.maxPerRound: a policy that waits for a shortage has a round at every event: without `minGap` this is hardly a limit",
    ]);
    expect(warningsOf(reclaimed({ buyOut: "ifWorth" }))).toEqual([
      "policies.a.reclaim.buyOut: no contract names a price: nobody can be bought out",
    ]);
    const dear = leased({ notice: "30 days", buyOut: { perGpuDay: 1, notice: "30 days" } });
    expect(warningsOf({ ...dear, policies: { a: { reclaim: { buyOut: "ifWorth" } } } })).toEqual([
      "tenants[0].contract.buyOut.notice: not below the owner's notice of 30 days: there is nothing to be bought",
    ]);
  });
});
