/**
 * The policies that come with Clawback, as settings. A policy of the scenario starts from one of them and
 * replaces the parts it states.
 */
import type { PolicySettings } from "../model/types.ts";
import { dialectsOn } from "./dialects.ts";
import type { shippedPolicyNames } from "./policy-schema.ts";

export type ShippedPolicyName = (typeof shippedPolicyNames)[number];
export type PolicyParts = Omit<PolicySettings, "name">;

const DAY = 86_400;

/** What is about jobs is the same in all of them: served as they came with EASY backfill, the important ones first. */
const jobs = {
  queue: { order: "fcfs", backfill: "easy", halfLife: 7 * DAY },
  placement: "bestFit",
  preemption: {
    enabled: true,
    gap: 1,
    delay: 0,
    victims: ["lowestPriority", "youngest"],
    spare: true,
    partial: false,
    notice: { kind: "own", length: 0 },
    rescind: false,
    minRuntime: 0,
    maxPerRound: Number.POSITIVE_INFINITY,
    budget: { evictions: Number.POSITIVE_INFINITY, per: 0 },
  },
  admission: { kind: "all" },
} as const;

/** Looks once a day and asks for what is missing now: the common practice. */
const reactive: PolicyParts = {
  ...jobs,
  trigger: { kind: "periodic", every: DAY },
  size: { kind: "shortfall" },
  victims: ["shortestNotice", "lowestFee"],
  victimWeights: undefined,
  spare: true,
  notice: { kind: "contractMinimum", length: 0, insideLockout: "refuse" },
  buyOut: 0,
  rescind: { kind: "never" },
  throttle: {
    minGap: 0,
    maxOpen: Number.POSITIVE_INFINITY,
    maxPerRound: Number.POSITIVE_INFINITY,
    maxPerYear: Number.POSITIVE_INFINITY,
    evictionBudget: { evictions: Number.POSITIVE_INFINITY, per: 0 },
    deadZone: 0,
    naturalExitFactor: 0,
  },
  forecast: { kind: "persistence", sd: 0 },
  refill: { kind: "relet", lag: undefined },
};

const FORECAST = { kind: "quantile", sd: 0.15 } as const;

export const shippedPolicies: Readonly<Record<ShippedPolicyName, PolicyParts>> = {
  /** Leaves every lease alone; jobs may still be preempted. */
  never: { ...reactive, trigger: { kind: "never" } },
  reactive,
  /** Serves notice when the forecast for the end of the notice crosses the supply by then. */
  ahead: {
    ...reactive,
    trigger: { kind: "forecastCross", every: DAY, q: 0.5 },
    size: { kind: "forecastQuantile", q: 0.9 },
    forecast: FORECAST,
  },
  /** Keeps the newsvendor quantile of demand over the lead time on hand or on order. */
  "base-stock": {
    ...reactive,
    size: { kind: "forecastQuantile", q: "newsvendor" },
    victims: ["lowestFee", "shortestNotice"],
    forecast: FORECAST,
  },
  /** Looks once a week for the calls of least expected cost over a year, and makes those that cannot wait. */
  plan: {
    ...reactive,
    trigger: { kind: "periodic", every: 7 * DAY },
    size: { kind: "plan", horizon: 365 * DAY },
    forecast: { kind: "law", sd: 0 },
  },
  /** Sees the demand that will come, and leaves nothing unmet: the bound on unmet demand. */
  clairvoyant: {
    ...reactive,
    size: { kind: "foresight" },
    forecast: { kind: "perfect", sd: 0 },
  },
  /** The same sight, for the highest net value: the bound for all others, against which regret is taken. */
  optimal: {
    ...reactive,
    trigger: { kind: "periodic", every: 30 * DAY },
    size: { kind: "plan", horizon: 365 * DAY },
    notice: { kind: "contractMinimum", length: 0, insideLockout: "queue" },
    forecast: { kind: "perfect", sd: 0 },
  },
  /** Systems in use. */
  ...dialectsOn(reactive),
};
