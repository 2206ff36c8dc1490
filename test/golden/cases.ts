/** The sixty scenarios: as texts with values set from outside, and with the recorded files they name. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadTraces } from "../../src/node/load-traces.ts";
import { availabilityFilesOf, type Traces, traceFilesOf } from "../../src/scenario/compile.ts";
import { type Override, parseScenario } from "../../src/scenario/parse.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { drawnScenarios } from "./drawn.ts";
import { presetCases } from "./presets.ts";

export type Case = { readonly name: string; readonly text: string; readonly set: readonly Override[] };

const folder = new URL("../../scenarios/", import.meta.url);

export const cases = (): readonly Case[] => [
  ...presetCases.map(({ name, preset, set }) => ({
    name,
    text: readFileSync(new URL(`${preset}.yaml`, folder), "utf8"),
    set,
  })),
  ...drawnScenarios().map((text, i) => ({ name: `drawn ${i}`, text, set: [] })),
];

export const scenarioOf = ({ text, set }: Case): Scenario => parseScenario(text, { overrides: set }).scenario;

export const tracesOf = async (scenario: Scenario): Promise<Traces> =>
  (await loadTraces([scenario], fileURLToPath(folder))).traces;

/** The recorded files of a scenario as text, by name. */
export const filesOf = (scenario: Scenario): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...traceFilesOf(scenario), ...availabilityFilesOf(scenario)].map(({ file }) => [
      file,
      readFileSync(new URL(file, folder), "utf8"),
    ]),
  );
