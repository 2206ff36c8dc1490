/**
 * Tenants and their contracts in the scenario language: quantities, dates, notice, money, behaviour; and
 * the jobs they send.
 */
import { z } from "zod";
import { durationDistribution } from "./distribution-schema.ts";
import { elasticity, fee, priceByNotice, slaCredit, terminationFee } from "./fee-schema.ts";
import {
  count,
  dollars,
  duration,
  factor,
  gpus,
  gpusOrShare,
  instant,
  moment,
  name,
  share,
} from "./fields.ts";
import { tenantJobs } from "./jobs-schema.ts";

const buyOutNotice = duration("Least notice even so (A).").default("7 days");

export const onNoticeKinds = ["stay", "leaveNow", "linear", "earlyRamp", "finishThenLeave"] as const;

/** The terms of one lease. */
export const contract = z.strictObject({
  gpus: gpus("Accelerators leased.", 1),
  minQuantity: gpusOrShare(
    "A shrink may not go below this; a termination of the whole always may (A).",
  ).default("50 %"),
  belowMinimum: z
    .enum(["refuse", "terminate"])
    .default("refuse")
    .meta({ description: "A shrink that would go below minQuantity is cut down to it, or ends the lease." }),
  signed: instant(
    "Date of signature; may lie before the scenario's start. Term and lockout count from it. Default: start.",
  ).optional(),
  start: moment(
    "First day of use: a date, or a time after the scenario's start. Default: the scenario's start.",
  ).optional(),
  term: duration("Length, from signature.").default("36 months"),
  lockout: moment("No notice before this: a date, or a time after signature. Binds both sides.").default(
    "91 days",
  ),
  lockoutMeaning: z.enum(["issue", "effective"]).default("issue").meta({
    description: "Inside the lockout a notice may not be served (issue), or not take effect (effective).",
  }),
  notice: z
    .union([
      duration("Notice of either side."),
      z.strictObject({
        owner: duration("Notice the owner must give.").default("90 days"),
        tenant: duration("Notice the tenant must give.").default("90 days"),
        delivered: share("Probability that the owner's notice reaches the tenant.").default(1),
      }),
    ])
    .default("90 days")
    .meta({ description: "Notice of both sides, or of each." }),
  offRamp: z
    .strictObject({
      lasts: duration("How long a called tenant may stay beyond its notice.").default(0),
      fee: share("Share of the fee due in that time (A).").default(1),
    })
    .prefault({})
    .meta({
      description: "Goodwill: every call takes effect that much later than the contract would allow.",
    }),
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
    .meta({
      description:
        "Steps up to the full quantity; the share before the first step is 0. Empty: everything at once.",
    }),
  fee,
  priceByNotice,
  elasticity,
  takeOrPay: z
    .boolean()
    .default(true)
    .meta({ description: "Pays for what is reserved; false: only for what is in use while leaving." }),
  feeDuringNotice: share("Share of the fee due while the owner's notice runs (A).").default(1),
  terminationFee,
  slaCredit,
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
  acceptEarlyReturn: z.boolean().default(true).meta({
    description:
      "What is vacated passes to the owner at once and its fee stops; else it is stranded to the deadline.",
  }),
  turnover: duration("Time to wipe what comes back (A).").default("3 days"),
  renewal: z
    .strictObject({
      term: duration("Length of each renewal.").default("12 months"),
      probability: share("Probability that the tenant wants it, before churn.").default(1),
      lead: duration("How long before the end of the term it decides. Default: its notice.").optional(),
      price: z.enum(["same", "market"]).default("same").meta({
        description:
          "The fee of the renewed term: as before, or moved as the market has since it was agreed on.",
      }),
    })
    .optional()
    .meta({ description: "Renewal at expiry, decided ahead. Default: none." }),
  rescindable: z
    .union([z.boolean(), share("Probability that the tenant agrees to take a notice back.")])
    .default(0.5)
    .meta({ description: "Whether a notice can be taken back (A)." }),
  delivery: z
    .strictObject({
      grace: duration("Time the owner has to deliver what is missing.").default("30 days"),
      onMiss: z
        .enum(["terminate", "proRata"])
        .default("proRata")
        .meta({ description: "Then the tenant ends the lease, or accepts what is there." }),
    })
    .prefault({})
    .meta({ description: "When capacity is due and not there." }),
  limits: z
    .strictObject({
      minGap: duration("Least time between the owner's notices.").default(0),
      maxPerYear: count("Most notices of the owner in 365 days.", 0, 100_000).optional(),
    })
    .prefault({})
    .meta({ description: "Limits on repeated notices." }),
  buyOut: z
    .union([
      z.strictObject({
        perGpuDay: dollars("For each accelerator and day by which the notice is cut short (A)."),
        notice: buyOutNotice,
      }),
      z.strictObject({
        shareOfFee: factor("The same as a multiple of the fee: 1 is the rent of that time (A).", 1000),
        notice: buyOutNotice,
      }),
    ])
    .optional()
    .meta({
      description:
        "What the owner must pay the tenant to leave before the notice is over; it is paid when it has left. Default: it does not leave for money.",
    }),
  pools: z
    .array(name("A pool."))
    .min(1)
    .max(50)
    .optional()
    .meta({ description: "Pools it draws on, in order. Default: every pool in declared order." }),
});

export const tenant = z.strictObject({
  name: name("Name of the tenant."),
  priority: z
    .int()
    .min(-1000)
    .max(1000)
    .default(0)
    .meta({ description: "Higher is evicted later, under lowestPriority." }),
  contract: z
    .union([contract, z.array(contract).min(1).max(100)])
    .optional()
    .meta({ description: "One lease, or several; give this, `jobs` or both." }),
  jobs: z
    .union([tenantJobs, z.array(tenantJobs).min(1).max(100)])
    .optional()
    .meta({ description: "One stream of jobs, or several." }),
  exit: z
    .strictObject({
      at: moment("Gives notice then: a date, or a time after the start.").optional(),
      perYear: z
        .number()
        .min(0)
        .max(1000)
        .optional()
        .meta({ description: "Hazard of giving notice, a year." }),
      whenMarketBelow: factor(
        "Gives notice when the market asks less than this share of what it pays here; needs a `market`.",
        100,
      ).optional(),
    })
    .optional()
    .meta({ description: "The tenant's own exit: at a date, at random, or when it is cheaper elsewhere." }),
  churn: z
    .number()
    .min(0)
    .max(100)
    .default(0.5)
    .meta({ description: "Evicted k times, it declines renewal with probability 1 - exp(-k x churn) (A)." }),
  leaving: z.number().min(0).max(100).default(0).meta({
    description:
      "Evicted k times in part, it has given notice of the rest with probability 1 - exp(-k x leaving) (A).",
  }),
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
    .meta({
      description: "What comes back and is not needed is let again, on the same terms. Default: it is not.",
    }),
});

export type ContractSpec = z.output<typeof contract>;
export type TenantSpec = z.output<typeof tenant>;
