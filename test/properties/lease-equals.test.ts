/** Exact relations: two ways of saying the same thing in a lease scenario or a policy are the same run. */
import { describe, expect } from "vitest";
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import type { Plan, PolicySettings } from "../../src/model/types.ts";
import { DAY } from "../model/builders.ts";
import { anyPlan, anyPolicy, HORIZON } from "./lease-scenarios.ts";
import { firstDifference, logOf, relation } from "./relations.ts";

const RUNS = 60;

type Case = { readonly plan: Plan; readonly policy: PolicySettings };

const same = (name: string, ways: (plan: Plan, policy: PolicySettings) => readonly [Case, Case]): void =>
  relation(name, [anyPlan, anyPolicy], RUNS, (plan, policy) => {
    const [one, other] = ways(plan, policy);
    expect(firstDifference(logOf(one.plan, one.policy), logOf(other.plan, other.policy))).toBe(undefined);
  });

const byPolicy = (plan: Plan, one: PolicySettings, other: PolicySettings): readonly [Case, Case] => [
  { plan, policy: one },
  { plan, policy: other },
];

describe("what is the same said otherwise", () => {
  same("a week's period is a calendar of all its days", (plan, policy) =>
    byPolicy(
      plan,
      { ...policy, trigger: { kind: "periodic", every: 7 * DAY } },
      {
        ...policy,
        trigger: {
          kind: "calendar",
          at: Array.from({ length: Math.ceil(HORIZON / DAY / 7) }, (_, week) => 7 * week * DAY),
          dayOfMonth: 0,
        },
      },
    ),
  );

  same("an offer that is always taken is no offer", (plan, policy) =>
    byPolicy(
      plan,
      { ...policy, rescind: { kind: "offer", band: 0.1, acceptProbability: 1 } },
      { ...policy, rescind: { kind: "ifNeedGone", band: 0.1 } },
    ),
  );

  same("one order of victims, with a weight or without", (plan, policy) => {
    const victims = policy.victims.slice(0, 1);
    return byPolicy(
      plan,
      { ...policy, victims, victimWeights: [2.5] },
      { ...policy, victims, victimWeights: undefined },
    );
  });

  same("rounds that may take all of what is short are none", (drawn, policy) => {
    // A share of nothing is nothing, where nothing is up.
    const isUp = <T extends { readonly value: number }>(step: T): T => ({
      ...step,
      value: Math.max(1, step.value),
    });
    const pools = drawn.pools.map((p) => ({
      ...p,
      site: -1,
      phases: p.phases.map(isUp),
      outages: [],
      failures: undefined,
    }));
    return byPolicy(
      { ...drawn, sites: [], pools },
      { ...policy, size: { kind: "yarnRound", share: 1e6, naturalTermination: 1 } },
      { ...policy, size: { kind: "shortfall" } },
    );
  });

  same("without growth and error all forecasts that look at today agree", (drawn, policy) => {
    const plan: Plan = {
      ...drawn,
      programs: drawn.programs.map((program) => ({
        ...program,
        sources: program.sources.map((source) =>
          source.kind === "level" ? { ...source, growth: 1 } : source,
        ),
      })),
    };
    return byPolicy(
      plan,
      { ...policy, forecast: { kind: "quantile", sd: 0 } },
      { ...policy, forecast: { kind: "persistence", sd: 0.3 } },
    );
  });

  same("demand in steps, on a grid that is twice as fine", (drawn, policy) => {
    const every = (length: number): Plan => ({
      ...drawn,
      programs: drawn.programs.map((program) => ({
        ...program,
        sources: program.sources.map((source) =>
          source.kind === "level"
            ? {
                ...source,
                every: length,
                growth: 1,
                noise: undefined,
                steps: source.steps.map(({ at, value }) => ({ at: Math.floor(at / DAY) * DAY, value })),
              }
            : source,
        ),
      })),
    });
    return [
      { plan: every(DAY), policy },
      { plan: every(DAY / 2), policy },
    ];
  });

  relation(
    "invoices twice as often are the same events, and the same rent",
    [anyPlan, anyPolicy],
    RUNS,
    (drawn, policy) => {
      // A credit is by the month.
      const free = <T extends { readonly slaCredit: unknown }>(c: T) => ({ ...c, slaCredit: [] });
      const plan: Plan = {
        ...drawn,
        contracts: drawn.contracts.map(free),
        pipeline: drawn.pipeline.map((p) => ({ ...p, terms: free(p.terms) })),
      };
      const halves = plan.monthStarts.slice(0, -1).map((at) => at + 15 * DAY);
      const often: Plan = { ...plan, monthStarts: [...plan.monthStarts, ...halves].sort((a, b) => a - b) };
      // What is done on a day of the month would be done twice.
      const by: PolicySettings =
        policy.trigger.kind === "calendar"
          ? { ...policy, trigger: { ...policy.trigger, dayOfMonth: 0 } }
          : policy;
      const [one, other] = [logOf(often, by), logOf(plan, by)] as const;
      const isRent = ({ kind }: LoggedEvent): boolean => kind === "billed.rent";
      expect(
        firstDifference(
          one.filter((e) => !isRent(e)),
          other.filter((e) => !isRent(e)),
        ),
      ).toBe(undefined);
      const rent = (log: readonly LoggedEvent[]): number =>
        log.filter(isRent).reduce((sum, { dollars }) => sum + Number(dollars), 0);
      expect(Math.abs(rent(one) - rent(other))).toBeLessThanOrEqual(1e-9 * Math.max(1, rent(other)));
    },
  );
});
