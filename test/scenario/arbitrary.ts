/**
 * Scenarios by chance, for properties: drawn from the schema itself, so that no field is forgotten, small, and
 * mostly sound.
 */
import fc from "fast-check";
import {
  bare,
  branchesOf,
  choicesOf,
  elementOf,
  lengthOf,
  limitsOf,
  type Schema,
  shapeOf,
} from "../../src/scenario/explain/node.ts";
import { scenarioSchema } from "../../src/scenario/schema.ts";

const byUnit: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  name: fc.constantFrom(
    "a",
    "b",
    "c",
    "Zürich 2",
    "__proto__",
    "🚀",
    "null",
    "0x1F",
    "2026-07-01",
    "- x",
    "a: b",
    "#c",
    "yes",
  ),
  duration: fc.oneof(
    fc.constantFrom("1 day", "90 days", "2 months", "1.5 h", "3 h 20 min", "1 week"),
    fc.integer({ min: 1, max: 1e7 }),
  ),
  date: fc.constantFrom("2026-07-01", "2026-08-15T12:30Z", "2027-01-31", "2026-09-01T00:00:01Z"),
  "date or duration": fc.constantFrom("2026-08-01", "2027-01-01T01:00Z", "40 days", 0, 100),
  power: fc.constantFrom("1 MW", "2.5 kW", "300 MW"),
  path: fc.constantFrom("a.swf", "traces/b.csv.gz", "ünï/c d.swf.gz"),
  share: fc.constantFrom(0, 1, 0.5, 0.1, "50 %", "12.5 %", "100 %"),
  assertion: fc.constantFrom("unmetShare < 2 %", "evictions<=3", "netValue > $1.5 B", "serveDays < 12 h"),
  text: fc
    .oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom("two\nlines\n", "  spaces  ", "# no comment", "'\"", "a: b\n\n\tc"),
    )
    .filter((text) => /^[^\p{Cc}\p{Cs}]*(?:[\t\n][^\p{Cc}\p{Cs}]*)*$/u.test(text)),
};

/** Values that a schema accepts, most of the time; undefined stands for a key that is left out. */
function valuesOf(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const { meta, isOptional } = bare(schema);
  const branches = branchesOf(schema);
  const chosen =
    byUnit[meta.unit ?? ""] ??
    fc.oneof(...branches.map((branch) => branchValues(branch.schema, branch.meta.unit, depth)));
  return isOptional ? fc.option(chosen, { nil: undefined, freq: depth > 5 ? 2 : 3 }) : chosen;
}

function branchValues(
  schema: ReturnType<typeof bare>["schema"],
  unit: string | undefined,
  depth: number,
): fc.Arbitrary<unknown> {
  const def = schema._zod.def;
  // the bare value of a distribution is written in the unit of what is distributed
  const known = byUnit[unit === "duration or distribution" ? "duration" : (unit ?? "")];
  if (known !== undefined) return known;
  const choices = choicesOf(schema);
  if (choices !== undefined) return fc.constantFrom(...choices);
  const shape = shapeOf(schema);
  if (shape !== undefined) {
    const entries = Object.entries(shape).map(([key, child]) => [key, valuesOf(child, depth + 1)] as const);
    return fc.record(Object.fromEntries(entries)).map(withoutUndefined);
  }
  if (def.type === "record")
    return fc.dictionary(
      fc.constantFrom("a", "b c", "ahead", "reactive"),
      valuesOf(def.valueType, depth + 1),
      { minKeys: 1, maxKeys: 3 },
    );
  if (def.type === "tuple") return fc.tuple(...def.items.map((item) => valuesOf(item, depth + 1)));
  if (def.type === "boolean") return fc.boolean();
  if (def.type === "string") return byUnit.text as fc.Arbitrary<unknown>;
  const limits = limitsOf(schema);
  if (def.type === "number") {
    const [min, max] = [
      Math.max(limits.least ?? limits.above ?? 0, -1000),
      Math.min(limits.most ?? limits.below ?? 1000, 1000),
    ];
    const whole = fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
    return limits.isWhole
      ? whole
      : fc.double({
          min,
          max,
          minExcluded: limits.above !== undefined,
          maxExcluded: limits.below !== undefined,
          noNaN: true,
        });
  }
  const { least } = lengthOf(schema);
  const element = elementOf(schema, 0);
  return element === undefined
    ? fc.constant(null)
    : fc.array(valuesOf(element, depth + 1), { minLength: least, maxLength: Math.max(least, 2) });
}

const withoutUndefined = (object: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

/** Most are refused by a relation or two, which is a test of its own. */
export const anyScenario: fc.Arbitrary<unknown> = valuesOf(scenarioSchema, 0);

type Loose = Readonly<Record<string, unknown>>;

const entriesOf = (list: unknown): Loose[] => (Array.isArray(list) ? (list as Loose[]) : []);
const listOf = (one: unknown): Loose[] => (Array.isArray(one) ? (one as Loose[]) : [one as Loose]);
const named = (prefix: string, list: unknown): Loose[] =>
  entriesOf(list).map((entry, i) => ({ ...entry, name: `${prefix}${i}` }));
const without = (entry: Loose, ...keys: string[]): Loose =>
  Object.fromEntries(Object.entries(entry).filter(([key]) => !keys.includes(key)));

/** With names that are unique, and few that refer to another name: most are accepted. */
export const soundScenario: fc.Arbitrary<unknown> = anyScenario.map((scenario): unknown => {
  const drawn = structuredClone(scenario) as Loose;
  const cluster = drawn.cluster as Loose;
  return {
    ...without(drawn, "warmUp"),
    start: "2026-07-01",
    horizon: "2 years",
    cluster: {
      sites: named("s", cluster.sites).map((site) =>
        typeof site.power === "string" ? without(site, "dutyCycle") : without(site, "dutyCycle", "power"),
      ),
      pools: named("p", cluster.pools).map(soundPool),
    },
    internal: named("i", drawn.internal).map((program) => ({
      ...program,
      demand: listOf(program.demand).map(soundDemand),
    })),
    tenants: named("t", drawn.tenants).map(soundTenant),
    pipeline: named("d", drawn.pipeline).map(soundProspects),
    market: { ...(drawn.market as Loose | undefined), every: "7 days", steps: [] },
    assert: entriesOf(drawn.assert).map((entry) =>
      typeof entry === "string" ? entry : without(entry, "policy"),
    ),
    ...(drawn.policies === undefined ? {} : { policies: soundPolicies(drawn.policies as Loose) }),
  };
});

/** The first is for all; the others may have nodes, which serve jobs only. */
function soundPool(drawn: Loose, index: number): unknown {
  const pool = without(drawn, "site", "phases", "availability", "gpus", "block", "failures");
  if (index === 0 || pool.nodes === undefined) return { ...without(pool, "nodes"), gpus: 5000 };
  return without(pool, "outages");
}

function soundDemand(demand: Loose, source = 0): unknown {
  if (demand.kind === "level") {
    const level = without(demand, "pools", "steps", "every", "speedup", "mfu", "shocks", "season");
    return { ...level, growth: 1.5, pools: ["p0"] };
  }
  if (demand.kind !== "runs") return soundJobs(demand);
  const runs = named(source === 0 ? "r" : `r${source}-`, demand.runs).map((run) => ({
    ...without(run, "minGpus", "work"),
    duration: "3 days",
  }));
  return { ...demand, pools: ["p0"], runs };
}

function soundTenant(drawn: Loose): unknown {
  const tenant = without(drawn, "relet", "exit", "contract", "jobs");
  const hasJobs = drawn.jobs !== undefined;
  return {
    ...tenant,
    ...(hasJobs ? { jobs: listOf(drawn.jobs).map(soundJobs) } : {}),
    ...(hasJobs && drawn.contract === undefined
      ? {}
      : { contract: listOf(drawn.contract ?? { gpus: 10 }).map(soundContract) }),
  };
}

const soundProspects = (drawn: Loose): unknown => ({
  ...drawn,
  arrivals: soundArrivals(drawn.arrivals as Loose),
  gpus: soundLaw(drawn.gpus),
  ...(drawn.pays === undefined ? {} : { pays: soundLaw(drawn.pays) }),
  terms: without(soundContract(drawn.terms as Loose) as Loose, "gpus"),
});

const soundContract = (contract: Loose): unknown => ({
  ...without(contract, "signed", "start", "ramp", "priceByNotice", "renewal", "elasticity"),
  pools: ["p0"],
  gpus: Math.min(Number(contract.gpus), 5000),
  lockout: "30 days",
  term: "1 year",
  minQuantity: "20 %",
  onNotice: "linear",
});

function soundJobs(drawn: Loose): unknown {
  const jobs: Loose = {
    ...without(drawn, "pools", "gpusPerWorker", "workers", "failures"),
    ...(drawn.checkpoint === undefined ? {} : { failures: { faultIsolation: "50 %" } }),
  };
  if (jobs.kind === "lublin") return { ...jobs, gapFactor: 1 };
  if (jobs.kind === "trace") return without(jobs, "columns", "times", "gpuUnit", "class", "window");
  return {
    ...jobs,
    arrivals: soundArrivals(jobs.arrivals as Loose),
    gpus: soundLaw(jobs.gpus) ?? 4,
    work: soundLaw(jobs.work),
    estimate: soundLaw(jobs.estimate) ?? 2,
    ...(jobs.minGpus === undefined ? {} : { minGpus: "50 %" }),
  };
}

function soundArrivals(arrivals: Loose): unknown {
  const rated = { ...without(arrivals, "perSecond", "perDay", "perYear"), perHour: 2 };
  switch (arrivals.kind) {
    case "at":
      return arrivals;
    case "mmpp":
      return { kind: "mmpp", spells: [0, 2].map((perHour) => ({ perHour, lasts: "3 h" })) };
    case "hawkes":
      return { ...rated, jump: 0.5, decay: 1 };
    case "profile":
      return without(rated, "hours", "days");
    default:
      return rated;
  }
}

/** A law with figures in order. */
function soundLaw(law: unknown): unknown {
  if (typeof law !== "object") return law;
  const spec = law as Loose;
  switch (spec.kind) {
    case "uniform":
      return { ...spec, from: 2, to: 3 };
    case "lognormal":
      return { ...spec, median: 2, p90: 3 };
    case "bodyAndTail":
      return { ...without(spec, "sigma"), median: 2, p90: 3, most: 4 };
    case "hyperexponential":
      return { ...spec, means: [2, 3], weights: [1, 2] };
    case "choice":
      return { ...spec, values: [2, 3], weights: [1, 2] };
    default:
      return spec;
  }
}

/** A calendar has a date. */
function soundReclaim(reclaim: Loose | undefined): Loose | undefined {
  const trigger = reclaim?.trigger;
  return typeof trigger === "object" && (trigger as Loose).kind === "calendar"
    ? { ...reclaim, trigger: { ...(trigger as Loose), monthly: 1 } }
    : reclaim;
}

const soundPolicies = (policies: Loose): Loose =>
  Object.fromEntries(
    Object.entries(policies as Readonly<Record<string, Loose>>).map(([name, policy]) => {
      const admission = policy.admission;
      const reclaim = soundReclaim(policy.reclaim as Loose | undefined);
      const isQuota = typeof admission === "object" && (admission as Loose).kind === "spotQuota";
      return [
        name,
        {
          ...policy,
          ...(reclaim === undefined ? {} : { reclaim }),
          ...(isQuota ? { admission: { ...(admission as Loose), least: 0.5, most: 2 } } : {}),
        },
      ];
    }),
  );
