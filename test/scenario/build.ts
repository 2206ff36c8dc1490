/**
 * Scenarios for tests: the smallest one that is accepted, and that with something in it changed.
 */
import { InputError, type Problem } from "../../src/base/errors.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import type { Scenario, ScenarioInput } from "../../src/scenario/schema.ts";

type Loose = Record<string, unknown>;

/** A scenario of one pool of 1000 accelerators, from 2026-07-01 for a year, with whatever is added. */
export const small = (more: Loose = {}): Loose => ({
  clawback: 1,
  name: "small",
  start: "2026-07-01",
  horizon: "365 days",
  cluster: { pools: [{ name: "p", gpus: 1000 }] },
  ...more,
});

/** The small scenario with one tenant, whose contract has whatever is added. */
export const leased = (contract: Loose = {}, tenant: Loose = {}): Loose =>
  small({ tenants: [{ name: "t", contract: { gpus: 100, ...contract }, ...tenant }] });

/** The small scenario with one program of level demand. */
export const wanted = (demand: Loose = {}): Loose =>
  small({ internal: [{ name: "i", demand: { kind: "level", base: 100, ...demand } }] });

/** The small scenario with one program of one run. */
export const running = (run: Loose = {}): Loose =>
  small({
    internal: [
      {
        name: "i",
        demand: { kind: "runs", runs: [{ name: "r", start: 0, gpus: 10, duration: "1 day", ...run }] },
      },
    ],
  });

const JOBS = { arrivals: { kind: "poisson", perHour: 36 }, gpus: 1, work: "100 s" };

/** The small scenario with one program of one stream of jobs, of one accelerator at a time on average. */
export const queued = (jobs: Loose = {}): Loose =>
  small({ internal: [{ name: "i", demand: { kind: "jobs", ...JOBS, ...jobs } }] });

/** The small scenario with a tenant that sends such jobs. */
export const sent = (jobs: Loose = {}, tenant: Loose = {}): Loose =>
  small({ tenants: [{ name: "t", jobs: { ...JOBS, ...jobs }, ...tenant }] });

/** The small scenario with other pools and sites. */
export const built = (cluster: Loose): Loose => small({ cluster });

const textOf = (input: Loose | string): string => (typeof input === "string" ? input : JSON.stringify(input));

export const accepted = (input: Loose | ScenarioInput | string): Scenario =>
  parseScenario(textOf(input as Loose)).scenario;

export const warningsOf = (input: Loose | string): string[] =>
  parseScenario(textOf(input)).warnings.map(({ path, message }) => `${path}: ${message}`);

/** The problems of a scenario that is refused; fails when it is not. */
export function problemsOf(
  input: Loose | string | Uint8Array,
  options: Parameters<typeof parseScenario>[1] = {},
): readonly Problem[] {
  try {
    parseScenario(input instanceof Uint8Array ? input : textOf(input), options);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  throw new Error("the scenario is accepted");
}

/** `path: message` of each problem. */
export const refusals = (input: Loose | string | Uint8Array): string[] =>
  problemsOf(input).map(({ path, message }) => `${path}: ${message}`);

/** The example of the manual: two sites, two programs, one tenant, two policies. */
export const example = `clawback: 1
name: Colossus, filing terms
question: If internal demand rises, when must notice go to whom?
start: 2026-07-01
horizon: 18 months          # months are calendar months, years 365 days
seed: colossus
replications: 30
cluster:
  sites: [{ name: memphis, power: 300 MW }, { name: southaven, power: [{ at: 2026-07-01, is: 800 MW }] }]
  pools:
    - { name: colossus-1, site: memphis, gpu: h100, kwPerGpu: 1.3, gpus: 230000 }
    - { name: colossus-2, site: southaven, gpu: gb200, kwPerGpu: 1.82, phases: [{ at: 2026-07-01, gpus: 450000 }, { at: 2026-10-01, gpus: 550000 }] }
internal:
  - name: grok-training
    priority: 100
    demand: { kind: level, base: 160000, growth: 2.4, every: 1 day, noise: { halfLife: 30 days, sigma: 0.15 } }
  - name: tesla-autonomy
    priority: 90
    demand: { kind: level, base: 140000, own: 100000, growth: 1.8, every: 1 day, shocks: { perYear: 2, size: [0.1, 0.4], lasts: 30 days } }
tenants:
  - name: anthropic
    contract:
      gpus: 325000
      term: 36 months
      lockout: 91 days
      notice: { owner: 90 days, tenant: 90 days }
      fee: { perMonth: 1.25e9 }
      onNotice: linear
values: { internalGpuHour: 10 }        # dollars; an assumption, shown as one
policies:                    # named; the first is the default
  reactive: {}
  ahead: { reclaim: { trigger: { kind: forecastCross }, size: { kind: forecastQuantile, q: 0.9 } } }
`;
