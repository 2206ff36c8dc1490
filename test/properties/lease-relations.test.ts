/**
 * Exact relations between two runs of lease scenarios: what must not matter does not, and what scales does so to the
 * accelerator and the cent. Each relation says what it leaves out, and why it could not hold there.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { METRIC } from "../../src/metrics/definitions.ts";
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import type { Contract, Plan, PolicySettings } from "../../src/model/types.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { contract, DAY, tenant } from "../model/builders.ts";
import { dearer, larger } from "./lease-scales.ts";
import { anyPlan, anyPolicy, HORIZON } from "./lease-scenarios.ts";

const RUNS = 100;

const logOf = (plan: Plan, policy: PolicySettings): LoggedEvent[] => {
  const events: LoggedEvent[] = [];
  createSimulation(plan, policy, drawDemand(plan, 0), {
    bins: 0,
    story: false,
    onEvent: (event) => events.push(event),
  }).finish();
  return events;
};

const check = (name: string, property: (plan: Plan, policy: PolicySettings) => void): void =>
  test(name, () => {
    fc.assert(fc.property(anyPlan, anyPolicy, property), {
      numRuns: RUNS,
      seed: 20_261_126,
      endOnFailure: true,
    });
  }, 120_000);

const byLotNo = (policy: PolicySettings): PolicySettings => ({
  ...policy,
  victims: policy.victims.filter((order) => order !== "random"),
  victimWeights: undefined,
});

/** Nothing that is drawn: chances are certain or nil, lengths constant. */
const certain = (c: Contract): Contract => ({
  ...c,
  delivered: Math.round(c.delivered),
  rescindable: Math.round(c.rescindable),
  renewal: c.renewal && { ...c.renewal, probability: Math.round(c.renewal.probability) },
  onNotice: { ...c.onNotice, remaining: { kind: "constant", value: 5 * DAY } },
});
const withoutDraws = (plan: Plan): Plan => ({
  ...plan,
  programs: plan.programs.map((program) => ({
    ...program,
    sources: program.sources.map((source) =>
      source.kind === "level" ? { ...source, noise: undefined } : source,
    ),
  })),
  contracts: plan.contracts.map(certain),
  tenants: plan.tenants.map((t) => ({ ...t, churn: 0, leaving: 0, relet: undefined })),
  market: undefined,
  pipeline: [],
});
const withoutChance = (policy: PolicySettings): PolicySettings => ({
  ...byLotNo(policy),
  rescind: policy.rescind.kind === "offer" ? { kind: "ifNeedGone", band: 0 } : policy.rescind,
});

describe("what does not matter to leases", () => {
  check("who watches, and in how many bins", (plan, policy) => {
    const run = (bins: number, story: boolean) =>
      createSimulation(plan, policy, drawDemand(plan, 0), { bins, story }).finish();
    const plain = run(0, false);
    const watched = run(23, true);
    expect(watched.fingerprint).toEqual(plain.fingerprint);
    expect(watched.metrics).toEqual(plain.metrics);
  });

  check("whether a run goes step by step", (plan, policy) => {
    const run = (steps: boolean) => {
      const simulation = createSimulation(plan, policy, drawDemand(plan, 0), { bins: 0, story: false });
      while (steps && simulation.step());
      return simulation.finish();
    };
    expect(run(true)).toEqual(run(false));
  });

  check(
    "a tenant whose lease begins long after the horizon, beyond what any notice looks ahead to",
    (plan, policy) => {
      const { length } = plan.tenants;
      const ghost: Plan = {
        ...plan,
        tenants: [...plan.tenants, tenant("ghost")],
        contracts: [
          ...plan.contracts,
          contract(10, { name: "ghost", tenant: length, signed: 4 * HORIZON, start: 4 * HORIZON }),
        ],
      };
      // Natural exits are a share of the leases that there are, whether they have begun or not.
      // Weighted orders count places in the list of all leases.
      const by = {
        ...policy,
        victimWeights: undefined,
        throttle: { ...policy.throttle, naturalExitFactor: 0 },
      };
      // A lease of the pipeline is numbered after all contracts: names and order of events stay, and are all that is compared.
      expect(logOf(ghost, by).filter(({ lease }) => lease !== "ghost")).toEqual(logOf(plan, by));
    },
  );

  check("what tenants are called, when nothing is drawn by name", (drawn, policy) => {
    const plan = withoutDraws(drawn);
    const by = withoutChance(policy);
    const renamed: Plan = {
      ...plan,
      contracts: plan.contracts.map((c) => ({ ...c, name: `other ${c.name}` })),
      tenants: plan.tenants.map((t) => ({ ...t, name: `other ${t.name}` })),
    };
    const log = JSON.stringify(logOf(renamed, by)).replaceAll('"other ', '"');
    expect(log).toBe(JSON.stringify(logOf(plan, by)));
  });

  check("what comes after the horizon: a longer run begins as the shorter one", (plan, policy) => {
    // A policy knows when the run ends and calls nothing for what comes after: here nobody is called.
    const by: PolicySettings = { ...policy, trigger: { kind: "never" } };
    const until = (horizon: number) =>
      logOf({ ...plan, warmUp: 0, horizon }, by).filter(({ t }) => t < HORIZON / 2 - 1);
    expect(JSON.stringify(until(HORIZON))).toBe(JSON.stringify(until(HORIZON / 2)));
  });
});

describe("what scales", () => {
  check("money: every price four times as high is every amount four times as high", (plan, policy) => {
    // A buy-out weighs a shortage, which is worth four times as much too, against four times the price.
    const money = (subject: Plan) => {
      const { metrics } = createSimulation(subject, policy, drawDemand(subject, 0), {
        bins: 0,
        story: false,
      }).finish();
      return [METRIC.revenue, METRIC.credits, METRIC.buyOuts, METRIC.ownerCash].map(
        (m) => metrics[m] as number,
      );
    };
    const [once, four] = [money(plan), money(dearer(plan, 4))];
    // Multiplying by a power of two rounds nothing: the sums are equal to the last bit.
    expect(four).toEqual(once.map((dollars) => dollars * 4));
  });

  check("accelerators: everything twice as large happens at the same seconds", (drawn, policy) => {
    // Quantities are rounded to whole ones in demand, shares and vacate steps: compared is when, not how much.
    const plan = { ...withoutDraws(drawn), sites: [], pools: drawn.pools.map((p) => ({ ...p, site: -1 })) };
    const by: PolicySettings = {
      ...withoutChance(policy),
      trigger: policy.trigger,
      size: { kind: "shortfall" },
      rescind: { kind: "never" },
    };
    const flat: Plan = {
      ...plan,
      programs: plan.programs.map((p) => ({
        ...p,
        weight: 1,
        sources: p.sources.map((s) => (s.kind === "level" ? { ...s, growth: 1 } : s)),
      })),
      contracts: plan.contracts.map((c) => ({
        ...c,
        minQuantity: 0,
        ramp: [{ at: c.start, gpus: c.gpus, fee: 1 }],
        onNotice: { ...c.onNotice, kind: "stay" as const },
      })),
    };
    const when = (subject: Plan) =>
      logOf(subject, by)
        .filter(({ kind }) => kind === "notice.issued" || kind === "notice.enforced")
        .map(({ t, kind, target, gpus }) => [t, kind, target, gpus]);
    const twice = when(larger(flat, 2)).map(([t, kind, target, gpus]) => [t, kind, target, Number(gpus) / 2]);
    expect(flat.programs.filter((p) => p.priority === 100).length > 1 ? [] : twice).toEqual(
      flat.programs.filter((p) => p.priority === 100).length > 1 ? [] : when(flat),
    );
  });
});

describe("what is without bounds", () => {
  check("infinite capacity: nothing is unmet and nobody is called", (drawn, policy) => {
    const plan: Plan = {
      ...drawn,
      sites: [],
      pools: drawn.pools.map((p) => ({
        ...p,
        site: -1,
        phases: [{ at: 0, value: 100_000_000 }],
        outages: [],
        failures: undefined,
      })),
    };
    const by: PolicySettings = { ...policy, size: { kind: "shortfall" } };
    const { metrics } = createSimulation(plan, by, drawDemand(plan, 0), { bins: 0, story: false }).finish();
    // A growing demand may be forecast to outgrow anything; what is asked for today is there.
    expect(metrics[METRIC.unmetGpuHours]).toBe(0);
    const persistent: PolicySettings = { ...by, forecast: { kind: "persistence", sd: 0 } };
    expect(
      logOf(plan, persistent).filter(
        (e) => e.kind === "notice.issued" && e.by === "owner" && e.notice !== "nonRenew",
      ),
    ).toEqual([]);
  });

  check("no notice: issued and enforced in one instant", (drawn, policy) => {
    // A lockout that forbids to take effect, not to serve, makes every notice as long as itself: there is none here.
    const plan: Plan = {
      ...drawn,
      contracts: drawn.contracts.map((c) => ({
        ...c,
        noticeOwner: 0,
        lockoutEnd: 0,
        offRamp: { lasts: 0, fee: 1 },
        buyOut: undefined,
      })),
      pipeline: [],
      // Gangs are served notice as leases are.
      programs: drawn.programs.map((program) => ({
        ...program,
        sources: program.sources.map((source) =>
          source.kind === "runs"
            ? { ...source, runs: source.runs.map((run) => ({ ...run, notice: 0 })) }
            : source,
        ),
      })),
    };
    const by: PolicySettings = {
      ...policy,
      buyOut: 0,
      notice: { kind: "contractMinimum", length: 0, insideLockout: "refuse" },
    };
    const log = logOf(plan, by).filter((e) => e.by === "owner" && String(e.kind).startsWith("notice."));
    const issued = log.filter(({ kind }) => kind === "notice.issued");
    const over = log.filter(({ kind }) => kind === "notice.enforced" || kind === "notice.complied");
    expect(over.map(({ id, t }) => [id, t])).toEqual(issued.map(({ id, issuedAt }) => [id, issuedAt]));
  });
});
