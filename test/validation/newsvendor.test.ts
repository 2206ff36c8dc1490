/**
 * Base-stock against the newsvendor's closed form. One period: at second 0 the owner sees its need and calls; the
 * capacity is back after the notice, when demand is drawn anew from a lognormal law, independent of anything else,
 * and stays until the end. One lease, divisible to the accelerator. An accelerator short costs the value less the fee
 * that is saved, one too many the fee, so that the best level is the quantile q = (value - fee) / value, and
 *
 *   expected cost = period x (value x mean x Phi(sd - z_q) - fee x supply at hand).
 */

import { describe, expect, test } from "vitest";
import { METRIC } from "../../src/metrics/definitions.ts";
import { noJobs } from "../../src/model/job-table.ts";
import { stillMarket } from "../../src/model/market.ts";
import type { PolicySettings } from "../../src/model/types.ts";
import { exp, log } from "../../src/random/elementary.ts";
import { normalCdf } from "../../src/random/gamma-cdf.ts";
import { normalQuantile } from "../../src/random/normal-quantile.ts";
import { openStream } from "../../src/random/streams.ts";
import { uniform } from "../../src/random/variates.ts";
import { shippedPolicies } from "../../src/scenario/shipped-policies.ts";
import { simulateRun } from "../../src/studies/simulate.ts";
import { contract, DAY, HOUR, level, plan, pool, program } from "../model/builders.ts";

const NOTICE = 90 * DAY;
const MEDIAN = 10_000;
const LEASED = 40_000;
const SD30 = 0.15;
const SD = SD30 * Math.sqrt(3);
const VALUE = 10;
/** One demand is drawn from each of so many equally likely slices of its law, which leaves little to chance. */
const SLICES = 2000;

const owner = (fee: number) =>
  plan({
    horizon: 2 * NOTICE,
    pools: [pool(MEDIAN + LEASED)],
    contracts: [contract(LEASED, { noticeOwner: NOTICE, fee: { kind: "perGpuHour", dollars: fee } })],
    programs: [program("p", { sources: [level(MEDIAN, { every: NOTICE })] })],
    values: { internalGpuHour: VALUE, tenantGpuHour: VALUE, replacement: 0, relocation: 0, inVainAfter: DAY },
  });

const once: Pick<PolicySettings, "trigger" | "refill"> = {
  trigger: { kind: "periodic", every: 1000 * DAY },
  refill: { kind: "hold", lag: undefined },
};
const baseStock: PolicySettings = {
  ...shippedPolicies["base-stock"],
  ...once,
  forecast: { kind: "quantile", sd: SD30 },
  name: "base-stock",
};

/** Mean over demands of the rent lost and the demand unmet, in dollars. */
const simulatedCost = (policy: PolicySettings, fee: number): number => {
  const subject = owner(fee);
  const random = openStream("newsvendor", 0, "demand", "period");
  const whole = LEASED * fee * ((2 * NOTICE) / HOUR);
  let sum = 0;
  for (let i = 0; i < SLICES; i++) {
    const score = normalQuantile((i + uniform(random, 0, 1)) / SLICES);
    const targets = Float64Array.of(MEDIAN, Math.round(MEDIAN * exp(SD * score)));
    const demand = {
      replication: 0,
      paths: [{ every: NOTICE, targets }],
      jobs: noJobs,
      market: stillMarket,
      prospects: [],
    };
    const { metrics } = simulateRun(subject, policy, demand, { bins: 0, story: false });
    sum += whole - (metrics[METRIC.netValue] as number);
  }
  return sum / SLICES;
};

const closedForm = (fee: number): number => {
  const z = normalQuantile((VALUE - fee) / VALUE);
  const mean = MEDIAN * exp((SD * SD) / 2);
  return (NOTICE / HOUR) * (VALUE * mean * normalCdf(SD - z) - fee * MEDIAN);
};

/** The same for any level of supply. */
const costAt = (supply: number, fee: number): number => {
  const z = log(supply / MEDIAN) / SD;
  const short = MEDIAN * exp((SD * SD) / 2) * normalCdf(SD - z) - supply * normalCdf(-z);
  return (NOTICE / HOUR) * (VALUE * short + fee * (supply - MEDIAN));
};

const calledBy = (policy: PolicySettings, fee: number): number => {
  const targets = Float64Array.of(MEDIAN, MEDIAN);
  const demand = {
    replication: 0,
    paths: [{ every: NOTICE, targets }],
    jobs: noJobs,
    market: stillMarket,
    prospects: [],
  };
  const { story } = simulateRun(owner(fee), policy, demand, { bins: 0, story: true });
  return story?.notices[0]?.gpus ?? 0;
};

const apart = (measured: number, right: number): number => Math.abs(measured - right) / right;

describe("base-stock on independent demand over the lead time and one divisible lease", () => {
  test.each([1, 2.5, 4])(
    "at a fee of $%f costs what the newsvendor's closed form says, to one part in a hundred",
    (fee) => {
      expect(apart(simulatedCost(baseStock, fee), closedForm(fee))).toBeLessThan(0.01);
    },
  );

  test("with the wrong quantile does not: the comparison can tell", () => {
    for (const q of [0.5, 0.9]) {
      const wrong: PolicySettings = { ...baseStock, size: { kind: "forecastQuantile", q } };
      const cost = simulatedCost(wrong, 2.5);
      expect(cost).toBeGreaterThan(closedForm(2.5));
      expect(apart(cost, closedForm(2.5))).toBeGreaterThan(0.01);
    }
  });

  test("calls to the best level, to the accelerator", () => {
    for (const fee of [1, 2.5, 4]) {
      const level = MEDIAN * exp(SD * normalQuantile((VALUE - fee) / VALUE));
      expect(calledBy(baseStock, fee)).toBe(Math.round(level) - MEDIAN);
      expect(costAt(level, fee)).toBeCloseTo(closedForm(fee), 0);
    }
  });

  test("a plan over the same period calls to a level that costs no more, within 1 %, and is told no quantile", () => {
    for (const fee of [1, 2.5, 4]) {
      // The last stage is a second long: what is wanted in its middle is what is wanted at the notice's end.
      const size = { kind: "plan", horizon: NOTICE + 1 } as const;
      const level = MEDIAN + calledBy({ ...baseStock, size }, fee);
      expect(apart(costAt(level, fee), closedForm(fee))).toBeLessThan(0.01);
    }
  });
});
