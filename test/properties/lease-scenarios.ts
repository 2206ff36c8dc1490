/**
 * Lease scenarios by chance: up to three pools under outages and power limits, level demand and planned runs, up to
 * four contracts with every term, prospects, under every part of a policy. Times collide on purpose.
 */
import fc from "fast-check";
import type { Contract, Plan, PolicySettings, VictimOrder } from "../../src/model/types.ts";
import { victimOrders } from "../../src/scenario/reclaim-schema.ts";
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

/** Seconds. */
export const HORIZON = 120 * DAY;

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

/** Pools, phases, outages, power, levels, runs, leases, prospects: every part of a plan that is not jobs. */
export const anyPlan: fc.Arbitrary<Plan> = fc.integer({ min: 1, max: 3 }).chain((pools) =>
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
            failures: fc.option(
              fc.record({
                block: fc.constantFrom(1, 8, 72),
                between: days(200).map((mean) => ({ kind: "exponential" as const, mean: mean + DAY })),
                repair: days(20).map((value) => ({ kind: "constant" as const, value })),
                crew: fc.constantFrom(1, 4, Number.POSITIVE_INFINITY),
                spares: fc.integer({ min: 0, max: 3 }),
                swap: fc.constantFrom(0, 3600),
              }),
              { nil: undefined, freq: 2 },
            ),
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
              failures: p.failures,
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

/** Every part of a policy about leases. */
export const anyPolicy: fc.Arbitrary<PolicySettings> = fc
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
