/** Plans in other units: every number of accelerators or every price of a lease scenario multiplied. */
import type { Contract, Plan, TerminationCharge } from "../../src/model/types.ts";

/** All numbers of accelerators. */
export const larger = (plan: Plan, k: number): Plan => ({
  ...plan,
  pools: plan.pools.map((p) => ({
    ...p,
    phases: p.phases.map(({ at, value }) => ({ at, value: value * k })),
    outages: p.outages.map((outage) => ({ ...outage, gpus: outage.gpus * k })),
    failures: p.failures && { ...p.failures, block: p.failures.block * k },
  })),
  programs: plan.programs.map((program) => ({
    ...program,
    sources: program.sources.map((source) =>
      source.kind === "level"
        ? {
            ...source,
            base: source.base * k,
            own: source.own * k,
            steps: source.steps.map(({ at, value }) => ({ at, value: value * k })),
          }
        : {
            ...source,
            runs: source.runs.map((run) => ({
              ...run,
              gpus: run.gpus * k,
              minGpus: run.minGpus * k,
              work: run.work * k,
            })),
          },
    ),
  })),
  contracts: plan.contracts.map((c) => ({
    ...c,
    gpus: c.gpus * k,
    minQuantity: c.minQuantity * k,
    ramp: c.ramp.map((step) => ({ ...step, gpus: step.gpus * k })),
  })),
});

const chargeTimes = (charge: TerminationCharge, k: number): TerminationCharge =>
  charge.kind === "fixed" ? { ...charge, dollars: charge.dollars * k } : charge;

const dearerTerms = (c: Contract, k: number): Contract => ({
  ...c,
  fee: { ...c.fee, dollars: c.fee.dollars * k },
  terminationByOwner: chargeTimes(c.terminationByOwner, k),
  terminationByTenant: chargeTimes(c.terminationByTenant, k),
  buyOut:
    c.buyOut?.price.kind === "perGpuDay"
      ? { ...c.buyOut, price: { ...c.buyOut.price, dollars: c.buyOut.price.dollars * k } }
      : c.buyOut,
});

/** All prices, and what things are worth. */
export const dearer = (plan: Plan, k: number): Plan => ({
  ...plan,
  contracts: plan.contracts.map((c) => dearerTerms(c, k)),
  pipeline: plan.pipeline.map((p) => ({ ...p, terms: dearerTerms(p.terms, k) })),
  values: {
    ...plan.values,
    internalGpuHour: plan.values.internalGpuHour * k,
    tenantGpuHour: plan.values.tenantGpuHour * k,
    relocation: plan.values.relocation * k,
  },
});
