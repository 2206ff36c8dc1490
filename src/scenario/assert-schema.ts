/** What a scenario asserts of its own result, in the scenario language; it has no part in the run. */
import { z } from "zod";
import { name, prose } from "./fields.ts";

const expression = (about: string) =>
  prose(about, 200)
    .min(1)
    .meta({ description: about, unit: "assertion", examples: ["unmetShare < 2 %", "netValue > $20 B"] });

const EXPRESSION = "A metric, one of < <= > >= =, and a value with its unit.";

const assertion = z.union([
  expression(EXPRESSION),
  z.strictObject({
    that: expression(EXPRESSION),
    policy: z
      .union([z.literal("*"), name("A policy.")])
      .optional()
      .meta({ description: "Of which policy; * is each that is run. Default: the first that is run." }),
    on: z.enum(["mean", "low", "high", "sure"]).default("mean").meta({
      description:
        "The mean over replications; an end of its 95 % interval; or sure: it holds in the whole interval.",
    }),
  }),
]);

/** One, or a list. */
export const assertions = z
  .union([assertion, z.array(assertion).max(200)])
  .default([])
  .meta({ description: "What must hold of the result; when it does not, the command ends with 4." });

export type AssertionSpec = z.output<typeof assertion>;
export type AssertionsSpec = z.output<typeof assertions>;
