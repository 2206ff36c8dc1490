/**
 * Columns of generated jobs against the laws they are drawn from: sizes, run times, estimates and users of synthetic
 * streams, and the model of Lublin and Feitelson against what follows from its published values.
 */
import { describe, expect, test } from "vitest";
import { jobRows } from "../../src/demand/jobs.ts";
import {
  lublinCycle,
  lublinMeanGap,
  lublinMeanSeconds,
  lublinSizeProbabilities,
  shortShare,
} from "../../src/demand/lublin/law.ts";
import { lublinArrivals, lublinLogGap, lublinSeconds, lublinSizes } from "../../src/demand/lublin.ts";
import type { SyntheticJobs } from "../../src/model/types.ts";
import { openStream } from "../../src/random/streams.ts";
import { againstTheory, chiSquareZ, MOST_Z } from "./against-theory.ts";

const COUNT = 200_000;
const stream = (purpose: string, replication = 0) => openStream("jobs", replication, "tests", purpose);

const spec: SyntheticJobs = {
  arrivals: { kind: "poisson", rate: 1 },
  gpus: { kind: "choice", values: [1, 2, 8, 64], weights: [5, 3, 1, 0] },
  mostGpus: 64,
  minShare: 1,
  seconds: { kind: "lognormal", mu: 6, sigma: 1 },
  estimateFactor: { kind: "uniform", from: 1, to: 3 },
  users: 7,
};

const rows = (change: Partial<SyntheticJobs> = {}, horizon = COUNT) =>
  jobRows({ kind: "synthetic", spec: { ...spec, ...change } }, 0, horizon, (purpose) => stream(purpose));

describe("sizes of generated jobs", () => {
  test("follow the weights of a choice, and weight 0 is never drawn", () => {
    const { count, gpus } = rows();
    const counts = [1, 2, 8, 64].map((size) => gpus.reduce((n, g) => n + (g === size ? 1 : 0), 0));
    expect(counts.reduce((a, b) => a + b)).toBe(count);
    expect(counts[3]).toBe(0);
    expect(Math.abs(chiSquareZ(counts, [(count * 5) / 9, count / 3, count / 9, 0]))).toBeLessThan(MOST_Z);
  });

  test("are whole, at least 1 and at most the largest that is wanted", () => {
    const { gpus } = rows({ gpus: { kind: "exponential", mean: 10 }, mostGpus: 16 });
    expect(new Set(gpus)).toEqual(new Set(Array.from({ length: 16 }, (_, i) => i + 1)));
    // P(round(X) >= 16) of an exponential with mean 10, all of it at the limit.
    const atLimit = gpus.reduce((n, g) => n + (g === 16 ? 1 : 0), 0) / gpus.length;
    const theory = Math.exp(-1.55);
    expect(Math.abs(atLimit - theory)).toBeLessThan(
      MOST_Z * Math.sqrt((theory * (1 - theory)) / gpus.length),
    );
  });

  test("start with the share of a job that the stream allows, rounded up", () => {
    const { gpus, minGpus } = rows({ minShare: 0.3, gpus: { kind: "constant", value: 30 } }, 100);
    expect(new Set(gpus)).toEqual(new Set([30]));
    expect(new Set(minGpus)).toEqual(new Set([9]));
    expect(new Set(rows({ minShare: 0.1, gpus: { kind: "constant", value: 1 } }, 100).minGpus)).toEqual(
      new Set([1]),
    );
  });
});

describe("times of generated jobs", () => {
  test("follow their law", () => {
    const { seconds } = rows();
    const logs = Float64Array.from(seconds, (s) => Math.log(s));
    expect(Math.abs(againstTheory(logs, 6).z)).toBeLessThan(MOST_Z);
    expect(
      Math.abs(
        againstTheory(
          logs.map((v) => (v - 6) ** 2),
          1,
        ).z,
      ),
    ).toBeLessThan(MOST_Z);
  });

  test("are at least a second, unless jobs of no length are asked for", () => {
    expect(Math.min(...rows({ seconds: { kind: "exponential", mean: 1 } }, 10_000).seconds)).toBe(1);
    expect(new Set(rows({ seconds: { kind: "constant", value: 0 } }, 100).seconds)).toEqual(new Set([0]));
  });

  test("have estimates that are never below them, and overestimate by the factor", () => {
    const { count, seconds, estimate } = rows({ seconds: { kind: "uniform", from: 10_000, to: 20_000 } });
    const factors = Float64Array.from(seconds, (s, i) => estimate[i] / s);
    expect(Math.min(...factors.subarray(0, 1000))).toBeGreaterThanOrEqual(1);
    expect(Math.abs(againstTheory(factors, 2).z)).toBeLessThan(MOST_Z);
    const exact = rows({ estimateFactor: { kind: "constant", value: 1 } }, 1000);
    expect(exact.estimate).toEqual(exact.seconds);
    expect(count).toBeGreaterThan(0);
  });
});

describe("columns of generated jobs", () => {
  test("deal jobs to users, each equally likely", () => {
    const { count, user } = rows();
    const counts = new Float64Array(7);
    for (const u of user) counts[u]++;
    expect(Math.abs(chiSquareZ(counts, new Float64Array(7).fill(count / 7)))).toBeLessThan(MOST_Z);
  });

  test("are independent: another law of sizes leaves times, estimates and users as they were", () => {
    const [a, b] = [rows({}, 1000), rows({ gpus: { kind: "constant", value: 3 } }, 1000)];
    expect(b.seconds).toEqual(a.seconds);
    expect(b.estimate).toEqual(a.estimate);
    expect(b.user).toEqual(a.user);
    expect(b.gpus).not.toEqual(a.gpus);
  });

  test("of a longer horizon begin with those of a shorter one", () => {
    const [short, long] = [rows({}, 1000), rows({}, 2000)];
    for (const column of ["submit", "gpus", "seconds", "estimate", "user"] as const)
      expect(long[column].slice(0, short.count)).toEqual(short[column]);
  });
});

describe("the model of Lublin and Feitelson", () => {
  test.each([8, 128, 1000])(
    "draws sizes for a machine of %i with the probabilities of the two stages",
    (machine) => {
      const draw = lublinSizes(machine);
      const g = stream("sizes", machine);
      const counts = new Float64Array(machine + 1);
      for (let i = 0; i < COUNT; i++) counts[draw(g)]++;
      const expected = lublinSizeProbabilities(machine).map((p) => p * COUNT);
      expect(Math.abs(expected.reduce((a, b) => a + b) - COUNT)).toBeLessThan(1e-6);
      expect(Math.abs(chiSquareZ(counts, expected))).toBeLessThan(MOST_Z);
    },
  );

  test("keeps the published shares of serial jobs and of powers of two", () => {
    const probabilities = lublinSizeProbabilities(128);
    expect(probabilities[1]).toBeCloseTo(0.244, 12);
    let powers = 0;
    for (let size = 2; size <= 128; size *= 2) powers += probabilities[size];
    // What is rounded to a whole number may hit a power of two as well.
    expect(powers).toBeGreaterThan(0.576);
    expect(powers).toBeLessThan(0.576 + 0.18);
  });

  test.each([1, 32, 128])("draws run times of jobs of %i from the mixture of two gammas", (size) => {
    const g = stream("times", size);
    const values = Float64Array.from({ length: COUNT }, () => lublinSeconds(g, size));
    expect(Math.max(...values.subarray(0, 10_000))).toBeLessThanOrEqual(Math.exp(12) * (1 + 1e-12));
    expect(Math.abs(againstTheory(values, lublinMeanSeconds(size)).z)).toBeLessThan(MOST_Z);
  });

  test("makes long run times likelier the larger the job, by the published line", () => {
    expect(shortShare(1)).toBeCloseTo(0.7746, 12);
    expect(shortShare(100)).toBeCloseTo(0.24, 12);
    expect(shortShare(145)).toBe(0);
  });

  test("draws gaps whose mean is that of the gamma on the logarithm, cut off at five days", () => {
    const g = stream("gaps");
    const gaps = Float64Array.from({ length: 2_000_000 }, () => Math.exp(lublinLogGap(g)));
    const verdict = againstTheory(gaps, lublinMeanGap());
    expect(Math.abs(verdict.z)).toBeLessThan(MOST_Z);
    expect(verdict.error).toBeLessThan(0.02);
  });

  test("lets a share of the day's jobs arrive in each half-hour as the cycle says", () => {
    const day = 86_400;
    const days = 4000;
    const arrivals = lublinArrivals(
      { machine: 128, gapFactor: 0.05, users: 1 },
      0,
      days * day,
      stream("arrivals"),
      "tests",
    );
    const cycle = lublinCycle();
    expect(cycle.reduce((a, b) => a + b)).toBeCloseTo(48, 9);
    // Days are independent but for a gap that spans midnight: a mean over days for each half-hour.
    const perDay = Array.from({ length: 48 }, () => new Float64Array(days));
    for (const at of arrivals) perDay[Math.floor((at % day) / 1800)][Math.floor(at / day)]++;
    const mean = arrivals.length / days / 48;
    for (let bucket = 0; bucket < 48; bucket++)
      expect(Math.abs(againstTheory(perDay[bucket], mean * cycle[bucket]).z)).toBeLessThan(MOST_Z);
  });

  test("gives more jobs when gaps are shortened, by the factor", () => {
    const horizon = 4_000_000_000;
    const of = (gapFactor: number): number =>
      lublinArrivals({ machine: 128, gapFactor, users: 1 }, 0, horizon, stream("load"), "tests").length;
    expect(of(0.5) / of(1)).toBeCloseTo(2, 1);
  });
});
