/**
 * The scenario language, version 1: one definition from which types, validation, defaults, JSON Schema
 * and the field reference follow. It says what may be written and what is assumed when nothing is;
 * relations between fields (references, sums, dates in order) are checked in `check.ts`.
 * A default marked (A) is an assumption, without evidence found: keep it visible.
 */
import { z } from "zod";
import { assertions } from "./assert-schema.ts";
import { pool, site } from "./cluster-schema.ts";
import { tenant } from "./contract-schema.ts";
import { program } from "./demand-schema.ts";
import { count, dollars, duration, instant, name, prose } from "./fields.ts";
import { market, prospects } from "./market-schema.ts";
import { policy } from "./policy-schema.ts";

export type { ArrivalsSpec } from "./arrivals-schema.ts";
export type { PoolSpec, SiteSpec } from "./cluster-schema.ts";
export type { ContractSpec, TenantSpec } from "./contract-schema.ts";
export type { LevelSpec, PoolChoiceSpec, ProgramSpec, RunsSpec } from "./demand-schema.ts";
export type {
  InternalJobsSpec,
  JobsSpec,
  LublinSpec,
  SyntheticSpec,
  TenantJobsSpec,
} from "./jobs-schema.ts";
export type { MarketSpec, ProspectsSpec, TermsSpec } from "./market-schema.ts";

export const scenarioSchema = z
  .strictObject({
    $schema: prose("Where editors find the JSON Schema; it has no other effect.", 500).optional(),
    clawback: z.literal(1).meta({ description: "Version of the language.", unit: "version" }),
    name: name("Name of the scenario."),
    question: prose("The question it answers.").default(""),
    description: prose("Background and sources, for readers.").default(""),
    start: instant("The instant that is second 0."),
    horizon: duration("How long to simulate."),
    warmUp: duration("Start of the measured window; what comes before is simulated but not counted.").default(
      0,
    ),
    seed: z
      .union([prose("A text.", 200).min(1), z.int()])
      .default("clawback")
      .meta({ description: "Names the random streams; the same seed gives the same bytes." }),
    replications: count("Independent repetitions.", 1, 100_000).default(30),
    cluster: z
      .strictObject({
        sites: z.array(site).max(50).default([]).meta({ description: "Sites, which limit power." }),
        pools: z.array(pool).min(1).max(50).meta({ description: "Pools of like accelerators." }),
      })
      .meta({ description: "What there is to share." }),
    internal: z.array(program).max(200).default([]).meta({ description: "The owner's own programs." }),
    tenants: z.array(tenant).max(1000).default([]).meta({ description: "External parties." }),
    market: market.optional(),
    pipeline: z
      .array(prospects)
      .max(100)
      .default([])
      .meta({ description: "Prospective tenants, who sign when price and capacity suit." }),
    values: z
      .strictObject({
        internalGpuHour: dollars(
          "Worth to the owner of one accelerator-hour of its own demand that is met (A).",
        ).default(10),
        tenantGpuHour: dollars(
          "Worth to a tenant of one accelerator-hour, while it has no replacement (A).",
        ).default(10),
        replacement: duration(
          "Time a tenant needs to find other capacity; notice shortens the gap (A).",
        ).default("90 days"),
        inVainAfter: duration("A hand-over is in vain when none of it was needed this long (A).").default(
          "30 days",
        ),
        relocationPerGpu: dollars(
          "What it costs an evicted tenant to move the work of one accelerator (A).",
        ).default(0),
      })
      .prefault({})
      .meta({ description: "What a thing is worth, for costs and net value." }),
    policies: z
      .record(name("Name of the policy."), policy)
      .default({ reactive: {}, ahead: {}, "base-stock": {}, never: {}, clairvoyant: {} })
      .meta({ description: "Named policies; the first is the default." }),
    assert: assertions,
  })
  .meta({
    title: "Clawback scenario",
    description: "A shared cluster, its demand, its tenants and policies.",
  });

/** As written in the file, before defaults. */
export type ScenarioInput = z.input<typeof scenarioSchema>;
/** With every default filled in. */
export type Scenario = z.output<typeof scenarioSchema>;
