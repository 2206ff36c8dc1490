/**
 * The parts of a policy that are about jobs: shorthand, defaults, and what a policy takes over from the one it is
 * built on.
 */
import { describe, expect, test } from "vitest";
import { compilePolicies } from "../../src/scenario/compile.ts";
import { type DialectName, dialectNames } from "../../src/scenario/dialects.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { shippedPolicyNames } from "../../src/scenario/policy-schema.ts";
import { shippedPolicies } from "../../src/scenario/shipped-policies.ts";
import { accepted, small } from "./build.ts";

const HOUR = 3600;
const DAY = 86_400;
const compiled = (spec: unknown, name = "mine") => {
  const [policy] = compilePolicies(accepted(small({ policies: { [name]: spec } })));
  if (policy === undefined) throw new Error("there is no policy");
  return policy;
};

const PREEMPTION = {
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
};

describe("the shipped policies that are no dialect", () => {
  const plain = shippedPolicyNames.filter((name) => !dialectNames.includes(name as DialectName));

  test.each(plain)("%s serves as they came, fills gaps, and preempts", (name) => {
    expect(shippedPolicies[name]).toMatchObject({
      queue: { order: "fcfs", backfill: "easy", halfLife: 7 * DAY },
      placement: "bestFit",
      preemption: PREEMPTION,
      admission: { kind: "all" },
    });
  });
});

describe("a part that is written out", () => {
  test("has the defaults of the shipped ones for what it leaves out", () => {
    const { queue, preemption } = compiled({ queue: {}, preemption: {} });
    expect(queue).toEqual(shippedPolicies.reactive.queue);
    expect(preemption).toEqual(PREEMPTION);
  });

  test.each(["fcfs", "priority", "sjf", "smallest", "fairShare"])("queue: %s is its order", (order) => {
    expect(compiled({ queue: order }).queue).toEqual({ order, backfill: "easy", halfLife: 7 * DAY });
    expect(compiled({ queue: { order } }).queue).toEqual(compiled({ queue: order }).queue);
  });

  test("queue", () => {
    expect(compiled({ queue: { order: "fairShare", backfill: "none", halfLife: "12 h" } }).queue).toEqual({
      order: "fairShare",
      backfill: "none",
      halfLife: 12 * HOUR,
    });
  });

  test.each(["bestFit", "firstFit", "worstFit"])("placement: %s", (placement) => {
    expect(compiled({ placement }).placement).toBe(placement);
  });

  test("preemption: never", () => {
    expect(compiled({ preemption: "never" }).preemption).toEqual({ ...PREEMPTION, enabled: false });
  });

  test("preemption", () => {
    const preemption = {
      gap: 10,
      delay: "1 min",
      victims: "leastLostWork",
      spare: false,
      partial: true,
      notice: { kind: "fixed", for: "2 min" },
      rescind: true,
      minRuntime: "1 h",
      maxPerRound: 5,
      budget: { evictions: 100, per: "1 day" },
    };
    expect(compiled({ preemption }).preemption).toEqual({
      enabled: true,
      gap: 10,
      delay: 60,
      victims: ["leastLostWork"],
      spare: false,
      partial: true,
      notice: { kind: "fixed", length: 120 },
      rescind: true,
      minRuntime: HOUR,
      maxPerRound: 5,
      budget: { evictions: 100, per: DAY },
    });
  });

  test.each(["own", "longest", "untilNextCheckpoint"])(
    "preemption.notice: %s means the same in either form",
    (kind) => {
      expect(compiled({ preemption: { notice: kind } }).preemption.notice).toEqual({ kind, length: 0 });
      expect(compiled({ preemption: { notice: { kind } } }).preemption.notice).toEqual({ kind, length: 0 });
    },
  );

  test("admission", () => {
    const quota = {
      kind: "spotQuota",
      window: HOUR,
      guarantee: 0.9,
      every: 300,
      q: 0.9,
      history: DAY,
      least: 0.2,
      most: 1.5,
    };
    expect(compiled({ admission: "all" }).admission).toEqual({ kind: "all" });
    expect(compiled({ admission: { kind: "all" } }).admission).toEqual({ kind: "all" });
    expect(compiled({ admission: { kind: "quota", share: "30 %" } }).admission).toEqual({
      kind: "quota",
      share: 0.3,
    });
    expect(compiled({ admission: "spotQuota" }).admission).toEqual(quota);
    expect(compiled({ admission: { kind: "spotQuota" } }).admission).toEqual(quota);
    expect(
      compiled({ admission: { kind: "spotQuota", window: "2 h", guarantee: "99 %", most: 3 } }).admission,
    ).toEqual({ ...quota, window: 2 * HOUR, guarantee: 0.99, most: 3 });
  });
});

describe("a policy that builds on another", () => {
  test("takes over the parts that it does not state", () => {
    const { queue, trigger, preemption, placement } = compiled({ use: "ahead", queue: "sjf" });
    expect({ queue, preemption, placement }).toEqual({
      queue: { order: "sjf", backfill: "easy", halfLife: 7 * DAY },
      preemption: PREEMPTION,
      placement: "bestFit",
    });
    expect(trigger.kind).toBe("forecastCross");
    expect(compiled({ preemption: "never" }, "never")).toMatchObject({
      trigger: { kind: "never" },
      preemption: { enabled: false },
    });
  });
});

describe("a value set from outside", () => {
  const set = (path: string, value: unknown, policies: unknown = { easy: {} }) =>
    compilePolicies(
      parseScenario(JSON.stringify(small({ policies })), { overrides: [{ path, value }] }).scenario,
    )[0];

  test("goes through shorthand, which keeps what it says", () => {
    expect(set("policies.easy.queue.backfill", "none", { easy: { queue: "sjf" } })?.queue).toMatchObject({
      order: "sjf",
      backfill: "none",
    });
    expect(set("policies.easy.preemption.gap", 5, { easy: { preemption: "never" } })?.preemption).toEqual({
      ...PREEMPTION,
      gap: 5,
    });
    expect(
      set("policies.easy.admission.window", "3 h", { easy: { admission: "spotQuota" } })?.admission,
    ).toMatchObject({ kind: "spotQuota", window: 3 * HOUR, most: 1.5 });
    expect(
      set("policies.easy.preemption.notice.for", 9, {
        easy: { preemption: { notice: { kind: "fixed", for: 5 } } },
      })?.preemption.notice,
    ).toEqual({ kind: "fixed", length: 9 });
  });

  test("goes through what is not written", () => {
    expect(set("policies.easy.queue.backfill", "conservative")?.queue).toMatchObject({
      order: "fcfs",
      backfill: "conservative",
    });
    expect(set("policies.easy.preemption.delay", "1 min")?.preemption).toEqual({ ...PREEMPTION, delay: 60 });
    expect(set("policies.easy.preemption", "never")?.preemption.enabled).toBe(false);
    expect(set("policies.easy.queue", "priority")?.queue.order).toBe("priority");
    expect(set("policies.easy.placement", "worstFit")?.placement).toBe("worstFit");
  });
});
