/**
 * Money on random contracts. The bill is worked out a second time, here and from the model's description alone: what
 * is held is watched from instant to instant and priced by calendar months, which the platform's own calendar tells.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { METRIC, type MetricName } from "../../src/metrics/definitions.ts";
import type { Lease } from "../../src/model/lease.ts";
import type { Notice } from "../../src/model/notice.ts";
import type { Observer } from "../../src/model/observer.ts";
import type { Contract, Plan, TerminationCharge } from "../../src/model/types.ts";
import type { World } from "../../src/model/world.ts";
import { monthStartsOver } from "../../src/scenario/compile/months.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { contract, DAY, HOUR, level, plan, policy, pool, program, tenant } from "../model/builders.ts";

const RUNS = Number(process.env.CLAWBACK_MONEY_RUNS ?? 500);
const HORIZON = 300 * DAY;
const EPOCH = Date.UTC(2026, 6, 1) / 1000;
const MEAN_MONTH = (365 * DAY) / 12;

const days = (most: number) => fc.integer({ min: 0, max: most }).map((d) => d * DAY);
const moment = fc
  .tuple(fc.integer({ min: 0, max: 299 }), fc.constantFrom(0, 0, 1, 43_200))
  .map(([d, s]) => d * DAY + s);
const share = fc.constantFrom(0, 0.25, 0.5, 1);
const charge: fc.Arbitrary<TerminationCharge> = fc.oneof(
  fc.record({ kind: fc.constant("fixed" as const), dollars: fc.integer({ min: 0, max: 5000 }) }),
  fc.record({ kind: fc.constant("months" as const), months: fc.constantFrom(0, 1, 2.5) }),
  fc.record({ kind: fc.constant("shareOfRemaining" as const), share }),
  fc.record({ kind: fc.constant("windDown" as const), lasts: days(200) }),
);
const fee: fc.Arbitrary<Contract["fee"]> = fc.oneof(
  fc.record({ kind: fc.constant("perGpuHour" as const), dollars: fc.constantFrom(0.5, 2.35, 5.27) }),
  fc.record({ kind: fc.constant("perMonth" as const), dollars: fc.constantFrom(1000, 123_456.78) }),
  fc.record({ kind: fc.constant("perMwMonth" as const), dollars: fc.constantFrom(4.2e6, 1e6) }),
);

const anyContract = (index: number): fc.Arbitrary<Contract> =>
  fc
    .record({
      gpus: fc.integer({ min: 1, max: 500 }),
      start: fc.oneof(fc.constant(0), moment),
      term: fc.oneof(fc.constant(1000 * DAY), days(250)),
      noticeOwner: fc.oneof(fc.constantFrom(0, 1), days(60)),
      noticeTenant: days(60),
      offRamp: fc.record({ lasts: fc.constantFrom(0, DAY, 20 * DAY), fee: share }),
      rampDays: fc.constantFrom(0, 0, 20),
      fee,
      takeOrPay: fc.boolean(),
      feeDuringNotice: share,
      terminationByOwner: charge,
      terminationByTenant: charge,
      slaCredit: fc.constantFrom(
        [],
        [{ below: 0.99, credit: 0.1 }],
        [
          { below: 0.9, credit: 0.25 },
          { below: 1, credit: 0.05 },
        ],
      ),
      kind: fc.constantFrom("stay" as const, "leaveNow" as const, "linear" as const),
      acceptEarlyReturn: fc.boolean(),
      buyOut: fc.constantFrom<Contract["buyOut"]>(
        undefined,
        { price: { kind: "perGpuDay", dollars: 17.3 }, notice: 2 * DAY },
        { price: { kind: "shareOfFee", share: 0.4 }, notice: 0 },
      ),
      turnover: fc.constantFrom(0, 3 * DAY),
      renewal: fc.option(
        fc.record({
          term: days(60).map((d) => d + DAY),
          probability: fc.constant(0.8),
          repriced: fc.boolean(),
        }),
        {
          nil: undefined,
        },
      ),
      grace: fc.constantFrom(0, DAY, 30 * DAY),
      onMiss: fc.constantFrom("terminate" as const, "proRata" as const),
    })
    .map((c) =>
      contract(c.gpus, {
        ...c,
        name: `t${index}`,
        tenant: index,
        minQuantity: Math.floor(c.gpus / 3),
        expiry: c.start + c.term,
        termLength: Math.max(DAY, c.term),
        ramp:
          c.rampDays === 0
            ? [{ at: c.start, gpus: c.gpus, fee: 1 }]
            : [
                { at: c.start, gpus: Math.floor(c.gpus / 2), fee: 0.5 },
                { at: c.start + c.rampDays * DAY, gpus: c.gpus, fee: 1 },
              ],
        onNotice: { kind: c.kind, power: 0.5, remaining: { kind: "constant", value: 0 } },
        pools: index % 2 === 0 ? [0, 1] : [1],
      }),
    );

const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    contracts: fc.tuple(anyContract(0), anyContract(1)),
    exits: fc.tuple(fc.option(moment, { nil: undefined }), fc.option(moment, { nil: undefined })),
    leaving: fc.constantFrom(0, 0.7),
    base: fc.integer({ min: 0, max: 700 }),
    growth: fc.constantFrom(1, 4),
    outage: fc.record({ at: moment, gpus: fc.integer({ min: 1, max: 300 }), lasts: days(40) }),
    warmUp: fc.constantFrom(0, 0, 45 * DAY),
    seed: fc.integer(),
  })
  .map((s) =>
    plan({
      horizon: HORIZON,
      epoch: EPOCH,
      monthStarts: monthStartsOver(EPOCH, HORIZON),
      warmUp: s.warmUp,
      seed: String(s.seed),
      pools: [
        pool(400, { name: "a", watts: 1300, outages: [s.outage] }),
        pool(500, { name: "b", watts: 1820 }),
      ],
      programs: [
        program("p", {
          sources: [
            level(s.base, {
              growth: s.growth,
              noise: { halfLife: 20 * DAY, sigma: 0.2 },
              pools: [
                { pool: 0, ratio: 1 },
                { pool: 1, ratio: 1 },
              ],
            }),
          ],
        }),
      ],
      tenants: s.contracts.map((_, i) =>
        tenant(`t${i}`, {
          exitAt: s.exits[i],
          exitBelow: 0.8,
          leaving: s.leaving,
          relet: { lag: { kind: "exponential", mean: 20 * DAY }, fee: 0.9 },
        }),
      ),
      contracts: s.contracts,
      market: { every: 7 * DAY, growth: 1, sigma: 0.4, halfLife: undefined, steps: [] },
      values: {
        internalGpuHour: 10,
        tenantGpuHour: 7,
        replacement: 30 * DAY,
        inVainAfter: 30 * DAY,
        relocation: 3,
      },
    }),
  );

/** What a lease holds, as it was seen at an instant. */
type Seen = {
  readonly firm: readonly number[];
  readonly notices: readonly {
    readonly byOwner: boolean;
    readonly issuedAt: number;
    readonly inUse: readonly number[];
    readonly vacated: readonly number[];
    readonly gone: number;
  }[];
  readonly due: number;
  readonly share: number;
};

const sumOf = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

const seen = (lease: Lease): Seen => ({
  firm: [...lease.firm],
  notices: lease.open.map((notice) => ({
    byOwner: notice.by === "owner",
    issuedAt: notice.issuedAt,
    inUse: [...notice.inUse],
    vacated: [...notice.vacated],
    gone: notice.missing,
  })),
  due:
    lease.state === "ramping" || lease.state === "active" ? Math.max(0, lease.rampGpus - lease.reduced) : 0,
  share: lease.feeShare * lease.feeScale,
});

/** Ends of a calendar month that the platform tells. */
const monthAround = (second: number): { from: number; to: number } => {
  const date = new Date((EPOCH + second) * 1000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { from: Date.UTC(year, month, 1) / 1000 - EPOCH, to: Date.UTC(year, month + 1, 1) / 1000 - EPOCH };
};

/** The bill of one lease, added up second by second in one running sum. */
class Bill {
  rent = 0;
  credits = 0;
  private due = 0;
  private held = 0;
  private state: Seen | undefined;
  private since = 0;
  private readonly lease: Lease;
  private readonly watts: readonly number[];

  constructor(lease: Lease, watts: readonly number[]) {
    this.lease = lease;
    this.watts = watts;
  }

  see(at: number): void {
    this.until(at);
    const before = this.state?.share;
    this.state = seen(this.lease);
    if (before !== undefined && before !== this.state.share) this.closePeriod(at - 1, before);
  }

  until(at: number): void {
    while (this.state !== undefined && this.since < at) {
      const month = monthAround(this.since);
      const to = Math.min(at, month.to);
      for (const edge of this.edges(to)) {
        this.stretch(this.state, this.since, edge, month.to - month.from);
        this.since = edge;
      }
      if (to === month.to) this.closePeriod(to - 1, this.state.share);
    }
    this.since = at;
  }

  /** The credit of a month, or of a part of one that a step of the fee ends. */
  closePeriod(within: number, share: number): void {
    const { slaCredit } = this.lease.contract;
    const { from, to } = monthAround(within);
    const ratio = this.due === 0 ? 1 : this.held / this.due;
    const best = slaCredit.filter(({ below }) => ratio < below).map(({ credit }) => credit);
    if (best.length > 0)
      this.credits +=
        Math.max(...best) * share * this.price(this.due, this.due * this.firstWatts(), to - from);
    this.due = 0;
    this.held = 0;
  }

  shareNow(): number {
    return this.state?.share ?? 0;
  }

  /** Where the off-ramp of a notice begins, and the end of the stretch. */
  private edges(to: number): number[] {
    const { noticeOwner, offRamp } = this.lease.contract;
    const starts = (this.state?.notices ?? [])
      .filter(({ byOwner }) => byOwner && offRamp.lasts > 0)
      .map(({ issuedAt }) => issuedAt + noticeOwner)
      .filter((edge) => edge > this.since && edge < to);
    return [...new Set(starts)].sort((a, b) => a - b).concat(to);
  }

  private stretch(state: Seen, from: number, to: number, month: number): void {
    const { takeOrPay, feeDuringNotice, noticeOwner, offRamp } = this.lease.contract;
    const seconds = to - from;
    const add = (counts: readonly number[], factor: number): void => {
      const watts = counts.reduce((sum, n, p) => sum + n * (this.watts[p] as number), 0);
      this.rent += factor * state.share * this.price(sumOf(counts) * seconds, watts * seconds, month);
    };
    add(state.firm, 1);
    let held = sumOf(state.firm);
    let due = state.due;
    for (const notice of state.notices) {
      const late = offRamp.lasts > 0 && from >= notice.issuedAt + noticeOwner;
      const factor = notice.byOwner ? (late ? offRamp.fee : feeDuringNotice) : 1;
      add(notice.inUse, factor);
      if (takeOrPay) add(notice.vacated, factor);
      held += sumOf(notice.inUse) + sumOf(notice.vacated);
      due += sumOf(notice.inUse) + sumOf(notice.vacated) + notice.gone;
    }
    this.held += held * seconds;
    this.due += due * seconds;
  }

  private price(gpuSeconds: number, wattSeconds: number, month: number): number {
    const { fee: rate, gpus } = this.lease.contract;
    if (rate.kind === "perGpuHour") return rate.dollars * (gpuSeconds / HOUR);
    if (rate.kind === "perMonth") return (rate.dollars / gpus) * (gpuSeconds / month);
    return rate.dollars * (wattSeconds / 1e6 / month);
  }

  private firstWatts(): number {
    return this.watts[this.lease.contract.pools[0] as number] as number;
  }
}

/** Watches all leases of a world. */
class Cashier implements Observer {
  readonly bills: Bill[] = [];
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  settled(at: number): void {
    const watts = this.world.plan.pools.map((p) => p.watts);
    for (const lease of this.world.leases) {
      const bill = this.bills[lease.id] ?? new Bill(lease, watts);
      this.bills[lease.id] = bill;
      bill.see(at);
    }
  }

  /** The horizon: what is left of the last month is credited too. */
  close(at: number): void {
    for (const bill of this.bills) {
      bill.until(at);
      if (monthAround(at).from !== at) bill.closePeriod(at - 1, bill.shareNow());
    }
  }
}

/** Dollars for a mean month of the whole contract, at its own price. */
const monthlyOf = (world: World, { contract: { fee: rate, gpus, pools } }: Lease): number => {
  if (rate.kind === "perGpuHour") return rate.dollars * gpus * (MEAN_MONTH / HOUR);
  if (rate.kind === "perMonth") return rate.dollars;
  return rate.dollars * ((gpus * (world.plan.pools[pools[0] as number]?.watts ?? 0)) / 1e6);
};

/** Dollars for one accelerator and second by which a notice is shorter than the contract's. */
const buyOutOf = (world: World, lease: Lease): number => {
  const price = lease.contract.buyOut?.price;
  if (price === undefined) return 0;
  if (price.kind === "perGpuDay") return price.dollars / DAY;
  return (price.share * lease.feeScale * monthlyOf(world, lease)) / lease.contract.gpus / MEAN_MONTH;
};

/** Seconds by which a notice that is served now ends before the contract's would. */
const cutShort = ({ lease, issuedAt, effectiveAt }: Notice): number => {
  if (lease === undefined) return 0;
  const { noticeOwner, offRamp } = lease.contract;
  return Math.max(0, Math.min(lease.expiry, issuedAt + noticeOwner + offRamp.lasts) - effectiveAt);
};

/** Dollars of ending `gpus` of a lease early: by its definition, the line summed up in days and a rest. */
const chargeOf = (
  world: World,
  lease: Lease,
  rule: TerminationCharge,
  gpus: number,
  at: number,
  expiry: number,
): number => {
  const ofLease = lease.feeScale * monthlyOf(world, lease) * (lease.gpus / lease.contract.gpus);
  const rest = Math.max(0, expiry - at);
  const part = gpus / lease.gpus;
  if (rule.kind === "fixed") return part * rule.dollars;
  if (rule.kind === "months") return part * rule.months * ofLease;
  if (rule.kind === "shareOfRemaining") return part * rule.share * ofLease * (rest / MEAN_MONTH);
  let dollars = 0;
  for (let from = 0; from < Math.min(rest, rule.lasts); from += DAY) {
    const to = Math.min(from + DAY, rest, rule.lasts);
    dollars += ofLease * ((to - from) / MEAN_MONTH) * (1 - (from + to) / 2 / rule.lasts);
  }
  return part * dollars;
};

test(`on ${2 * RUNS} random contracts the invoices are the integral of the fee schedule, to the cent`, () => {
  const happened = { rent: 0, credits: 0, charges: 0, buyOuts: 0, successors: 0, offRamps: 0 };
  fc.assert(
    fc.property(anyPlan, (subject) => {
      const by = policy({
        trigger: { kind: "periodic", every: DAY },
        refill: { kind: "relet", lag: undefined },
        buyOut: 1,
      });
      let cashier: Cashier | undefined;
      let charges = 0;
      const cut = new Map<number, number>();
      const paid = new Map<number, number>();
      const simulation = createSimulation(subject, by, drawDemand(subject, 0), {
        bins: 0,
        story: false,
        observe: (world) => {
          cashier = new Cashier(world);
          return {
            settled: (at) => cashier?.settled(at),
            noticeChanged: (at, notice, change) => {
              const { lease } = notice;
              if (change === "issued" && notice.by === "owner") cut.set(notice.id, cutShort(notice));
              if (lease === undefined || (change !== "complied" && change !== "enforced")) return;
              if (notice.by === "owner" && notice.kind !== "nonRenew") {
                charges -= chargeOf(
                  world,
                  lease,
                  lease.contract.terminationByOwner,
                  notice.gpus,
                  at,
                  lease.expiry,
                );
                const days = buyOutOf(world, lease) * notice.gpus * (cut.get(notice.id) ?? 0);
                paid.set(lease.id, (paid.get(lease.id) ?? 0) + days);
              }
              if (notice.by === "tenant" && notice.kind === "terminate")
                charges += chargeOf(
                  world,
                  lease,
                  lease.contract.terminationByTenant,
                  notice.gpus,
                  at,
                  lease.expiry,
                );
            },
          };
        },
      });
      const { metrics, tenants } = simulation.finish();
      const { world } = simulation;
      cashier?.close(HORIZON);
      for (const lease of world.leases) {
        const bill = cashier?.bills[lease.id];
        expect(Math.abs((bill?.rent ?? 0) - lease.books.rent), `rent of ${lease.name}`).toBeLessThan(0.005);
        expect(Math.abs((bill?.credits ?? 0) - lease.books.credits), `credits of ${lease.name}`).toBeLessThan(
          0.005,
        );
        const buyOut = paid.get(lease.id) ?? 0;
        expect(Math.abs(buyOut - lease.books.buyOut), `buy-outs of ${lease.name}`).toBeLessThan(0.005);
        happened.buyOuts += Number(buyOut > 0);
        happened.rent += lease.books.rent;
        happened.credits += Number(lease.books.credits > 0);
        happened.successors += Number(lease.generation > 0);
        happened.offRamps += Number(lease.books.offRamp > 0 || lease.contract.offRamp.lasts > 0);
      }
      const charged = world.leases.reduce((sum, { books }) => sum + books.termination, 0);
      expect(Math.abs(charged - charges)).toBeLessThan(0.005);
      happened.charges += Number(charged !== 0);

      const get = (metric: MetricName): number => metrics[METRIC[metric]] as number;
      const scale =
        1e-9 * Math.max(1, Math.abs(get("revenue")), Math.abs(get("tenantUseValue")), get("opportunityCost"));
      if (subject.warmUp === 0) {
        const received = tenants.reduce((sum, t) => sum - t.rent + t.credits - t.termination + t.buyOut, 0);
        expect(Math.abs(get("ownerCash") + received)).toBeLessThanOrEqual(scale);
        const net = tenants.reduce((sum, t) => sum + t.net, 0);
        expect(Math.abs(get("tenantNet") - net)).toBeLessThanOrEqual(scale);
      }
      const externalities = get("tenantUseValue") - get("relocationCost") - get("opportunityCost");
      expect(Math.abs(get("netValue") + get("tenantNet") - externalities)).toBeLessThanOrEqual(scale);
    }),
    { numRuns: RUNS, seed: 20_260_701, endOnFailure: true },
  );
  for (const [what, count] of Object.entries(happened)) expect(count, what).toBeGreaterThan(RUNS / 25);
}, 300_000);
