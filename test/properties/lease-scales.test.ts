/**
 * Exact relations between two runs of lease scenarios in other units: what scales does so to the accelerator, the second
 * and the cent. Factors are powers of two, which round nothing.
 */
import { describe, expect } from "vitest";
import { METRIC, type MetricName } from "../../src/metrics/definitions.ts";
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import type { Contract, Plan, PolicySettings, RunSpec } from "../../src/model/types.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { DAY } from "../model/builders.ts";
import { withoutChance, withoutDrawnLengths, withoutDraws } from "./lease-drawn.ts";
import { anyPlan, anyPolicy } from "./lease-scenarios.ts";
import { firstDifference, logOf, relation } from "./relations.ts";
import { dearer, larger, largerPolicy, slower, slowerPolicy } from "./scales.ts";

const RUNS = 100;

const check = (name: string, property: (plan: Plan, policy: PolicySettings) => void): void =>
  relation(name, [anyPlan, anyPolicy], RUNS, property);

/** Every field of that name in every event, divided. */
const divided = (log: readonly LoggedEvent[], fields: readonly string[], k: number): LoggedEvent[] =>
  log.map((event) => {
    const inUnits = fields
      .filter((field) => typeof event[field] === "number")
      .map((field) => [field, (event[field] as number) / k]);
    return { ...event, ...Object.fromEntries(inUnits) };
  });

const everyRun = (plan: Plan, change: (run: RunSpec) => RunSpec): Plan => ({
  ...plan,
  programs: plan.programs.map((program) => ({
    ...program,
    sources: program.sources.map((source) =>
      source.kind === "runs" ? { ...source, runs: source.runs.map(change) } : source,
    ),
  })),
});

const everyContract = (plan: Plan, change: (c: Contract) => Contract): Plan => ({
  ...plan,
  contracts: plan.contracts.map(change),
  pipeline: plan.pipeline.map((prospects) => ({ ...prospects, terms: change(prospects.terms) })),
});

const withoutGrowth = (plan: Plan): Plan => ({
  ...plan,
  programs: plan.programs.map((program) => ({
    ...program,
    sources: program.sources.map((source) => (source.kind === "level" ? { ...source, growth: 1 } : source)),
  })),
});

/** Tenants that leave bit by bit do so in steps that are rounded, and as many as a notice has days. */
const inOneStep = (c: Contract): Contract =>
  c.onNotice.kind === "linear" || c.onNotice.kind === "earlyRamp"
    ? { ...c, onNotice: { ...c.onNotice, kind: "finishThenLeave" } }
    : c;

describe("what scales", () => {
  check("money: every price four times as high is every amount four times as high", (plan, policy) => {
    // A buy-out weighs a shortage, which is worth four times as much too, against four times the price.
    const log = divided(logOf(dearer(plan, 4), policy), ["dollars"], 4);
    expect(firstDifference(log, logOf(plan, policy))).toBe(undefined);
    const money: readonly MetricName[] = [
      "revenue",
      "credits",
      "buyOuts",
      "ownerCash",
      "netValue",
      "tenantNet",
    ];
    const amounts = (subject: Plan): number[] => {
      const simulation = createSimulation(subject, policy, drawDemand(subject, 0), { bins: 0, story: false });
      const { metrics } = simulation.finish();
      return money.map((name) => metrics[METRIC[name]] as number);
    };
    expect(amounts(dearer(plan, 4))).toEqual(amounts(plan).map((dollars) => dollars * 4));
  });

  check("accelerators: everything twice as large is the same run", (drawn, policy) => {
    // Whole accelerators are rounded: shares of equals, watts into accelerators, quantiles and parts of a shortage.
    const plan = everyContract(withoutGrowth(withoutDraws(drawn)), inOneStep);
    const unshared: Plan = {
      ...plan,
      sites: plan.sites.map((site) => ({
        ...site,
        power: site.power.map(({ at, value }) => ({ at, value: Math.floor(value / 1000) * 1000 })),
      })),
      programs: plan.programs.map((program, i) => ({ ...program, priority: program.priority + i })),
      pipeline: [],
    };
    const { throttle, size, forecast } = policy;
    const by: PolicySettings = {
      ...withoutChance(policy),
      size: size.kind === "yarnRound" ? { kind: "shortfall" } : size,
      forecast: { ...forecast, sd: 0 },
      throttle: { ...throttle, naturalExitFactor: 0 },
    };
    const log = divided(logOf(larger(unshared, 2), largerPolicy(by, 2)), ["gpus", "returned", "dollars"], 2);
    expect(firstDifference(log, logOf(unshared, by))).toBe(undefined);
  });

  check("time: everything four times as long takes four times as long", (drawn, policy) => {
    const k = 4;
    // Growth is a factor a year, and a limit on notices is for a year, however long the run is.
    const plain = withoutGrowth(withoutDrawnLengths(drawn));
    const plan = everyRun(
      everyContract(plain, (c) => ({
        ...inOneStep(c),
        maxPerYear: Number.POSITIVE_INFINITY,
        // Nothing late is forgiven in less than a second, and nobody decides on a renewal in the second of signing.
        grace: Math.max(1, c.grace),
        renewal: c.renewal && {
          ...c.renewal,
          lead: Math.min(c.renewal.lead ?? c.noticeTenant, c.termLength - DAY),
        },
      })),
      // Work is divided among accelerators in whole seconds: a run has all it wants, or waits.
      (run) => ({ ...run, minGpus: run.gpus }),
    );
    // Prospects look again every day.
    const once: Plan = { ...plan, pipeline: plan.pipeline.map((p) => ({ ...p, patience: 0 })) };
    const by: PolicySettings = {
      ...policy,
      // One that waits for a shortage looks again a second after; a day of the month is a day.
      trigger:
        policy.trigger.kind === "onBlocked"
          ? { kind: "periodic", every: DAY + policy.trigger.delay }
          : policy.trigger.kind === "calendar"
            ? { ...policy.trigger, dayOfMonth: 0 }
            : policy.trigger,
      throttle: { ...policy.throttle, maxPerYear: Number.POSITIVE_INFINITY },
      // The time won by a buy-out is looked at in twelve parts of whole seconds.
      buyOut: policy.size.kind === "forecastQuantile" ? 0 : policy.buyOut,
    };
    const log = divided(logOf(slower(once, k), slowerPolicy(by, k)), ["t", "issuedAt", "effectiveAt"], k);
    expect(firstDifference(log, logOf(once, by))).toBe(undefined);
  });
});
