/**
 * Policies as settings: the shipped ones, and those that build on them.
 */
import { describe, expect, test } from "vitest";
import { compilePolicies, compilePolicy } from "../../src/scenario/compile.ts";
import { shippedPolicyNames } from "../../src/scenario/policy-schema.ts";
import { shippedPolicies } from "../../src/scenario/shipped-policies.ts";
import { accepted, small } from "./build.ts";

const DAY = 86_400;
const compiled = (spec: unknown, name = "mine") =>
  compilePolicies(accepted(small({ policies: { [name]: spec } })))[0];

describe("shipped policies", () => {
  test.each(shippedPolicyNames)("%s compiles to itself by its own name and by use", (name) => {
    expect(compilePolicy(name, {})).toEqual({ name, ...shippedPolicies[name] });
    expect(compilePolicy("mine", { use: name })).toEqual({ name: "mine", ...shippedPolicies[name] });
  });

  test("a scenario without policies has them all, reactive first", () => {
    expect(compilePolicies(accepted(small())).map(({ name }) => name)).toEqual([
      "reactive",
      "ahead",
      "base-stock",
      "never",
      "clairvoyant",
    ]);
  });

  test("are those of the manual", () => {
    expect(shippedPolicies.never.trigger).toEqual({ kind: "never" });
    expect(shippedPolicies.reactive).toMatchObject({
      trigger: { kind: "periodic", every: DAY },
      size: { kind: "shortfall" },
      victims: ["shortestNotice", "lowestFee"],
      spare: true,
      forecast: { kind: "persistence" },
      refill: { kind: "relet", lag: undefined },
    });
    expect(shippedPolicies.ahead).toMatchObject({
      trigger: { kind: "forecastCross", every: DAY, q: 0.5 },
      size: { q: 0.9 },
      forecast: { kind: "quantile", sd: 0.15 },
    });
    expect(shippedPolicies["base-stock"]).toMatchObject({
      size: { q: "newsvendor" },
      victims: ["lowestFee", "shortestNotice"],
    });
    expect(shippedPolicies.plan).toMatchObject({
      trigger: { kind: "periodic", every: 7 * DAY },
      size: { kind: "plan", horizon: 365 * DAY },
      forecast: { kind: "law" },
    });
    expect(shippedPolicies.optimal).toMatchObject({ size: { kind: "plan" }, forecast: { kind: "perfect" } });
    expect(shippedPolicies.clairvoyant).toMatchObject({
      size: { kind: "foresight" },
      forecast: { kind: "perfect" },
    });
  });
});

describe("a policy of the scenario", () => {
  test("is reactive unless it says otherwise", () => {
    expect(compiled({})).toEqual({ name: "mine", ...shippedPolicies.reactive });
  });

  test("replaces the parts it states and keeps the others", () => {
    const policy = compiled({
      use: "ahead",
      reclaim: { size: { kind: "orderUpTo", level: 5 }, victims: "oldest" },
    });
    expect(policy).toEqual({
      name: "mine",
      ...shippedPolicies.ahead,
      size: { kind: "orderUpTo", level: 5 },
      victims: ["oldest"],
    });
  });

  test("may state a part by its kind alone", () => {
    const parts = {
      trigger: "onBlocked",
      size: "forecastQuantile",
      notice: "contractMinimum",
      rescind: "ifNeedGone",
    };
    expect(compiled({ reclaim: parts, forecast: "growth", refill: "hold" })).toMatchObject({
      trigger: { kind: "onBlocked", delay: 0 },
      size: { kind: "forecastQuantile", q: 0.9 },
      notice: { kind: "contractMinimum", length: 0, insideLockout: "refuse" },
      rescind: { kind: "ifNeedGone", band: 0.05 },
      forecast: { kind: "growth", sd: 0 },
      refill: { kind: "hold", lag: undefined },
    });
  });

  test.each([
    ["trigger", "never", { kind: "never" }],
    ["trigger", "periodic", { kind: "periodic" }],
    ["trigger", "forecastCross", { kind: "forecastCross" }],
    ["trigger", "onBlocked", { kind: "onBlocked" }],
    ["size", "forecastQuantile", { kind: "forecastQuantile" }],
    ["trigger", "calendar", { kind: "calendar" }],
    ["trigger", "calendar", { kind: "calendar", dates: [], monthly: 1 }],
    ["size", "shortfall", { kind: "shortfall" }],
    ["size", "yarnRound", { kind: "yarnRound" }],
    ["size", "yarnRound", { kind: "yarnRound", share: "10 %", naturalTermination: "20 %" }],
    ["notice", "longest", { kind: "longest" }],
    ["notice", "untilNextCheckpoint", { kind: "untilNextCheckpoint" }],
    ["rescind", "offer", { kind: "offer" }],
    ["rescind", "offer", { kind: "offer", band: 0.05, acceptProbability: "50 %" }],
    ["buyOut", "ifWorth", { atMost: 1 }],
    ["buyOut", "never", { atMost: 0 }],
    ["victims", "random", ["random"]],
    ["notice", "contractMinimum", { kind: "contractMinimum" }],
    ["rescind", "ifNeedGone", { kind: "ifNeedGone" }],
    ["rescind", "never", { kind: "never" }],
  ])("%s: %s means the same in either form", (part, short, long) => {
    expect(compiled({ reclaim: { [part]: short } })).toEqual(compiled({ reclaim: { [part]: long } }));
  });

  test("gives its times in seconds", () => {
    const reclaim = {
      trigger: { kind: "periodic", every: "1 week" },
      notice: { kind: "fixed", for: "1 month", insideLockout: "queue" },
      throttle: { minGap: "2 days", maxOpen: 3, deadZone: "5 %" },
    };
    expect(compiled({ reclaim, refill: { kind: "relet", lag: "10 days" } })).toMatchObject({
      trigger: { every: 7 * DAY },
      notice: { kind: "fixed", length: 31 * DAY, insideLockout: "queue" },
      throttle: { minGap: 2 * DAY, maxOpen: 3, deadZone: 0.05 },
      refill: { kind: "relet", lag: { kind: "constant", value: 10 * DAY } },
    });
    expect(compiled({ reclaim: { throttle: {} } })?.throttle.maxOpen).toBe(Number.POSITIVE_INFINITY);
  });

  test("gives the dates of a calendar in seconds and in order; with dates the month counts only when it is named", () => {
    const calendar = (over: object) =>
      compiled({ reclaim: { trigger: { kind: "calendar", ...over } } })?.trigger;
    const dates = ["2026-08-01", "2026-07-02T12:00Z"];
    expect(calendar({ dates })).toEqual({ kind: "calendar", at: [1.5 * DAY, 31 * DAY], dayOfMonth: 0 });
    expect(calendar({ dates, monthly: 15 })).toMatchObject({ dayOfMonth: 15 });
    expect(calendar({})).toEqual({ kind: "calendar", at: [], dayOfMonth: 1 });
  });

  test("limits that are not stated are none", () => {
    const NO_LIMIT = Number.POSITIVE_INFINITY;
    const throttle = (written: object) => compiled({ reclaim: { throttle: written } })?.throttle;
    expect(throttle({})).toEqual({
      minGap: 0,
      maxOpen: NO_LIMIT,
      maxPerRound: NO_LIMIT,
      maxPerYear: NO_LIMIT,
      evictionBudget: { evictions: NO_LIMIT, per: 0 },
      deadZone: 0,
      naturalExitFactor: 0,
    });
    expect(
      throttle({
        maxPerRound: 2,
        maxPerYear: 3,
        evictionBudget: { evictions: 4, per: "1 week" },
        naturalExitFactor: "30 %",
      }),
    ).toMatchObject({
      maxPerRound: 2,
      maxPerYear: 3,
      evictionBudget: { evictions: 4, per: 7 * DAY },
      naturalExitFactor: 0.3,
    });
  });

  test("adds victims up by weight, or applies them in turn", () => {
    expect(compiled({ reclaim: { victims: ["youngest", "lowestFee"] } })).toMatchObject({
      victims: ["youngest", "lowestFee"],
      victimWeights: undefined,
    });
    const weighted = [{ by: "lowestFee", weight: 2 }, { by: "random" }];
    expect(compiled({ reclaim: { victims: { weighted } } })).toMatchObject({
      victims: ["lowestFee", "random"],
      victimWeights: [2, 1],
    });
  });
});
