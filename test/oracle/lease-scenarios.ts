/** Random small books of leases on a grid of seconds, for the engine and for the oracle. */
import fc from "fast-check";
import type { Contract, Plan, PolicySettings, TerminationCharge } from "../../src/model/types.ts";
import { contract, level, plan, policy, pool, program, tenant, unthrottled } from "../model/builders.ts";

export type LeaseScenario = { readonly plan: Plan; readonly policy: PolicySettings };

const HORIZON = 60;
const NEVER = 1000;

const second = fc.integer({ min: 0, max: HORIZON - 1 });
const often = <T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

/** Values that hold from certain seconds on, the first from the start. */
const stepped = (least: number, most: number, count: number) =>
  fc
    .uniqueArray(fc.record({ at: second, value: fc.integer({ min: least, max: most }) }), {
      selector: ({ at }) => at,
      minLength: 1,
      maxLength: count,
    })
    .map((steps) =>
      steps.toSorted((a, b) => a.at - b.at).map((step, i) => (i === 0 ? { ...step, at: 0 } : step)),
    );

const charge: fc.Arbitrary<TerminationCharge> = fc.oneof(
  fc.record({ kind: fc.constant("fixed" as const), dollars: fc.constantFrom(0, 90) }),
  fc.record({ kind: fc.constant("months" as const), months: fc.constantFrom(1, 2.5) }),
  fc.record({ kind: fc.constant("shareOfRemaining" as const), share: fc.constantFrom(0.25, 1) }),
  fc.record({ kind: fc.constant("windDown" as const), lasts: fc.constantFrom(0, 5, 40) }),
);

export const features = { ramps: true, late: true, linear: true };

const terms = (index: number): fc.Arbitrary<Contract> =>
  fc
    .record({
      gpus: fc.integer({ min: 1, max: 12 }),
      minShare: fc.constantFrom(0, 0, 0.5, 1),
      belowMinimum: fc.constantFrom("refuse" as const, "terminate" as const),
      start: often(0, second),
      expiry: often(NEVER, fc.integer({ min: 1, max: HORIZON + 20 })),
      lockoutEnd: often(0, second),
      lockoutMeaning: fc.constantFrom("issue" as const, "effective" as const),
      noticeOwner: fc.constantFrom(0, 1, 2, 5, 8, 20),
      rampGap: often(0, fc.constantFrom(4, 15)),
      firstFee: fc.constantFrom(0.5, 1),
      fee: fc.constantFrom<Contract["fee"]>(
        { kind: "perGpuHour", dollars: 3600 },
        { kind: "perGpuHour", dollars: 7200 },
        { kind: "perMonth", dollars: 1200 },
      ),
      takeOrPay: fc.boolean(),
      feeDuringNotice: fc.constantFrom(1, 0.5, 0),
      terminationByOwner: charge,
      slaCredit: fc.constantFrom(
        [],
        [{ below: 1, credit: 0.25 }],
        [
          { below: 0.5, credit: 0.5 },
          { below: 1, credit: 0.125 },
        ],
      ),
      onNotice: fc.constantFrom("stay" as const, "leaveNow" as const, "linear" as const),
      acceptEarlyReturn: fc.boolean(),
      turnover: often(0, fc.constantFrom(1, 3)),
      rescindable: fc.constantFrom(0, 1),
      grace: fc.constantFrom(1, 4, 30),
      onMiss: fc.constantFrom("terminate" as const, "proRata" as const),
      minGap: often(0, fc.constantFrom(3, 10)),
    })
    .map(({ minShare, rampGap, firstFee, onNotice, ...drawn }) => {
      const { gpus, start } = drawn;
      const first = { at: start, gpus, fee: 1 };
      const expiry = drawn.expiry === NEVER ? NEVER : start + drawn.expiry;
      const half = Math.floor(gpus / 2);
      return contract(gpus, {
        ...drawn,
        name: `t${index}`,
        tenant: index,
        minQuantity: Math.floor(gpus * minShare),
        expiry,
        termLength: expiry - start,
        ramp:
          rampGap === 0 || !features.ramps
            ? [first]
            : [
                { at: start, gpus: half, fee: firstFee },
                { ...first, at: start + rampGap },
              ],
        onNotice: {
          kind: onNotice === "linear" && !features.linear ? "stay" : onNotice,
          power: 0.5,
          remaining: { kind: "constant", value: 0 },
        },
      });
    });

const rules: fc.Arbitrary<PolicySettings> = fc
  .record({
    trigger: fc.constantFrom<PolicySettings["trigger"]>(
      { kind: "periodic", every: 1 },
      { kind: "periodic", every: 7 },
    ),
    size: fc.oneof(
      fc.constant({ kind: "shortfall" as const }),
      fc.record({ kind: fc.constant("orderUpTo" as const), level: fc.integer({ min: 0, max: 20 }) }),
    ),
    victims: fc.uniqueArray(
      fc.constantFrom<PolicySettings["victims"][number]>(
        ...(["shortestNotice", "lowestFee", "lowestPriority", "youngest", "oldest"] as const),
        ...(["smallest", "largest", "earliestExpiry", "longestRemaining"] as const),
      ),
      { minLength: 1, maxLength: 2 },
    ),
    spare: fc.boolean(),
    rescind: fc.oneof(
      fc.constant({ kind: "never" as const }),
      fc.record({ kind: fc.constant("ifNeedGone" as const), band: fc.constantFrom(0, 0.25) }),
    ),
    minGap: often(0, fc.constantFrom(4, 12)),
    maxOpen: often(Infinity, fc.constantFrom(1, 2)),
    deadZone: often(0, fc.constant(0.25)),
  })
  .map(({ minGap, maxOpen, deadZone, ...parts }) =>
    policy({ ...parts, throttle: { ...unthrottled, minGap, maxOpen, deadZone } }),
  );

export const leaseScenarios: fc.Arbitrary<LeaseScenario> = fc
  .record({
    gpus: stepped(10, 30, 3),
    demands: fc.array(
      fc.record({
        steps: stepped(0, 15, 4),
        priority: fc.constantFrom(50, 100),
        weight: fc.constantFrom(1, 2),
      }),
      {
        minLength: 1,
        maxLength: 2,
      },
    ),
    leases: fc
      .integer({ min: 1, max: 3 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => terms(i)))),
    priorities: fc.tuple(...[0, 1, 2].map(() => fc.constantFrom(0, 1))),
    policy: rules,
  })
  .map(({ gpus, demands, leases, priorities, policy: by }) => ({
    policy: by,
    plan: plan({
      horizon: HORIZON,
      monthStarts: [0, 25, 45, 80],
      pools: [pool(0, { phases: growing(gpus) })],
      programs: demands.map(({ steps, ...over }, i) =>
        program(`p${i}`, { ...over, priority: over.priority + i, sources: [level(0, { every: 1, steps })] }),
      ),
      tenants: leases.map((_, i) => tenant(`t${i}`, { priority: priorities[i] ?? 0 })),
      contracts: leases,
    }),
  }));

/** Phases that only add, or leave it at that. */
const growing = (steps: readonly { readonly at: number; readonly value: number }[]) => {
  let most = 0;
  return steps.map(({ at, value }) => {
    most = Math.max(most, value);
    return { at, value: most };
  });
};
