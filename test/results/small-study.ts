/**
 * Results for tests of what is read of them: a small cluster with two tenants, really simulated, and changed in
 * what a test asks about.
 */
import type { StudyResult } from "../../src/results/types.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { runStudy, type StudyRequest } from "../../src/studies/study.ts";
import { inProcessExecutor } from "../../src/studies/unit.ts";

export type Changes = {
  /** Of the scenario, as the command line would set them. */
  readonly set?: { readonly [path: string]: string };
  readonly policies?: readonly string[];
  readonly vary?: StudyRequest["vary"];
  readonly replications?: number;
  readonly warnings?: readonly string[];
  readonly tenants?: string;
};

const tenants = `
  - { name: alpha, contract: { gpus: 300, notice: 30 days, lockout: 0, fee: { perGpuHour: 3 }, turnover: 2 days } }
  - { name: beta, contract: { gpus: 200, notice: 90 days, lockout: 2026-09-01, fee: { perGpuHour: 2 }, minQuantity: 0 } }`;

const scenarioOf = (changes: Changes): string => `
clawback: 1
name: two tenants
question: Whom to call when?
start: 2026-07-01
horizon: 12 months
seed: small
replications: 6
cluster: { pools: [{ name: p, gpus: 1000 }] }
internal:
  - { name: training, demand: { kind: level, base: 300, growth: 2.4, noise: { sigma: 0.1 } } }
tenants: ${changes.tenants ?? tenants}
policies: { reactive: {}, ahead: {}, never: {}, clairvoyant: {} }
`;

const made = new Map<string, Promise<StudyResult>>();

/** The result of the small study with these changes; each is simulated once. */
export const smallStudy = (changes: Changes = {}): Promise<StudyResult> => {
  const key = JSON.stringify(changes);
  const result = made.get(key) ?? simulate(changes);
  made.set(key, result);
  return result;
};

const simulate = (changes: Changes): Promise<StudyResult> => {
  const overrides = Object.entries(changes.set ?? {}).map(([path, value]) => ({ path, value }));
  const { scenario } = parseScenario(scenarioOf(changes), { overrides });
  const { policies = [], vary, replications, warnings } = changes;
  const command = "clawback compare small.yaml";
  return runStudy({ scenario, policies, vary, replications, warnings, command, bins: 60 }, inProcessExecutor);
};
