/**
 * The money of a contract in the scenario language: rent, what it depends on, what ending early costs, credits.
 */
import { z } from "zod";
import { dollars, duration, factor, share } from "./fields.ts";

/** The rent. */
export const fee = z
  .union([
    z.strictObject({ perMonth: dollars("Dollars a calendar month for the full quantity.") }),
    z.strictObject({ perGpuHour: dollars("Dollars for an accelerator-hour.") }),
    z.strictObject({ perMwMonth: dollars("Dollars for a megawatt-month (all-in power).") }),
  ])
  .default({ perGpuHour: 0 })
  .meta({ description: "The rent." });

/** What capacity that can be called back sooner is worth. */
export const priceByNotice = z
  .strictObject({
    discount: share("Discount at no notice at all.").default(0.75),
    decay: duration("Notice after which the discount has fallen by the factor e.").default("1 day"),
    table: z
      .array(
        z.strictObject({
          notice: duration("Notice of the owner ..."),
          price: factor("... and the fee at it, against the fee that is written.", 100),
        }),
      )
      .max(100)
      .default([])
      .meta({
        description:
          "Takes the place of the curve: straight lines between the rows, level before the first and after the last.",
      }),
  })
  .optional()
  .meta({ description: "The fee times 1 - discount x exp(-notice/decay), by the owner's notice (A)." });

const power = (about: string) => z.number().min(0).max(10).default(0).meta({ description: about });

/** How the quantity that is signed follows price and notice. */
export const elasticity = z
  .strictObject({
    price: power("Quantity goes with price^-price: at 1 half the price is twice the quantity (A)."),
    notice: power("Quantity goes with (notice / enough)^notice, at most 1 (A)."),
    enough: duration("Notice of the owner from which on more makes no difference (A).").default("90 days"),
  })
  .prefault({})
  .meta({
    description:
      "What the tenant signs, against `gpus`: by the price after `priceByNotice`, and by the notice.",
  });

const terminationCharge = z.union([
  dollars("A fixed charge."),
  z.strictObject({ months: z.number().min(0).max(1200).meta({ description: "Months of the full fee." }) }),
  z.strictObject({ shareOfRemaining: share("Share of the rent that remains to the end of the term.") }),
  z.strictObject({
    windDown: duration(
      "The rent goes on and falls in a straight line to nothing over this time, at most to the end of the term; due at once.",
    ),
  }),
]);

/** What either side pays for ending the lease early. */
export const terminationFee = z
  .strictObject({
    owner: terminationCharge
      .default(0)
      .meta({ description: "What the owner pays when it ends the lease early." }),
    tenant: terminationCharge.default(0).meta({ description: "What the tenant pays when it leaves early." }),
  })
  .prefault({})
  .meta({ description: "What ending the lease early costs." });

/** Credits for what was not delivered. */
export const slaCredit = z
  .array(
    z.strictObject({
      below: share("If the month's delivered share is below this ..."),
      credit: share("... this share of the month's fee is credited; the highest that applies."),
    }),
  )
  .max(20)
  .default([])
  .meta({ description: "Credit ladder for capacity due and not delivered." });
