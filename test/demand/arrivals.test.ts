/**
 * Each arrival process against its theory: mean and dispersion of counts over independent stretches, with a twin that
 * has one per cent of bias and must fail; and the exact relations that all of them keep.
 */
import { describe, expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import { branchingRatio, type Hawkes, hawkesCount } from "../../src/demand/arrivals/hawkes.ts";
import { Instants, MOST_JOBS } from "../../src/demand/arrivals/instants.ts";
import { mmppDispersion } from "../../src/demand/arrivals/mmpp.ts";
import { dispersionLimit, meanRate } from "../../src/demand/arrivals/moments.ts";
import { arrivalTimes } from "../../src/demand/arrivals.ts";
import type { Arrivals } from "../../src/model/types.ts";
import { openStream } from "../../src/random/streams.ts";
import { againstTheory, chiSquareZ, MOST_Z, SHARP } from "./against-theory.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** Wednesday 2026-07-01, 00:00 UTC. */
const WEDNESDAY = 1_782_864_000;

const hours = Array.from({ length: 24 }, (_, hour) => (hour < 8 ? 0.25 : hour < 16 ? 2 : 0.75));
const days = [1.2, 1.2, 1.2, 1.2, 1.2, 0.6, 0.4];
const hawkes: Hawkes = { base: 0.05, jump: 0.05, decay: 0.1 };

const processes: { [name: string]: Arrivals } = {
  poisson: { kind: "poisson", rate: 0.1 },
  "bursty renewal": { kind: "renewal", rate: 0.1, shape: 0.4 },
  "regular renewal": { kind: "renewal", rate: 0.1, shape: 3 },
  profile: { kind: "profile", rate: 0.1, hours, days },
  mmpp: { kind: "mmpp", rates: [0.05, 0.4], sojourns: [60, 30] },
  hawkes: { kind: "hawkes", ...hawkes },
};

const stream = (name: string, replication = 0) => openStream("arrivals", replication, name, "arrivals");
const draw = (arrivals: Arrivals, horizon: number, replication = 0, epoch = WEDNESDAY): Float64Array =>
  arrivalTimes(arrivals, epoch, horizon, stream("tests", replication), "tests");

/** Numbers of arrivals in that many independent stretches from second 0 on. */
const counts = (arrivals: Arrivals, length: number, stretches: number): Float64Array => {
  const g = stream("counts");
  return Float64Array.from(
    { length: stretches },
    () => arrivalTimes(arrivals, WEDNESDAY, length, g, "").length,
  );
};

/** The process with all its rates one per cent higher. */
const biased = (arrivals: Arrivals): Arrivals => {
  switch (arrivals.kind) {
    case "mmpp":
      return { ...arrivals, rates: [arrivals.rates[0] * 1.01, arrivals.rates[1] * 1.01] };
    case "hawkes":
      return { ...arrivals, base: arrivals.base * 1.01 };
    case "at":
      return arrivals;
    default:
      return { ...arrivals, rate: arrivals.rate * 1.01 };
  }
};

describe("the mean number of arrivals is that of theory, and a bias of 1 % shows", () => {
  test.each([
    ["poisson", 100, 60_000, 10],
    ["bursty renewal", 100, 120_000, 10],
    ["regular renewal", 100, 25_000, 10],
    ["profile", WEEK, 30, 0.1 * WEEK],
    ["mmpp", 100, 400_000, 100 * (0.05 * (2 / 3) + 0.4 / 3)],
    ["hawkes", 100, 400_000, hawkesCount(hawkes, 100).mean],
  ])("%s", (name, length, stretches, theory) => {
    const verdict = againstTheory(counts(processes[name], length, stretches), theory);
    expect(Math.abs(verdict.z)).toBeLessThan(MOST_Z);
    console.log(verdict);
    expect(verdict.error).toBeLessThan(SHARP);
    const twin = againstTheory(counts(biased(processes[name]), length, stretches), theory);
    expect(Math.abs(twin.z)).toBeGreaterThan(MOST_Z);
  });
});

describe("the variance of the number of arrivals is that of theory, and 1 % beside it shows", () => {
  const twoPhases: Arrivals = { kind: "renewal", rate: 0.1, shape: 2 };
  test.each([
    ["poisson", processes.poisson, 50, 1_200_000, 5, 5],
    // Erlang gaps in equilibrium: m / 2 + (1 - e^(-4m)) / 8
    ["renewal", twoPhases, 50, 1_200_000, 5, 5 / 2 + (1 - Math.exp(-20)) / 8],
    [
      "mmpp",
      processes.mmpp,
      60,
      1_600_000,
      10,
      10 * mmppDispersion({ rates: [0.05, 0.4], sojourns: [60, 30] }, 60),
    ],
    [
      "hawkes",
      processes.hawkes,
      100,
      2_000_000,
      hawkesCount(hawkes, 100).mean,
      hawkesCount(hawkes, 100).variance,
    ],
  ])("%s", (_, arrivals, length, stretches, mean, theory) => {
    const squares = counts(arrivals, length, stretches).map((count) => (count - mean) ** 2);
    const verdict = againstTheory(squares, theory);
    expect(Math.abs(verdict.z)).toBeLessThan(MOST_Z);
    console.log(verdict);
    expect(verdict.error).toBeLessThan(SHARP);
    expect(Math.abs(againstTheory(squares, theory * 1.01).z)).toBeGreaterThan(MOST_Z);
  });
});

describe("closed forms", () => {
  test("give the mean rate of each process", () => {
    expect(meanRate(processes.poisson)).toBe(0.1);
    expect(meanRate(processes["bursty renewal"])).toBe(0.1);
    expect(meanRate(processes.profile)).toBeCloseTo(0.1, 12);
    expect(meanRate(processes.mmpp)).toBeCloseTo(1 / 6, 12); // two thirds of the time 0.05, one third 0.4
    expect(meanRate(processes.hawkes)).toBeCloseTo(0.1, 12); // each arrival causes half a further one
    expect(meanRate({ kind: "at", times: [1] })).toBe(0);
  });

  test("give the dispersion of long stretches", () => {
    expect(dispersionLimit(processes.poisson)).toBe(1);
    expect(dispersionLimit(processes.profile)).toBe(1);
    expect(dispersionLimit(processes["bursty renewal"])).toBe(2.5);
    expect(dispersionLimit(processes.hawkes)).toBeCloseTo(4, 12);
    // by hand: 1 + 2 x 1/4 x 2² / (1 x 2)
    expect(dispersionLimit({ kind: "mmpp", rates: [0, 2], sojourns: [1, 1] })).toBe(2);
    expect(dispersionLimit({ kind: "at", times: [1] })).toBe(0);
  });

  test("lead from a Poisson moment to the limit as the stretch grows", () => {
    const spec = { rates: [0, 2], sojourns: [1, 1] } as const;
    expect(mmppDispersion(spec, 1e-6)).toBeCloseTo(1, 5);
    expect(mmppDispersion(spec, 1)).toBeCloseTo(1 + (1 - (1 - Math.exp(-2)) / 2), 12);
    expect(mmppDispersion(spec, 1e9)).toBeCloseTo(2, 6);
    const [soon, late] = [0.001, 1e8].map((length) => hawkesCount(hawkes, length));
    expect(soon.mean / 0.001).toBeCloseTo(hawkes.base, 5);
    expect(soon.variance / soon.mean).toBeCloseTo(1, 3);
    expect(late.mean / 1e8).toBeCloseTo(meanRate(processes.hawkes), 6);
    expect(late.variance / late.mean).toBeCloseTo(4, 5);
  });
});

describe("a profile", () => {
  /** Arrivals of each hour of the week, Monday first, over many weeks from an odd second on. */
  const byHour = (epoch: number, shift = 0): Float64Array => {
    const found = new Float64Array(168);
    for (const at of draw({ ...processes.profile } as Arrivals, 30 * WEEK, 0, epoch)) {
      const monday = 4 * DAY;
      found[Math.floor(((((epoch + at + shift - monday) % WEEK) + WEEK) % WEEK) / HOUR)]++;
    }
    return found;
  };
  const expected = Float64Array.from(
    { length: 168 },
    (_, hour) => 0.1 * 30 * HOUR * hours[hour % 24] * days[Math.floor(hour / 24)],
  );

  test.each([
    ["at midnight", WEDNESDAY],
    ["in the middle of an hour", WEDNESDAY + 3 * DAY + 5 * HOUR + 1234],
    ["before 1970", -WEEK * 100 + 777],
  ])("gives each hour of the week its share when it starts %s", (_, epoch) => {
    expect(Math.abs(chiSquareZ(byHour(epoch), expected))).toBeLessThan(MOST_Z);
  });

  test("does not pass with the clock an hour off", () => {
    expect(Math.abs(chiSquareZ(byHour(WEDNESDAY, HOUR), expected))).toBeGreaterThan(MOST_Z);
  });

  test("has nobody arrive where its factor is 0", () => {
    const quiet = hours.map((factor, hour) => (hour === 12 ? 0 : factor));
    const times = draw({ kind: "profile", rate: 0.1, hours: quiet, days }, WEEK);
    expect(times.length).toBeGreaterThan(40_000);
    expect(times.filter((at) => Math.floor(at / HOUR) % 24 === 12).length).toBe(0);
  });
});

describe("a list of instants", () => {
  test("is taken in order, in whole seconds, as far as the horizon reaches", () => {
    expect(Array.from(draw({ kind: "at", times: [30, 5.9, 5.2, 100, 0, -1, 99] }, 100))).toEqual([
      0, 5, 5, 30, 99,
    ]);
  });
});

describe.each(Object.keys(processes))("arrivals: %s", (name) => {
  const process = processes[name];

  test("are whole seconds in order, inside the horizon", () => {
    const times = draw(process, 100_000);
    expect(times.length).toBeGreaterThan(3000);
    expect(times.every((at, i) => Number.isInteger(at) && at >= (i === 0 ? 0 : times[i - 1]))).toBe(true);
    expect(times[times.length - 1]).toBeLessThan(100_000);
  });

  test("are the same for the same seed and others in another replication", () => {
    expect(draw(process, 10_000)).toEqual(draw(process, 10_000));
    expect(draw(process, 10_000)).not.toEqual(draw(process, 10_000, 1));
  });

  test("of a longer horizon begin with those of a shorter one", () => {
    const long = draw(process, 200_000);
    for (const horizon of [0, 1, 777, 20_000, 199_999]) {
      expect(draw(process, horizon)).toEqual(long.filter((at) => at < horizon));
    }
  });
});

test("rounding to whole seconds never accumulates, even with many arrivals a second", () => {
  const times = draw({ kind: "poisson", rate: 40 }, 100_000);
  expect(Math.abs(times.length - 4e6) / Math.sqrt(4e6)).toBeLessThan(MOST_Z);
});

test.each<Arrivals>([
  { kind: "poisson", rate: 0 },
  { kind: "renewal", rate: 0, shape: 0.5 },
  { kind: "profile", rate: 0.1, hours: new Array(24).fill(0), days },
  { kind: "mmpp", rates: [0, 0], sojourns: [1, 1] },
  { kind: "hawkes", base: 0, jump: 0.5, decay: 1 },
  { kind: "at", times: [] },
])("a rate of 0 brings nobody: $kind", (arrivals) => {
  expect(draw(arrivals, 1e9).length).toBe(0);
});

test("a state whose rate is 0, or which never lasts, brings nobody", () => {
  const busy = draw({ kind: "mmpp", rates: [0, 1], sojourns: [1000, 1000] }, 1e6).length;
  expect(Math.abs(busy / 1e6 - 0.5)).toBeLessThan(0.05);
  const always = draw({ kind: "mmpp", rates: [5, 1], sojourns: [0, 1000] }, 1e6).length;
  expect(Math.abs(always - 1e6)).toBeLessThan(5000);
});

describe("what never ends is refused by name", () => {
  const refusal = (arrivals: Arrivals, horizon: number): InputError => {
    try {
      arrivalTimes(arrivals, WEDNESDAY, horizon, stream("refused"), "burst/2");
    } catch (error) {
      if (error instanceof InputError) return error;
      throw error;
    }
    throw new Error("accepted");
  };

  test("more jobs than a replication may hold", () => {
    const error = refusal({ kind: "poisson", rate: 1000 }, 1e9);
    expect(error.message).toBe("burst/2: more than 16,000,000 jobs in one replication");
  });

  test("not one job less than that", () => {
    const out = new Instants(MOST_JOBS, "");
    for (let i = 0; i < MOST_JOBS; i++) out.push(i);
    expect(out.count).toBe(16_000_000);
    expect(() => out.push(MOST_JOBS)).toThrow(InputError);
  });

  test("an explosion", () => {
    expect(branchingRatio({ base: 1, jump: 2, decay: 2 })).toBe(1);
    expect(refusal({ kind: "hawkes", base: 1, jump: 2, decay: 2 }, 10).message).toContain("explodes");
  });

  test("a chain whose states do not last", () => {
    expect(refusal({ kind: "mmpp", rates: [1, 1], sojourns: [0, 0] }, 10).message).toContain(
      "never advances",
    );
  });
});
