/**
 * A whole study result, made by code from the toy cluster: 18 months, three leases, three policies, thirty
 * replications. Tests change what they ask about.
 */
import { metricDefinitions } from "../../src/metrics/definitions.ts";
import {
  type Comparison,
  channels,
  type Fan,
  type Interval,
  type LadderRung,
  type PolicyResult,
  type StudyResult,
} from "../../src/results/types.ts";
import { DAY, type ToyPolicy, type ToyRun, toyRun } from "./toy-cluster.ts";

const REPLICATIONS = 30;
const DAYS = 549;

const policies: readonly ToyPolicy[] = [
  { name: "reactive", ahead: 0 },
  { name: "ahead", ahead: 90 },
  { name: "base-stock", ahead: 150 },
];

let made: StudyResult | undefined;

/** The result, made once; `changes` replace what they name. */
export const studyResult = (changes: Partial<StudyResult> = {}): StudyResult => {
  made ??= make();
  return { ...made, ...changes };
};

/** A Student interval, near enough for a picture. */
export const intervalOf = (values: readonly number[]): Interval => {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const sd =
    n < 2 ? 0 : Math.sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (n - 1));
  const half = n < 2 ? 0 : (2.045 * sd) / Math.sqrt(n);
  return { mean, sd, n, low: mean - half, high: mean + half };
};

const make = (): StudyResult => {
  const runs = policies.map((policy) =>
    Array.from({ length: REPLICATIONS }, (_, k) => toyRun(policy, k + 1, DAYS)),
  );
  const metrics = runs.map((replications) => replications.map(metricsOf));
  return {
    schema: "clawback-result/1",
    tool: { name: "clawback", version: "0.1.0" },
    scenario: {
      name: "Colossus, filing terms",
      question: "If internal demand rises, when must notice go to whom?",
      description: "Two sites, three tenants; terms as filed, prices and growth assumed.",
      hash: "5f0c2a9e7d1b4c3896aa0e17f2d45b81",
      text: "clawback: 1\nname: Colossus, filing terms\nstart: 2026-07-01\nhorizon: 18 months\n",
      epoch: 1_782_864_000,
      horizon: DAYS * DAY,
      assumptions: { internalGpuHour: 10, tenantGpuHour: 4 },
    },
    request: { policies: policies.map(({ name }) => name), vary: null, baseline: null, bins: DAYS },
    command: "clawback compare scenarios/colossus.yaml -r 30 --seed colossus -o colossus.html",
    seed: "colossus",
    replications: REPLICATIONS,
    policies: policies.map((policy, k) => policyResult(policy, runs[k], metrics[k])),
    comparisons: policies.slice(1).map((policy, k) => comparison(policy.name, metrics[k + 1], metrics[0])),
    ladder: ladder(),
    assertions: [
      {
        text: "unmetShare < 2 %",
        policy: "reactive",
        variant: "",
        metric: "unmetShare",
        comparison: "<",
        value: 0.02,
        on: "sure",
        observed: { mean: 0.031, low: 0.028, high: 0.034 },
        verdict: "fails",
      },
    ],
    calendar: {
      at: 0,
      dates: [0],
      rows: [
        {
          lease: "cursor",
          tenant: "cursor",
          gpus: 28_000,
          shrinkable: 0,
          start: 0,
          expiry: 900 * DAY,
          lockoutEnd: 90 * DAY,
          notice: 90 * DAY,
          earliest: {
            issueAt: 90 * DAY,
            effectiveAt: 180 * DAY,
            returnAt: 183 * DAY,
            gpus: 28_000,
            isNonRenewal: false,
          },
          tenantLeaves: 180 * DAY,
          calls: [undefined],
        },
      ],
      callable: [{ at: 183 * DAY, value: 28_000 }],
    },
    answer:
      "Serve notice to reflection in October 2026 and to cursor by January 2027: looking 90 days ahead meets 96 % of internal demand and leaves $1.9 B more than waiting until there is a shortage.",
    warnings: ["Growth of 2.4 a year is an assumption; the answer changes below 1.6."],
    fingerprint: "a41c9be06d7f52318e0b6c94d2f7a35e",
    definitions: metricDefinitions,
  };
};

const column = (run: ToyRun, name: (typeof channels)[number]): number[] => {
  const place = channels.indexOf(name);
  return run.days.map((row) => row[place]);
};

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const metricsOf = (run: ToyRun): number[] => {
  const unmet = 24 * total(column(run, "unmet"));
  const wanted = 24 * total(column(run, "demand"));
  const installed = 24 * total(column(run, "installed"));
  const [rent, opportunity] = [total(column(run, "rent")), total(column(run, "opportunity"))];
  const done = run.notices.filter(({ state }) => state === "complied" || state === "enforced");
  const stranded = 24 * (total(column(run, "vacated")) + total(column(run, "turnover")));
  const known: { readonly [name: string]: number } = {
    netValue: rent - opportunity,
    revenue: rent,
    opportunityCost: opportunity,
    tenantCost: total(done.map(({ tenantCost }) => tenantCost)),
    unmetShare: unmet / wanted,
    unmetGpuHours: unmet,
    demandGpuHours: wanted,
    noticesIssued: run.notices.length,
    evictions: done.length,
    inVainShare: done.filter(({ needed }) => needed === 0).length / Math.max(1, done.length),
    strandedGpuHours: stranded,
    occupancyShare: 1 - (24 * total(column(run, "free")) + stranded) / installed,
    installedGpuHours: installed,
    shortDays: column(run, "unmet").filter((value) => value > 0).length,
  };
  return metricDefinitions.map(({ name }, i) => known[name] ?? i * 1.5);
};

const policyResult = (
  { name }: ToyPolicy,
  runs: readonly ToyRun[],
  metrics: readonly (readonly number[])[],
): PolicyResult => {
  const values = new Float64Array(DAYS * channels.length);
  for (const { days } of runs)
    days.forEach((row, day) => {
      row.forEach((value, c) => {
        values[day * channels.length + c] += value / runs.length;
      });
    });
  return {
    policy: name,
    variant: "",
    replications: runs.length,
    metrics: metricDefinitions.map((_, at) => intervalOf(metrics.map((row) => row[at]))),
    tenants: ["reflection", "cursor", "anthropic"].map((tenant, k) => ({
      tenant,
      evictedIn: 28 - 9 * k,
      metrics: {
        rent: intervalOf([4e8 * (k + 1), 4.2e8 * (k + 1)]),
        evictions: intervalOf([1, 2]),
        cost: intervalOf([3e7, 5e7]),
      },
    })),
    series: { binSeconds: DAY, bins: DAYS, values },
    fans: (["demand", "unmet"] as const).map((channel) => fanOf(runs, channel)),
    story: {
      leases: runs[0].leases,
      notices: runs[0].notices,
      programs: [],
      runs: [],
      firstShortAt: 120 * DAY,
    },
  };
};

const fanOf = (runs: readonly ToyRun[], channel: "demand" | "unmet"): Fan => {
  const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95];
  const columns = runs.map((run) => column(run, channel));
  const sorted = Array.from({ length: DAYS }, (_, day) =>
    columns.map((values) => values[day]).sort((a, b) => a - b),
  );
  const bands = quantiles.map((q) =>
    Float64Array.from(sorted, (values) => values[Math.round(q * (values.length - 1))]),
  );
  return { channel, quantiles, bands };
};

const comparison = (
  policy: string,
  own: readonly (readonly number[])[],
  base: readonly (readonly number[])[],
): Comparison => ({
  policy,
  baseline: policies[0].name,
  metrics: metricDefinitions.map((_, at) => ({
    ...intervalOf(own.map((row, k) => row[at] - base[k][at])),
    varianceReduction: at % 7 === 6 ? Number.NaN : 3.4 + at,
  })),
});

const ladder = (): LadderRung[] =>
  [0, 2 / 24, 1, 7, 30, 60, 90, 180].map((days) => {
    const closedForm = 1 - 2.4 ** (-days / 365);
    const owner = 2.6e10 * closedForm;
    const tenant = 9e8 * Math.max(0, 1 - days / 120);
    return {
      policy: "reactive",
      noticeSeconds: days * DAY,
      label: days === 0 ? "none" : days < 1 ? "2 hours" : days === 1 ? "1 day" : `${days} days`,
      unmetShare: intervalOf([closedForm * 0.93, closedForm * 1.02, closedForm * 0.98]),
      closedForm,
      ownerCost: intervalOf([owner * 0.97, owner * 1.03, owner]),
      tenantCost: intervalOf([tenant * 0.9, tenant * 1.1, tenant]),
      totalCost: intervalOf([owner * 0.97 + tenant * 0.9, owner * 1.03 + tenant * 1.1, owner + tenant]),
      aboveLeast: intervalOf([owner * 0.97, owner * 1.03, owner]),
      revenue: intervalOf([9.1e9, 9.3e9, 9.2e9]),
    };
  });
