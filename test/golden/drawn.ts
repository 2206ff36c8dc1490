/**
 * Sound scenarios by chance, drawn once and kept in `drawn.json`, so that a new field of the schema does not change what is
 * on record. Those that name files, or take more than a moment, are passed over.
 */
import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { InputError } from "../../src/base/errors.ts";
import {
  availabilityFilesOf,
  compilePlan,
  compilePolicies,
  traceFilesOf,
} from "../../src/scenario/compile.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { soundScenario } from "../scenario/arbitrary.ts";

const file = new URL("./drawn.json", import.meta.url);
const COUNT = 30;
const SEED = 20_260_701;
/** Instants of one replication of all policies: a tenth of a second. */
const MOST_INSTANTS = 20_000;
/** Scenarios in which less happens show little. */
const LEAST_INSTANTS = 200;

/** The scenarios on record, as texts. */
export const drawnScenarios = (): readonly string[] => JSON.parse(readFileSync(file, "utf8"));

/** Draws them anew, and writes them down. */
export const drawAnew = (): void => {
  const kept: string[] = [];
  const candidates = fc.sample(soundScenario, { seed: SEED, numRuns: 4000 });
  for (const candidate of candidates) {
    const text = JSON.stringify({ ...(candidate as object), horizon: "8 months" });
    if (isFit(text)) kept.push(text);
    if (kept.length === COUNT) break;
  }
  if (kept.length < COUNT) throw new Error(`only ${kept.length} of ${candidates.length} scenarios are fit`);
  writeFileSync(file, `${JSON.stringify(kept, null, 1)}\n`);
};

const isFit = (text: string): boolean => {
  const scenario = accepted(text);
  if (scenario === undefined || traceFilesOf(scenario).length + availabilityFilesOf(scenario).length > 0)
    return false;
  const instants = instantsOf(scenario);
  return instants >= LEAST_INSTANTS && instants <= MOST_INSTANTS;
};

const accepted = (text: string): Scenario | undefined => {
  try {
    return parseScenario(text).scenario;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
};

const instantsOf = (scenario: Scenario): number => {
  const plan = compilePlan(scenario);
  const demand = drawDemand(plan, 0);
  let instants = 0;
  for (const policy of compilePolicies(scenario)) {
    const simulation = createSimulation(plan, policy, demand, { bins: 0, story: false });
    while (instants <= MOST_INSTANTS && simulation.step()) instants++;
  }
  return instants;
};
