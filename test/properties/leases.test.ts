/** Random lease scenarios: nothing is lost, nobody is evicted without notice, and an auditor agrees. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { METRIC } from "../../src/metrics/definitions.ts";
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import { ACCOUNTS } from "../../src/model/ledger.ts";
import type { Observer } from "../../src/model/observer.ts";
import type { Contract, Plan, PolicySettings, VictimOrder } from "../../src/model/types.ts";
import type { World } from "../../src/model/world.ts";
import { victimOrders } from "../../src/scenario/reclaim-schema.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { audit } from "../../src/validation/audit.ts";
import {
  contract,
  DAY,
  gang,
  level,
  plan,
  policy,
  pool,
  program,
  tenant,
  unthrottled,
} from "../model/builders.ts";

const RUNS = 1000;
const HORIZON = 120 * DAY;

const days = (most: number) => fc.integer({ min: 0, max: most }).map((d) => d * DAY);
/** Times that collide often, on and just beside the daily grid. */
const moment = fc
  .tuple(fc.integer({ min: 0, max: 119 }), fc.constantFrom(0, 0, 0, 1, 43_200))
  .map(([d, s]) => d * DAY + s);
const length = fc.oneof(fc.constantFrom(0, 1, 30, 120, DAY, HORIZON, HORIZON + 1), days(60));
const gpus = fc.oneof(fc.constantFrom(1, 7, 8, 63, 64, 65), fc.integer({ min: 1, max: 500 }));

const anyContract = (index: number, pools: number): fc.Arbitrary<Contract> =>
  fc
    .record({
      gpus,
      minShare: fc.constantFrom(0, 0, 0.5, 1),
      belowMinimum: fc.constantFrom("refuse" as const, "terminate" as const),
      start: fc.oneof(fc.constant(0), moment),
      term: fc.oneof(fc.constant(1000 * DAY), days(100)),
      lockoutEnd: fc.oneof(fc.constant(0), moment),
      lockoutMeaning: fc.constantFrom("issue" as const, "effective" as const),
      noticeOwner: length,
      noticeTenant: length,
      offRamp: fc.record({ lasts: fc.constantFrom(0, 0, DAY, 10 * DAY), fee: fc.constantFrom(0, 0.5, 1) }),
      terminationByOwner: fc.constantFrom<Contract["terminationByOwner"]>(
        { kind: "fixed", dollars: 0 },
        { kind: "windDown", lasts: 30 * DAY },
        { kind: "shareOfRemaining", share: 0.5 },
      ),
      delivered: fc.constantFrom(1, 1, 0.5, 0),
      rampDays: fc.constantFrom(0, 0, 5, 30),
      takeOrPay: fc.boolean(),
      feeDuringNotice: fc.constantFrom(1, 0.5, 0),
      kind: fc.constantFrom(
        "stay" as const,
        "leaveNow" as const,
        "linear" as const,
        "earlyRamp" as const,
        "finishThenLeave" as const,
      ),
      acceptEarlyReturn: fc.boolean(),
      turnover: fc.constantFrom(0, 0, 1, 3 * DAY),
      renewal: fc.option(
        fc.record({
          term: days(60).map((d) => d + DAY),
          probability: fc.constantFrom(0, 0.5, 1),
          lead: fc.constantFrom(undefined, 0, DAY),
          repriced: fc.boolean(),
        }),
        { nil: undefined },
      ),
      rescindable: fc.constantFrom(0, 0.5, 1),
      grace: fc.constantFrom(0, DAY, 30 * DAY),
      onMiss: fc.constantFrom("terminate" as const, "proRata" as const),
      minGap: fc.constantFrom(0, 0, 10 * DAY),
      maxPerYear: fc.constantFrom(Number.POSITIVE_INFINITY, 1, 2),
      buyOut: fc.constantFrom<Contract["buyOut"]>(
        undefined,
        { price: { kind: "perGpuDay", dollars: 24 }, notice: 3 * DAY },
        { price: { kind: "shareOfFee", share: 0.5 }, notice: 0 },
      ),
      order: fc.shuffledSubarray(
        Array.from({ length: pools }, (_, p) => p),
        { minLength: 1 },
      ),
    })
    .map((c) =>
      contract(c.gpus, {
        ...c,
        name: `t${index}`,
        tenant: index,
        minQuantity: Math.floor(c.gpus * c.minShare),
        expiry: c.start + c.term,
        termLength: Math.max(DAY, c.term),
        ramp:
          c.rampDays === 0
            ? [{ at: c.start, gpus: c.gpus, fee: 1 }]
            : [
                { at: c.start, gpus: Math.floor(c.gpus / 2), fee: 0.5 },
                { at: c.start + c.rampDays * DAY, gpus: c.gpus, fee: 1 },
              ],
        onNotice: { kind: c.kind, power: 0.5, remaining: { kind: "exponential", mean: 5 * DAY } },
        slaCredit: [{ below: 0.99, credit: 0.1 }],
        pools: c.order,
      }),
    );

const anyPlan: fc.Arbitrary<Plan> = fc.integer({ min: 1, max: 3 }).chain((pools) =>
  fc.integer({ min: 0, max: 4 }).chain((tenants) =>
    fc
      .record({
        pools: fc.array(
          fc.record({
            first: fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: 50, max: 1000 })),
            later: fc.option(fc.record({ at: moment, value: fc.integer({ min: 0, max: 1500 }) }), {
              nil: undefined,
            }),
            outages: fc.array(fc.record({ at: moment, gpus, lasts: days(30) }), { maxLength: 2 }),
          }),
          { minLength: pools, maxLength: pools },
        ),
        power: fc.option(
          fc.array(fc.record({ at: moment, value: fc.integer({ min: 0, max: 2_000_000 }) }), {
            minLength: 1,
            maxLength: 3,
          }),
          { nil: undefined },
        ),
        levels: fc.array(
          fc.record({
            priority: fc.constantFrom(50, 100, 100, 150),
            weight: fc.constantFrom(1, 2),
            base: fc.integer({ min: 0, max: 800 }),
            growth: fc.constantFrom(1, 2.4, 20),
            sigma: fc.constantFrom(0, 0.3),
            steps: fc.array(fc.record({ at: moment, value: fc.integer({ min: 0, max: 1500 }) }), {
              maxLength: 3,
            }),
            order: fc.shuffledSubarray(
              Array.from({ length: pools }, (_, p) => p),
              { minLength: 1 },
            ),
          }),
          { maxLength: 3 },
        ),
        runs: fc.array(
          fc.record({
            start: moment,
            gpus,
            shrink: fc.boolean(),
            days: fc.integer({ min: 0, max: 20 }),
            notice: length,
            priority: fc.constantFrom(40, 160),
            patience: fc.constantFrom(Number.POSITIVE_INFINITY, 0, DAY, 20 * DAY),
          }),
          { maxLength: 3 },
        ),
        contracts: fc.tuple(...Array.from({ length: tenants }, (_, i) => anyContract(i, pools))),
        exitBelow: fc.constantFrom(0, 0.9),
        leaving: fc.constantFrom(0, 0.7),
        prospects: fc.option(
          fc.record({
            times: fc.array(moment, { minLength: 1, maxLength: 4 }),
            gpus,
            least: fc.constantFrom(0.1, 1),
            patience: days(40),
            terms: anyContract(tenants, pools),
          }),
          { nil: undefined },
        ),
        exits: fc.array(fc.option(moment, { nil: undefined }), { minLength: tenants, maxLength: tenants }),
        relet: fc.boolean(),
        cycle: fc.constantFrom(0, 0, 5000, 3 * DAY),
        warmUp: fc.constantFrom(0, 0, 10 * DAY),
        seed: fc.integer(),
      })
      .map((s) => {
        const sorted = <T extends { at: number }>(steps: readonly T[]): T[] =>
          [...steps].sort((a, b) => a.at - b.at).filter((step, i, all) => all[i + 1]?.at !== step.at);
        return plan({
          horizon: HORIZON,
          warmUp: s.warmUp,
          seed: String(s.seed),
          sites:
            s.power === undefined
              ? []
              : [{ name: "site", power: sorted([{ at: 0, value: 900_000 }, ...s.power]), cycle: s.cycle }],
          pools: s.pools.map((p, i) =>
            pool(p.first, {
              name: `pool${i}`,
              site: s.power === undefined ? -1 : 0,
              phases: sorted([
                { at: 0, value: p.first },
                ...(p.later === undefined || p.later.at === 0 ? [] : [p.later]),
              ]),
              outages: p.outages,
            }),
          ),
          programs: [
            ...s.levels.map((l, i) =>
              program(`p${i}`, {
                priority: l.priority,
                weight: l.weight,
                sources: [
                  level(l.base, {
                    growth: l.growth,
                    steps: sorted(l.steps),
                    noise: l.sigma === 0 ? undefined : { halfLife: 10 * DAY, sigma: l.sigma },
                    pools: l.order.map((p) => ({ pool: p, ratio: 1 })),
                  }),
                ],
              }),
            ),
            ...s.runs.map((r, i) =>
              program(`r${i}`, {
                priority: r.priority,
                sources: [
                  {
                    kind: "runs" as const,
                    runs: [
                      gang("run", r.start, r.gpus, r.days * DAY + 1, {
                        minGpus: r.shrink ? Math.max(1, Math.floor(r.gpus / 2)) : r.gpus,
                        notice: r.notice,
                        checkpointEvery: 3600,
                        checkpointCost: 30,
                        restart: 300,
                        patience: r.patience,
                      }),
                    ],
                    pools: s.pools.map((_, p) => ({ pool: p, ratio: 1 })),
                  },
                ],
              }),
            ),
          ],
          tenants: [...s.contracts, ...(s.prospects === undefined ? [] : [s.prospects])].map((_, i) =>
            tenant(`t${i}`, {
              exitAt: s.exits[i],
              exitBelow: s.exitBelow,
              churn: 0.5,
              leaving: s.leaving,
              relet: s.relet ? { lag: { kind: "exponential", mean: 5 * DAY }, fee: 0.9 } : undefined,
            }),
          ),
          market: { every: 7 * DAY, growth: 1, sigma: 0.4, halfLife: undefined, steps: [] },
          pipeline:
            s.prospects === undefined
              ? []
              : [
                  {
                    name: `t${tenants}`,
                    tenant: tenants,
                    arrivals: { kind: "at", times: s.prospects.times },
                    gpus: { kind: "constant", value: s.prospects.gpus },
                    pays: { kind: "uniform", from: 0.5, to: 2 },
                    patience: s.prospects.patience,
                    least: s.prospects.least,
                    atMarket: true,
                    sizeShare: 1,
                    elasticity: 0.5,
                    terms: s.prospects.terms,
                    minShare: 0.5,
                    minGpus: 0,
                  },
                ],
          contracts: s.contracts,
        });
      }),
  ),
);

const orders: VictimOrder[] = [...victimOrders];

const anyPolicy: fc.Arbitrary<PolicySettings> = fc
  .record({
    trigger: fc.constantFrom<PolicySettings["trigger"]>(
      { kind: "onBlocked", delay: 0 },
      { kind: "onBlocked", delay: 3600 },
      { kind: "periodic", every: DAY },
      { kind: "periodic", every: 7 * DAY },
      { kind: "forecastCross", every: DAY, q: 0.5 },
      { kind: "calendar", at: [0, 3 * DAY + 1, 50 * DAY], dayOfMonth: 0 },
      { kind: "calendar", at: [10 * DAY], dayOfMonth: 15 },
      { kind: "never" },
    ),
    size: fc.constantFrom<PolicySettings["size"]>(
      { kind: "shortfall" },
      { kind: "orderUpTo", level: 700 },
      { kind: "forecastQuantile", q: 0.9 },
      { kind: "forecastQuantile", q: "newsvendor" },
      { kind: "yarnRound", share: 0.1, naturalTermination: 0.2 },
      { kind: "yarnRound", share: 1, naturalTermination: 0.5 },
    ),
    isWeighted: fc.boolean(),
    weights: fc.array(fc.constantFrom(0, 1, 2.5), { minLength: 3, maxLength: 3 }),
    buyOut: fc.constantFrom(0, 0.5, 1),
    victims: fc.shuffledSubarray(orders, { minLength: 1, maxLength: 3 }),
    spare: fc.boolean(),
    notice: fc.constantFrom<PolicySettings["notice"]>(
      { kind: "contractMinimum", length: 0, insideLockout: "refuse" },
      { kind: "contractMinimum", length: 0, insideLockout: "queue" },
      { kind: "fixed", length: 20 * DAY, insideLockout: "refuse" },
      { kind: "longest", length: 0, insideLockout: "refuse" },
      { kind: "untilNextCheckpoint", length: 0, insideLockout: "queue" },
    ),
    rescind: fc.constantFrom<PolicySettings["rescind"]>(
      { kind: "never" },
      { kind: "ifNeedGone", band: 0 },
      { kind: "ifNeedGone", band: 0.2 },
      { kind: "offer", band: 0, acceptProbability: 0.5 },
    ),
    throttle: fc.constantFrom<PolicySettings["throttle"]>(
      unthrottled,
      { ...unthrottled, maxPerRound: 1, maxPerYear: 2, naturalExitFactor: 0.5 },
      { ...unthrottled, evictionBudget: { evictions: 2, per: 20 * DAY } },
      {
        ...unthrottled,
        minGap: 5 * DAY,
        maxOpen: 1,
        deadZone: 0.1,
      },
    ),
    forecast: fc.constantFrom<PolicySettings["forecast"]>(
      { kind: "perfect", sd: 0 },
      { kind: "persistence", sd: 0 },
      { kind: "growth", sd: 0 },
      { kind: "quantile", sd: 0.2 },
    ),
    refill: fc.constantFrom<PolicySettings["refill"]>(
      { kind: "hold", lag: undefined },
      { kind: "relet", lag: undefined },
      { kind: "internalFirst", lag: { kind: "constant", value: 2 * DAY } },
      { kind: "spot", lag: undefined },
    ),
  })
  .map(({ isWeighted, weights, ...parts }) =>
    policy({
      name: "random",
      ...parts,
      victimWeights: isWeighted ? weights.slice(0, parts.victims.length) : undefined,
    }),
  );

/** After every instant: accounts balance, and what leases, notices, claims and runs hold is what the ledger says. */
const invariants = (world: World): Observer => {
  let before = -1;
  return {
    settled(at) {
      if (at < before) throw new Error(`time went back to ${at}`);
      before = at;
      const { ledger } = world;
      for (let p = 0; p < ledger.pools; p++) {
        let internal = 0;
        let held = 0;
        for (const claim of world.claims) internal += claim.held[p] as number;
        for (const run of world.runs) {
          if (run.state === "running") internal += run.held[p] as number;
          else held += run.held[p] as number;
        }
        let firm = 0;
        let noticed = 0;
        let vacated = 0;
        for (const lease of world.leases) {
          firm += lease.firm[p] as number;
          for (const notice of lease.open) {
            noticed += notice.inUse[p] as number;
            vacated += notice.vacated[p] as number;
          }
        }
        const wiping = world.wiping
          .filter((item) => item.pool === p)
          .reduce((sum, item) => sum + item.gpus, 0);
        const counts = Array.from({ length: ACCOUNTS }, (_, account) => ledger.count(p, account));
        expect(counts.slice(1, 7)).toEqual([
          held,
          Math.min(wiping, counts[2] as number),
          internal,
          firm,
          noticed,
          vacated,
        ]);
        for (const count of counts)
          if (!(count >= 0 && Number.isSafeInteger(count))) throw new Error(`a count of ${count}`);
      }
      for (const claim of world.claims) {
        if (claim.covered > claim.target) throw new Error(`${claim.name} holds more than it wants`);
      }
      for (const lease of world.leases) {
        const sum = lease.firm.reduce((a, b) => a + b, 0);
        if (sum !== lease.firmTotal) throw new Error(`${lease.name} miscounts what is firm`);
        if (lease.state === "ended" && sum !== 0) throw new Error(`${lease.name} has ended and holds ${sum}`);
        if (lease.firmTotal > lease.rampGpus - lease.reduced && lease.state !== "winding")
          throw new Error(`${lease.name} holds more than its due`);
        if (lease.queued < 0) throw new Error(`${lease.name} has ${lease.queued} queued`);
      }
    },
  };
};

/** No notice is shorter than the contract's unless it was paid for, and no policy serves more than it lets itself. */
const keepsLimits = ({ notices, policy: by, callsAt, leases }: World): void => {
  for (const { lease, by: side, served, issuedAt, effectiveAt, bought, kind } of notices) {
    if (side !== "owner" || lease === undefined || !served || kind === "nonRenew") continue;
    const { noticeOwner, buyOut } = lease.contract;
    const least = bought > 0 ? (buyOut?.notice ?? Number.POSITIVE_INFINITY) : noticeOwner;
    if (effectiveAt - issuedAt < least) throw new Error(`${lease.name} had too short a notice`);
  }
  const { maxPerRound, maxPerYear, evictionBudget, minGap } = by.throttle;
  callsAt.forEach((at, i) => {
    if ((callsAt[i + evictionBudget.evictions] ?? Number.POSITIVE_INFINITY) - at < evictionBudget.per)
      throw new Error("more notices than the budget has");
    if (callsAt[i + maxPerRound] === at) throw new Error("more notices than a round may have");
    const next = callsAt.find((later) => later > at) ?? Number.POSITIVE_INFINITY;
    if (next - at < minGap) throw new Error("two rounds too close to each other");
  });
  for (const lease of leases)
    if (lease.ownerNoticesAt.length > maxPerYear) throw new Error(`${lease.name} had too many notices`);
};

describe("on random lease scenarios", () => {
  test(`accounts balance after every instant and the auditor finds the same totals (${RUNS} scenarios)`, () => {
    let notices = 0;
    let bought = 0;
    let signed = 0;
    fc.assert(
      fc.property(anyPlan, anyPolicy, (subject, by) => {
        const events: LoggedEvent[] = [];
        const result = createSimulation(subject, by, drawDemand(subject, 0), {
          bins: 10,
          story: true,
          onEvent: (event) => events.push(event),
          observe: invariants,
        });
        const { metrics, story, tenants } = result.finish();
        keepsLimits(result.world);
        const { totals, violations } = audit(events, subject.horizon);
        expect(violations).toEqual([]);
        notices += story?.notices.length ?? 0;
        bought += (metrics[METRIC.buyOuts] as number) > 0 ? 1 : 0;
        const hours = (name: keyof typeof METRIC): number => (metrics[METRIC[name]] as number) * 3600;
        if (subject.warmUp > 0) return;
        const spent = (account: string): number => totals.accounts[account] ?? 0;
        expect(hours("internalGpuHours")).toBeCloseTo(spent("internal"), 3);
        expect(result.world.ledger.integral(3, subject.horizon)).toBe(spent("internal"));
        expect(result.world.ledger.integral(4, subject.horizon)).toBe(spent("firm"));
        expect(result.world.ledger.integral(5, subject.horizon)).toBe(spent("noticed"));
        expect(result.world.ledger.integral(6, subject.horizon)).toBe(spent("vacated"));
        expect(hours("installedGpuHours")).toBeCloseTo(totals.installed, 3);
        if (subject.programs.every((p) => p.sources[0]?.kind === "level")) {
          expect(hours("demandGpuHours")).toBeCloseTo(totals.demand, 3);
          expect(hours("unmetGpuHours")).toBeCloseTo(totals.unmet, 3);
        }
        expect(metrics[METRIC.revenue]).toBeCloseTo(totals.money.rent ?? 0, 4);
        expect(metrics[METRIC.buyOuts]).toBeCloseTo(-(totals.money.buyOut ?? 0), 4);
        expect(metrics[METRIC.credits]).toBeCloseTo(-(totals.money.credit ?? 0), 4);
        expect(metrics[METRIC.evictions]).toBe(totals.evictions);
        expect(metrics[METRIC.noticesIssued]).toBe(totals.noticesIssued);
        const cash = Object.values(totals.cash).reduce((sum, dollars) => sum + dollars, 0);
        expect(metrics[METRIC.ownerCash]).toBeCloseTo(cash, 4);
        tenants.forEach((row, t) => {
          const paid = result.world.leases
            .filter((lease) => lease.contract.tenant === t)
            .reduce((sum, lease) => sum + (totals.cash[lease.name] ?? 0), 0);
          expect(row.rent - row.credits + row.termination - row.buyOut).toBeCloseTo(paid, 4);
        });
        expect([METRIC.dealsOffered, METRIC.dealsSigned].map((m) => metrics[m])).toEqual([
          totals.deals.arrived,
          totals.deals.signed,
        ]);
        signed += totals.deals.signed;
      }),
      { numRuns: RUNS, seed: 20_261_124 },
    );
    expect(notices).toBeGreaterThan(RUNS);
    expect(bought).toBeGreaterThan(RUNS / 50);
    expect(signed).toBeGreaterThan(RUNS / 20);
  }, 300_000);
});
