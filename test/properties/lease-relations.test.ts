/**
 * Exact relations between two runs of lease scenarios: what must not matter does not. Each relation says what it leaves
 * out, and why it could not hold there.
 */
import { describe, expect } from "vitest";
import { METRIC } from "../../src/metrics/definitions.ts";
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import type { Contract, Plan, PolicySettings } from "../../src/model/types.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { contract, gang, level, pool, program, tenant } from "../model/builders.ts";
import { withoutChance, withoutDraws, withoutRuns } from "./lease-drawn.ts";
import { anyPlan, anyPolicy, HORIZON } from "./lease-scenarios.ts";
import { firstDifference, logOf, relation } from "./relations.ts";

const RUNS = 100;

const check = (name: string, property: (plan: Plan, policy: PolicySettings) => void): void =>
  relation(name, [anyPlan, anyPolicy], RUNS, property);

const resultOf = (plan: Plan, policy: PolicySettings, bins = 0, story = false) =>
  createSimulation(plan, policy, drawDemand(plan, 0), { bins, story }).finish();

/** A tenant and everything of its kind that never comes to anything before the horizon, at the end of every list. */
const withGhosts = (plan: Plan): Plan => {
  const sources = plan.programs.flatMap((one) => one.sources);
  const pools = sources.find(({ kind }) => kind === "level")?.pools;
  const empty = pool(0, { name: "ghost" });
  const own = [{ pool: plan.pools.length, ratio: 1 }];
  const run = gang("ghost", 4 * HORIZON, 1, 1);
  return {
    ...plan,
    pools: [...plan.pools, empty],
    programs: [
      ...plan.programs,
      program("ghost runs", { priority: 400, sources: [{ kind: "runs", runs: [run], pools: pools ?? own }] }),
      // A fixed level to call up to is one for each set of pools: who wants nothing joins a set that is there.
      ...(pools === undefined
        ? []
        : [program("ghost level", { priority: 0, sources: [level(0, { pools })] })]),
    ],
    tenants: [...plan.tenants, tenant("ghost"), tenant("ghost without a lease")],
    contracts: [
      ...plan.contracts,
      // Beyond what any notice looks ahead to: a lease that is signed is known, and room is made for it.
      contract(10, { name: "ghost", tenant: plan.tenants.length, signed: 4 * HORIZON, start: 4 * HORIZON }),
    ],
    pipeline: [
      ...plan.pipeline,
      ...plan.pipeline.map((p) => ({ ...p, name: "ghost", arrivals: { kind: "at" as const, times: [] } })),
    ],
  };
};
const isGhost = ({ lease, program: who, pool: where }: LoggedEvent): boolean =>
  /^ghost/.test(String(lease ?? who ?? where));

describe("what does not matter to leases", () => {
  check("who watches, and in how many bins", (plan, policy) => {
    const plain = resultOf(plan, policy);
    const watched = resultOf(plan, policy, 23, true);
    expect(watched.fingerprint).toEqual(plain.fingerprint);
    expect(watched.metrics).toEqual(plain.metrics);
  });

  check("whether a run goes step by step", (plan, policy) => {
    const simulation = createSimulation(plan, policy, drawDemand(plan, 0), { bins: 0, story: false });
    while (simulation.step());
    expect(simulation.finish()).toEqual(resultOf(plan, policy));
  });

  check("a tenant, a program, a pool, a run and prospects that never come to anything", (plan, policy) => {
    const log = logOf(withGhosts(plan), policy).filter((event) => !isGhost(event));
    expect(firstDifference(log, logOf(plan, policy))).toBe(undefined);
  });

  check("what tenants are called, when nothing is drawn by name", (drawn, policy) => {
    const plan = withoutDraws(drawn);
    const by = withoutChance(policy);
    const other = <T extends { readonly name: string }>(one: T): T => ({ ...one, name: `other ${one.name}` });
    const renamed: Plan = {
      ...plan,
      contracts: plan.contracts.map(other),
      tenants: plan.tenants.map(other),
      pipeline: plan.pipeline.map(other),
    };
    const log = JSON.stringify(logOf(renamed, by)).replaceAll('"other ', '"');
    expect(firstDifference(JSON.parse(log), JSON.parse(JSON.stringify(logOf(plan, by))))).toBe(undefined);
  });

  check("in which order tenants are listed", (plan, policy) => {
    // The order of contracts decides between equals, and that of pools is an order of preference.
    const last = plan.tenants.length - 1;
    const moved = <T extends { readonly tenant: number }>(one: T): T => ({
      ...one,
      tenant: last - one.tenant,
    });
    const reversed: Plan = {
      ...plan,
      tenants: [...plan.tenants].reverse(),
      contracts: plan.contracts.map(moved),
      pipeline: plan.pipeline.map((p) => ({ ...moved(p), terms: moved(p.terms) })),
    };
    expect(firstDifference(logOf(reversed, policy), logOf(plan, policy))).toBe(undefined);
  });

  check("what comes after the horizon: a longer run begins as the shorter one", (drawn, policy) => {
    // What is worth calling, buying out, letting or holding for a run depends on whether it is back before the end:
    // whoever looks at that calls nobody here, and lets without looking.
    const looksToTheEnd = policy.forecast.kind === "perfect" || policy.buyOut > 0;
    const plan = looksToTheEnd ? drawn : withoutRuns(drawn);
    const by: PolicySettings = {
      ...policy,
      trigger: looksToTheEnd ? { kind: "never" } : policy.trigger,
      refill: policy.refill.kind === "internalFirst" ? { ...policy.refill, kind: "relet" } : policy.refill,
    };
    const until = (horizon: number) =>
      logOf({ ...plan, warmUp: 0, horizon }, by).filter(({ t }) => t < HORIZON / 2);
    expect(firstDifference(until(HORIZON), until(HORIZON / 2))).toBe(undefined);
  });
});

/** Nothing between a call and the return: a lockout may put off a notice, but makes none longer than it is. */
const atOnce = (c: Contract): Contract => ({
  ...c,
  noticeOwner: 0,
  lockoutMeaning: "issue",
  offRamp: { lasts: 0, fee: 1 },
});

describe("what is without bounds", () => {
  check("infinite capacity: nothing is unmet and nobody is called", (drawn, policy) => {
    const endless = { site: -1, phases: [{ at: 0, value: 100_000_000 }], outages: [], failures: undefined };
    const plan: Plan = { ...drawn, sites: [], pools: drawn.pools.map((p) => ({ ...p, ...endless })) };
    const by: PolicySettings = { ...policy, size: { kind: "shortfall" } };
    expect(resultOf(plan, by).metrics[METRIC.unmetGpuHours]).toBe(0);
    // A growing demand may be forecast to outgrow anything; what is asked for today is there.
    const persistent: PolicySettings = { ...by, forecast: { kind: "persistence", sd: 0 } };
    const called = logOf(plan, persistent).filter(
      (e) => e.kind === "notice.issued" && e.by === "owner" && e.notice !== "nonRenew",
    );
    expect(called).toEqual([]);
  });

  check("no notice: issued and enforced in one instant", (drawn, policy) => {
    const plan: Plan = {
      ...drawn,
      contracts: drawn.contracts.map(atOnce),
      pipeline: drawn.pipeline.map((p) => ({ ...p, terms: atOnce(p.terms) })),
      // Gangs are served notice as leases are.
      programs: drawn.programs.map((one) => ({
        ...one,
        sources: one.sources.map((source) =>
          source.kind === "runs"
            ? { ...source, runs: source.runs.map((run) => ({ ...run, notice: 0 })) }
            : source,
        ),
      })),
    };
    const by: PolicySettings = { ...policy, notice: { ...policy.notice, length: 0 } };
    const log = logOf(plan, by).filter((e) => e.by === "owner" && String(e.kind).startsWith("notice."));
    const issued = log.filter(({ kind }) => kind === "notice.issued");
    const over = log.filter(({ kind }) => kind === "notice.enforced" || kind === "notice.complied");
    expect(over.map(({ id, t }) => [id, t])).toEqual(issued.map(({ id, issuedAt }) => [id, issuedAt]));
    expect(issued.every(({ t, issuedAt }) => t === issuedAt)).toBe(true);
  });
});
