/** Plans and policies in other units: every number of accelerators, every price or every time multiplied. */
import type {
  Contract,
  DemandSpec,
  Distribution,
  JobStream,
  Plan,
  PolicySettings,
  Pool,
  Prospects,
  RunSpec,
  TerminationCharge,
} from "../../src/model/types.ts";
import type { Row } from "../model/job-builders.ts";

const timesValue = <T extends { readonly value: number }>(steps: readonly T[], k: number): T[] =>
  steps.map((step) => ({ ...step, value: step.value * k }));

/** All numbers of accelerators, and the power for them. */
export const larger = (plan: Plan, k: number): Plan => ({
  ...plan,
  sites: plan.sites.map((site) => ({ ...site, power: timesValue(site.power, k) })),
  pools: plan.pools.map((p) => ({
    ...p,
    phases: timesValue(p.phases, k),
    outages: p.outages.map((outage) => ({ ...outage, gpus: outage.gpus * k })),
    failures: p.failures && { ...p.failures, block: p.failures.block * k },
  })),
  programs: plan.programs.map((program) => ({
    ...program,
    sources: program.sources.map((source) =>
      source.kind === "level"
        ? { ...source, base: source.base * k, own: source.own * k, steps: timesValue(source.steps, k) }
        : { ...source, runs: source.runs.map((run) => largerRun(run, k)) },
    ),
  })),
  contracts: plan.contracts.map((c) => ({
    ...c,
    gpus: c.gpus * k,
    minQuantity: c.minQuantity * k,
    ramp: c.ramp.map((step) => ({ ...step, gpus: step.gpus * k })),
  })),
});

const largerRun = (run: RunSpec, k: number): RunSpec => ({
  ...run,
  gpus: run.gpus * k,
  minGpus: run.minGpus * k,
  work: run.work * k,
});

/** The one number of accelerators in a policy for leases. */
export const largerPolicy = (policy: PolicySettings, k: number): PolicySettings =>
  policy.size.kind === "orderUpTo"
    ? { ...policy, size: { ...policy.size, level: policy.size.level * k } }
    : policy;

export const largerRow = (row: Row, k: number): Row => ({
  ...row,
  gpus: row.gpus * k,
  minGpus: (row.minGpus ?? row.gpus) * k,
});

const dearerTerms = (c: Contract, k: number): Contract => ({
  ...c,
  fee: { ...c.fee, dollars: c.fee.dollars * k },
  terminationByOwner: dearerCharge(c.terminationByOwner, k),
  terminationByTenant: dearerCharge(c.terminationByTenant, k),
  buyOut: dearerBuyOut(c.buyOut, k),
});

const dearerCharge = (charge: TerminationCharge, k: number): TerminationCharge =>
  charge.kind === "fixed" ? { ...charge, dollars: charge.dollars * k } : charge;

const dearerBuyOut = (buyOut: Contract["buyOut"], k: number): Contract["buyOut"] =>
  buyOut?.price.kind === "perGpuDay"
    ? { ...buyOut, price: { ...buyOut.price, dollars: buyOut.price.dollars * k } }
    : buyOut;

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

const later = <T extends { readonly at: number }>(steps: readonly T[], k: number): T[] =>
  steps.map((step) => ({ ...step, at: step.at * k }));

/**
 * All times, and what is a rate in time: a walk of prices that is k times as slow has a spread of sqrt(k) less a year.
 * What an accelerator earns in an hour or a day is a k-th; the fee of a calendar month stays.
 */
export const slower = (plan: Plan, k: number): Plan => ({
  ...plan,
  horizon: plan.horizon * k,
  warmUp: plan.warmUp * k,
  monthStarts: plan.monthStarts.map((at) => at * k),
  sites: plan.sites.map((site) => ({ ...site, power: later(site.power, k), cycle: site.cycle * k })),
  pools: plan.pools.map((pool) => slowerPool(pool, k)),
  programs: plan.programs.map((program) => ({
    ...program,
    sources: program.sources.map((source) => slowerSource(source, k)),
  })),
  tenants: plan.tenants.map((tenant) => ({
    ...tenant,
    exitAt: tenant.exitAt === undefined ? undefined : tenant.exitAt * k,
    exitPerYear: tenant.exitPerYear / k,
    relet: tenant.relet && { ...tenant.relet, lag: longer(tenant.relet.lag, k) },
  })),
  contracts: plan.contracts.map((c) => slowerTerms(c, k)),
  streams: plan.streams.map((stream) => slowerStream(stream, k)),
  pipeline: plan.pipeline.map((prospects) => slowerProspects(prospects, k)),
  market: plan.market && {
    ...plan.market,
    every: plan.market.every * k,
    sigma: plan.market.halfLife === undefined ? plan.market.sigma / Math.sqrt(k) : plan.market.sigma,
    halfLife: plan.market.halfLife === undefined ? undefined : plan.market.halfLife * k,
    steps: later(plan.market.steps, k),
  },
  values: {
    ...plan.values,
    internalGpuHour: plan.values.internalGpuHour / k,
    tenantGpuHour: plan.values.tenantGpuHour / k,
    replacement: plan.values.replacement * k,
    inVainAfter: plan.values.inVainAfter * k,
  },
});

const slowerPool = (pool: Pool, k: number): Pool => ({
  ...pool,
  phases: later(pool.phases, k),
  warning: pool.warning * k,
  outages: later(pool.outages, k).map((outage) => ({ ...outage, lasts: outage.lasts * k })),
  failures: pool.failures && {
    ...pool.failures,
    between: longer(pool.failures.between, k),
    repair: longer(pool.failures.repair, k),
    swap: pool.failures.swap * k,
  },
});

const slowerSource = (source: DemandSpec, k: number): DemandSpec =>
  source.kind === "level"
    ? {
        ...source,
        every: source.every * k,
        noise: source.noise && { ...source.noise, halfLife: source.noise.halfLife * k },
        shocks: source.shocks && {
          ...source.shocks,
          perYear: source.shocks.perYear / k,
          lasts: source.shocks.lasts * k,
        },
        steps: later(source.steps, k),
      }
    : { ...source, runs: source.runs.map((run) => slowerRun(run, k)) };

const slowerRun = (run: RunSpec, k: number): RunSpec => ({
  ...run,
  start: run.start * k,
  work: run.work * k,
  notice: run.notice * k,
  checkpointEvery: run.checkpointEvery * k,
  checkpointCost: run.checkpointCost * k,
  restart: run.restart * k,
  patience: run.patience * k,
});

const slowerTerms = (c: Contract, k: number): Contract => ({
  ...c,
  signed: c.signed * k,
  start: c.start * k,
  expiry: c.expiry * k,
  termLength: c.termLength * k,
  lockoutEnd: c.lockoutEnd * k,
  lockoutLength: c.lockoutLength * k,
  noticeOwner: c.noticeOwner * k,
  noticeTenant: c.noticeTenant * k,
  offRamp: { ...c.offRamp, lasts: c.offRamp.lasts * k },
  ramp: later(c.ramp, k),
  fee: c.fee.kind === "perGpuHour" ? { ...c.fee, dollars: c.fee.dollars / k } : c.fee,
  terminationByOwner: slowerCharge(c.terminationByOwner, k),
  terminationByTenant: slowerCharge(c.terminationByTenant, k),
  onNotice: { ...c.onNotice, remaining: longer(c.onNotice.remaining, k) },
  turnover: c.turnover * k,
  renewal: c.renewal && {
    ...c.renewal,
    term: c.renewal.term * k,
    lead: c.renewal.lead === undefined ? undefined : c.renewal.lead * k,
  },
  grace: c.grace * k,
  minGap: c.minGap * k,
  buyOut: dearerBuyOut(c.buyOut && { ...c.buyOut, notice: c.buyOut.notice * k }, 1 / k),
});

const slowerCharge = (charge: TerminationCharge, k: number): TerminationCharge =>
  charge.kind === "windDown" ? { ...charge, lasts: charge.lasts * k } : charge;

const longer = (length: Distribution, k: number): Distribution => {
  if (length.kind === "constant") return { ...length, value: length.value * k };
  if (length.kind === "exponential") return { ...length, mean: length.mean * k };
  throw new Error(`lengths by ${length.kind} are not drawn here`);
};

const slowerStream = (stream: JobStream, k: number): JobStream => ({
  ...stream,
  notice: stream.notice * k,
  minRuntime: stream.minRuntime * k,
  checkpointEvery: stream.checkpointEvery === "young" ? "young" : stream.checkpointEvery * k,
  checkpointCost: stream.checkpointCost * k,
  restart: stream.restart * k,
  patience: stream.patience * k,
  turnover: stream.turnover * k,
});

const slowerProspects = (prospects: Prospects, k: number): Prospects => {
  const { arrivals } = prospects;
  if (arrivals.kind !== "at") throw new Error(`prospects by ${arrivals.kind} are not drawn here`);
  return {
    ...prospects,
    arrivals: { ...arrivals, times: arrivals.times.map((at) => at * k) },
    patience: prospects.patience * k,
    terms: slowerTerms(prospects.terms, k),
  };
};

export const slowerRow = (row: Row, k: number): Row => ({
  ...row,
  submit: row.submit * k,
  seconds: row.seconds * k,
  estimate: (row.estimate ?? Math.max(1, row.seconds)) * k,
});

/** All times of a policy. */
export const slowerPolicy = (policy: PolicySettings, k: number): PolicySettings => ({
  ...policy,
  trigger: slowerTrigger(policy.trigger, k),
  size: policy.size.kind === "plan" ? { ...policy.size, horizon: policy.size.horizon * k } : policy.size,
  notice: { ...policy.notice, length: policy.notice.length * k },
  throttle: {
    ...policy.throttle,
    minGap: policy.throttle.minGap * k,
    evictionBudget: { ...policy.throttle.evictionBudget, per: policy.throttle.evictionBudget.per * k },
  },
  forecast: { ...policy.forecast, sd: policy.forecast.sd / Math.sqrt(k) },
  refill: { ...policy.refill, lag: policy.refill.lag && longer(policy.refill.lag, k) },
  queue: { ...policy.queue, halfLife: policy.queue.halfLife * k },
  preemption: {
    ...policy.preemption,
    delay: policy.preemption.delay * k,
    minRuntime: policy.preemption.minRuntime * k,
    notice: { ...policy.preemption.notice, length: policy.preemption.notice.length * k },
    budget: { ...policy.preemption.budget, per: policy.preemption.budget.per * k },
  },
});

const slowerTrigger = (trigger: PolicySettings["trigger"], k: number): PolicySettings["trigger"] => {
  switch (trigger.kind) {
    case "never":
      return trigger;
    case "onBlocked":
      return { ...trigger, delay: trigger.delay * k };
    case "periodic":
    case "forecastCross":
      return { ...trigger, every: trigger.every * k };
    case "calendar":
      return { ...trigger, at: trigger.at.map((at) => at * k) };
  }
};
