/**
 * The scenario language, version 1: one definition from which types, validation, defaults, JSON Schema
 * and the field reference follow. It says what may be written and what is assumed when nothing is;
 * relations between fields (references, sums, dates in order) are checked in `check.ts`.
 * A default marked (A) is an assumption, without evidence found: keep it visible.
 */
import { z } from "zod";
import {
  count,
  dollars,
  duration,
  durationDistribution,
  factor,
  gpus,
  gpusOrShare,
  instant,
  MAX_LIST,
  moment,
  name,
  power,
  prose,
  share,
} from "./fields.ts";
import { policy } from "./policy-schema.ts";

const poolChoice = z
  .array(
    z.union([
      name("A pool."),
      z.strictObject({
        pool: name("A pool."),
        ratio: z
          .number()
          .positive()
          .max(1000)
          .default(1)
          .meta({ description: "Worth of one accelerator of this pool in accelerators of the demand." }),
      }),
    ]),
  )
  .min(1)
  .max(50)
  .meta({ description: "Pools that will do, in order of preference. Default: every pool, at ratio 1." });

// ---------------------------------------------------------------- cluster

const site = z.strictObject({
  name: name("Name of the site."),
  power: z
    .union([
      power("Power limit, constant."),
      z
        .array(z.strictObject({ at: instant("From this date on."), is: power("Power limit.") }))
        .min(1)
        .max(MAX_LIST),
    ])
    .optional()
    .meta({ description: "Power limit, shared by the site's pools in declared order. Default: none." }),
  pue: z
    .number()
    .min(1)
    .max(5)
    .default(1)
    .meta({ description: "Power usage effectiveness; 1 when kwPerGpu is all-in.", unit: "factor" }),
  dutyCycle: z
    .strictObject({
      period: duration("Length of a cycle, such as one orbit."),
      off: duration("Part of each cycle, at its end, with reduced power, such as eclipse."),
      power: share("Share of the power limit that is left in that part.").default(0),
    })
    .optional()
    .meta({ description: "A power limit that cycles, as on an orbital site in eclipse." }),
});

const pool = z.strictObject({
  name: name("Name of the pool."),
  site: name("The site whose power it draws.").optional(),
  gpu: name("Type of accelerator.").default("gpu"),
  kwPerGpu: z
    .number()
    .min(0)
    .max(100)
    .default(0)
    .meta({ description: "All-in power for each accelerator.", unit: "kW" }),
  gpus: gpus("Accelerators on line from the start.").optional(),
  phases: z
    .array(
      z.strictObject({
        at: instant("Date on which the phase is on line."),
        gpus: gpus("Accelerators on line from then on (not the increment)."),
      }),
    )
    .min(1)
    .max(MAX_LIST)
    .optional()
    .meta({ description: "Accelerators on line over time; give this or `gpus`." }),
  outages: z
    .array(
      z.strictObject({
        at: moment("When it strikes: a date, or a time after the start."),
        gpus: gpus("Accelerators lost.", 1),
        lasts: duration("Time until repaired."),
      }),
    )
    .max(MAX_LIST)
    .default([])
    .meta({ description: "Planned or supposed failures." }),
});

// ---------------------------------------------------------------- internal demand

const level = z.strictObject({
  kind: z.literal("level"),
  base: gpus("Accelerators wanted at the start, before every factor."),
  growth: z
    .number()
    .positive()
    .max(1000)
    .default(1)
    .meta({ description: "Growth a year, as a factor (365 days).", unit: "factor per year" }),
  every: duration("Grid on which demand is sampled.").default("1 day"),
  season: z
    .strictObject({
      daily: z
        .strictObject({
          peak: factor("Peak over mean.", 100).default(1.4),
          trough: factor("Trough over mean.", 100).default(0.6),
          peakHour: z.number().min(0).max(24).default(15).meta({ description: "Hour (UTC) of the peak." }),
        })
        .optional(),
      weekly: z
        .strictObject({ weekend: factor("Saturday and Sunday over the other days.", 100) })
        .optional(),
    })
    .optional()
    .meta({ description: "Daily and weekly rhythm." }),
  noise: z
    .strictObject({
      halfLife: duration("Half-life of a deviation.").default("30 days"),
      sigma: z.number().min(0).max(3).default(0.15).meta({ description: "Standard deviation of the log (A)." }),
    })
    .optional()
    .meta({ description: "Mean-reverting noise: Ornstein-Uhlenbeck on the logarithm." }),
  shocks: z
    .strictObject({
      perYear: z.number().min(0).max(1000).meta({ description: "Mean number a year (Poisson)." }),
      size: z
        .tuple([factor("Least.", 100), factor("Most.", 100)])
        .meta({ description: "Relative size, uniform between the two; 0.4 adds 40 %." }),
      lasts: duration("How long each one lasts."),
    })
    .optional()
    .meta({ description: "Surges: compound Poisson, added while they last." }),
  steps: z
    .array(
      z.strictObject({
        at: moment("When: a date, or a time after the start."),
        gpus: gpus("Demand from then on, before factors: replaces `base`, and growth starts anew."),
      }),
    )
    .max(MAX_LIST)
    .default([])
    .meta({ description: "Planned steps of demand." }),
  scale: factor("Multiplies the demand.").default(1),
  speedup: z
    .number()
    .positive()
    .max(1e6)
    .default(1)
    .meta({ description: "Throughput of the software stack against today's.", unit: "factor" }),
  rebound: z
    .number()
    .min(0)
    .max(10)
    .default(1)
    .meta({
      description:
        "Demand is base x speedup^-(1-rebound): 0 frees all that speed saves, 1 spends it on more work, above 1 is Jevons (A).",
    }),
  mfu: z
    .strictObject({
      base: share("Model FLOPs utilization before the speed-up.").default(0.11),
      cap: share("Highest believable utilization; base x speedup above it is refused.").default(0.5),
    })
    .optional()
    .meta({ description: "Checks the speed-up against what hardware can do. Checked with defaults when speedup is over 1." }),
  own: gpus("Capacity elsewhere: only what exceeds it comes here.").default(0),
  pools: poolChoice.optional(),
});

const runs = z.strictObject({
  kind: z.literal("runs"),
  runs: z
    .array(
      z
        .strictObject({
          name: name("Name of the run."),
          start: moment("When it is submitted: a date, or a time after the start."),
          gpus: gpus("Accelerators it wants, all at once.", 1),
          minGpus: gpus("Fewest it starts with. Default: all of them.", 1).optional(),
          duration: duration("Length with all its accelerators; give this or `work`.").optional(),
          work: z
            .number()
            .positive()
            .max(1e12)
            .optional()
            .meta({ description: "Work to do; give this or `duration`.", unit: "GPU-hours" }),
          notice: duration("Its own notice when more important work preempts it.").default(0),
          delivered: share("Probability that such a notice reaches it.").default(1),
          checkpoint: z
            .strictObject({
              every: duration("Time between checkpoints."),
              cost: duration("Time to write one.").default("30 s"),
            })
            .optional()
            .meta({ description: "Default: none, and a preempted run starts again from nothing." }),
          restart: duration("Time lost at each restart.").default("300 s"),
          patience: duration("It gives up when it has not started after this long. Default: never.").optional(),
        })
        .meta({ description: "A gang: it runs whole or not at all." }),
    )
    .min(1)
    .max(MAX_LIST),
  pools: poolChoice.optional(),
});

const demand = z.discriminatedUnion("kind", [level, runs]);

const program = z.strictObject({
  name: name("Name of the program."),
  priority: z.int().min(-1000).max(1000).default(100).meta({ description: "Higher goes first." }),
  weight: z
    .number()
    .positive()
    .max(1e6)
    .default(1)
    .meta({ description: "Share among programs of equal priority, when there is not enough." }),
  demand: z.union([demand, z.array(demand).min(1).max(20)]).meta({ description: "One source of demand, or several." }),
});

// ---------------------------------------------------------------- tenants and contracts

const terminationCharge = z.union([
  dollars("A fixed charge."),
  z.strictObject({ months: z.number().min(0).max(1200).meta({ description: "Months of the full fee." }) }),
  z.strictObject({ shareOfRemaining: share("Share of the rent that remains to the end of the term.") }),
]);

export const onNoticeKinds = ["stay", "leaveNow", "linear", "earlyRamp", "finishThenLeave"] as const;

const contract = z.strictObject({
  gpus: gpus("Accelerators leased.", 1),
  minQuantity: gpusOrShare("A shrink may not go below this; a termination of the whole always may (A).").default("50 %"),
  belowMinimum: z
    .enum(["refuse", "terminate"])
    .default("refuse")
    .meta({ description: "A shrink that would go below minQuantity is cut down to it, or ends the lease." }),
  signed: instant("Date of signature; may lie before the scenario's start. Term and lockout count from it. Default: start.").optional(),
  start: moment("First day of use: a date, or a time after the scenario's start. Default: the scenario's start.").optional(),
  term: duration("Length, from signature.").default("36 months"),
  lockout: moment("No notice before this: a date, or a time after signature. Binds both sides.").default("91 days"),
  lockoutMeaning: z
    .enum(["issue", "effective"])
    .default("issue")
    .meta({ description: "Inside the lockout a notice may not be served (issue), or not take effect (effective)." }),
  notice: z
    .union([
      duration("Notice of either side."),
      z.strictObject({
        owner: duration("Notice the owner must give.").default("90 days"),
        tenant: duration("Notice the tenant must give.").default("90 days"),
        delivered: share("Probability that the owner's notice reaches the tenant.").default(1),
      }),
    ])
    .default("90 days"),
  ramp: z
    .array(
      z.strictObject({
        at: moment("From: a date, or a time after the contract's start."),
        quantity: share("Share of the accelerators from then on."),
        fee: share("Share of the fee for that quantity from then on.").default(1),
      }),
    )
    .max(100)
    .default([])
    .meta({ description: "Steps up to the full quantity; the share before the first step is 0. Empty: everything at once." }),
  fee: z
    .union([
      z.strictObject({ perMonth: dollars("Dollars a calendar month for the full quantity.") }),
      z.strictObject({ perGpuHour: dollars("Dollars for an accelerator-hour.") }),
      z.strictObject({ perMwMonth: dollars("Dollars for a megawatt-month (all-in power).") }),
    ])
    .default({ perGpuHour: 0 }),
  priceByNotice: z
    .strictObject({
      discount: share("Discount at no notice at all.").default(0.75),
      decay: duration("Notice after which the discount has fallen by the factor e.").default("1 day"),
    })
    .optional()
    .meta({ description: "The fee times 1 - discount x exp(-notice/decay), by the owner's notice (A)." }),
  takeOrPay: z
    .boolean()
    .default(true)
    .meta({ description: "Pays for what is reserved; false: only for what is in use while leaving." }),
  feeDuringNotice: share("Share of the fee due while the owner's notice runs (A).").default(1),
  terminationFee: z
    .strictObject({
      owner: terminationCharge.default(0).meta({ description: "What the owner pays when it ends the lease early." }),
      tenant: terminationCharge.default(0).meta({ description: "What the tenant pays when it leaves early." }),
    })
    .prefault({}),
  slaCredit: z
    .array(
      z.strictObject({
        below: share("If the month's delivered share is below this ..."),
        credit: share("... this share of the month's fee is credited; the highest that applies."),
      }),
    )
    .max(20)
    .default([])
    .meta({ description: "Credit ladder for capacity due and not delivered." }),
  onNotice: z
    .union([
      z.enum(onNoticeKinds),
      z.strictObject({
        kind: z.enum(onNoticeKinds),
        power: z
          .number()
          .positive()
          .max(1)
          .default(0.5)
          .meta({ description: "earlyRamp: share in use is 1 - s^power after share s of the notice." }),
        remaining: durationDistribution("finishThenLeave: time until the last job has ended.").default({
          kind: "exponential",
          mean: "7 days",
        }),
      }),
    ])
    .default("linear")
    .meta({ description: "How the tenant leaves during a notice (A)." }),
  acceptEarlyReturn: z
    .boolean()
    .default(true)
    .meta({ description: "What is vacated passes to the owner at once and its fee stops; else it is stranded to the deadline." }),
  turnover: duration("Time to wipe what comes back (A).").default("3 days"),
  renewal: z
    .strictObject({
      term: duration("Length of each renewal.").default("12 months"),
      probability: share("Probability that the tenant wants it, before churn.").default(1),
    })
    .optional()
    .meta({ description: "Renewal at expiry, decided ahead by the tenant's notice. Default: none." }),
  rescindable: z
    .union([z.boolean(), share("Probability that the tenant agrees to take a notice back.")])
    .default(0.5)
    .meta({ description: "Whether a notice can be taken back (A)." }),
  delivery: z
    .strictObject({
      grace: duration("Time the owner has to deliver what is missing.").default("30 days"),
      onMiss: z.enum(["terminate", "proRata"]).default("proRata").meta({ description: "Then the tenant ends the lease, or accepts what is there." }),
    })
    .prefault({}),
  limits: z
    .strictObject({
      minGap: duration("Least time between the owner's notices.").default(0),
      maxPerYear: count("Most notices of the owner in 365 days.", 0, 100_000).optional(),
    })
    .prefault({}),
  pools: z
    .array(name("A pool."))
    .min(1)
    .max(50)
    .optional()
    .meta({ description: "Pools it draws on, in order. Default: every pool in declared order." }),
});

const tenant = z.strictObject({
  name: name("Name of the tenant."),
  priority: z.int().min(-1000).max(1000).default(0).meta({ description: "Higher is evicted later, under lowestPriority." }),
  contract: z.union([contract, z.array(contract).min(1).max(100)]).meta({ description: "One lease, or several." }),
  exit: z
    .strictObject({
      at: moment("Gives notice then: a date, or a time after the start.").optional(),
      perYear: z
        .number()
        .min(0)
        .max(1000)
        .optional()
        .meta({ description: "Hazard of giving notice, a year." }),
    })
    .optional()
    .meta({ description: "The tenant's own exit: at a date, or at random." }),
  churn: z
    .number()
    .min(0)
    .max(100)
    .default(0.5)
    .meta({ description: "Evicted k times, it declines renewal with probability 1 - exp(-k x churn) (A)." }),
  relet: z
    .strictObject({
      lag: durationDistribution("Time from when capacity is free until a successor has signed.").default({
        kind: "lognormal",
        median: "30 days",
        p90: "90 days",
      }),
      fee: factor("The successor's fee against this tenant's.", 100).default(1),
    })
    .optional()
    .meta({ description: "What comes back and is not needed is let again, on the same terms. Default: it is not." }),
});

// ---------------------------------------------------------------- the whole

export const scenarioSchema = z
  .strictObject({
    $schema: z.string().max(500).optional(),
    clawback: z.literal(1).meta({ description: "Version of the language." }),
    name: name("Name of the scenario."),
    question: prose("The question it answers.").default(""),
    description: prose("Background and sources, for readers.").default(""),
    start: instant("The instant that is second 0."),
    horizon: duration("How long to simulate."),
    warmUp: duration("Start of the measured window; what comes before is simulated but not counted.").default(0),
    seed: z
      .union([z.string().min(1).max(200), z.int()])
      .default("clawback")
      .meta({ description: "Names the random streams; the same seed gives the same bytes." }),
    replications: count("Independent repetitions.", 1, 100_000).default(30),
    cluster: z.strictObject({
      sites: z.array(site).max(50).default([]),
      pools: z.array(pool).min(1).max(50),
    }),
    internal: z.array(program).max(200).default([]).meta({ description: "The owner's own programs." }),
    tenants: z.array(tenant).max(1000).default([]).meta({ description: "External parties." }),
    values: z
      .strictObject({
        internalGpuHour: dollars("Worth to the owner of one accelerator-hour of its own demand that is met (A).").default(10),
        tenantGpuHour: dollars("Worth to a tenant of one accelerator-hour, while it has no replacement (A).").default(10),
        replacement: duration("Time a tenant needs to find other capacity; notice shortens the gap (A).").default("90 days"),
        inVainAfter: duration("A hand-over is in vain when none of it was needed this long (A).").default("30 days"),
      })
      .prefault({}),
    policies: z
      .record(name("Name of the policy."), policy)
      .default({ reactive: {}, ahead: {}, "base-stock": {}, never: {}, clairvoyant: {} })
      .meta({ description: "Named policies; the first is the default." }),
  })
  .meta({ title: "Clawback scenario", description: "A shared cluster, its demand, its tenants and policies." });

/** As written in the file, before defaults. */
export type ScenarioInput = z.input<typeof scenarioSchema>;
/** With every default filled in. */
export type Scenario = z.output<typeof scenarioSchema>;
export type ContractSpec = z.output<typeof contract>;
export type LevelSpec = z.output<typeof level>;
export type RunsSpec = z.output<typeof runs>;
export type TenantSpec = z.output<typeof tenant>;
export type SiteSpec = z.output<typeof site>;
export type PoolSpec = z.output<typeof pool>;
export type ProgramSpec = z.output<typeof program>;
export type PoolChoiceSpec = z.output<typeof poolChoice>;
