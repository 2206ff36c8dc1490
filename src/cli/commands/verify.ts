/** `clawback verify`: the same bytes again, or where they differ. */
import {
  availabilityFilesOf,
  parseResult,
  parseScenario,
  type Scenario,
  type StudyResult,
  serializeResult,
  traceFilesOf,
  VERSION,
} from "../../index.ts";
import { readResultFile } from "../../node.ts";
import { EXIT, escaped } from "../exit.ts";
import type { WorkFlags } from "../options.ts";
import { folderOf, simulate, withTraces } from "../study.ts";

type VerifyFlags = WorkFlags & { readonly json?: boolean; readonly folder?: string };

export const verify = async (name: string, flags: VerifyFlags): Promise<void> => {
  const saved = parseResult(readResultFile(name), name);
  if (saved.tool.version !== VERSION) {
    tell(saved, `it was made by version ${saved.tool.version}, this is ${VERSION}`, flags);
    return;
  }
  const { scenario } = parseScenario(saved.scenario.text, { file: `${name}: scenario` });
  const { policies, vary, baseline, bins, stop } = saved.request;
  const again = await simulate(
    await withTraces(
      {
        scenario,
        policies,
        vary: vary ?? undefined,
        baseline: baseline ?? undefined,
        bins,
        seed: saved.seed,
        replications: saved.replications,
        stop,
        command: saved.command,
        warnings: saved.warnings,
      },
      flags.folder ?? folderOf(nameIn(saved.command)),
      { ...flags, quiet: true },
    ),
    flags,
  );
  tell(saved, firstDifference(saved, again, scenario), flags);
};

/** The scenario that a saved command names, which may be gone: then this folder is looked in. */
const nameIn = (command: string): string => {
  const name = command.split(" ")[2] ?? "";
  return name.startsWith("'") || name.startsWith('"') ? "." : name;
};

const tell = (
  { fingerprint, policies, replications }: StudyResult,
  difference: string | undefined,
  flags: { readonly json?: boolean },
): void => {
  if (difference !== undefined) process.exitCode = EXIT.different;
  if (flags.json) {
    const verdict = { verified: difference === undefined, fingerprint, difference: difference ?? null };
    process.stdout.write(`${JSON.stringify(verdict, null, 2)}\n`);
    return;
  }
  process.stdout.write(
    difference === undefined
      ? `verified: ${policies.length} x ${replications} runs gave the same bytes, fingerprint ${fingerprint}\n`
      : `not verified: ${escaped(difference)}\n`,
  );
};

const firstDifference = (saved: StudyResult, again: StudyResult, scenario: Scenario): string | undefined => {
  if (saved.scenario.hash !== again.scenario.hash) return otherScenario(scenario);
  if (saved.fingerprint !== again.fingerprint)
    return `fingerprint ${saved.fingerprint} is now ${again.fingerprint}`;
  for (const key of Object.keys(again) as (keyof StudyResult)[]) {
    if (canonical(saved, key) !== canonical(again, key))
      return `the runs are the same, but what the file says of "${key}" is not what they give`;
  }
  return undefined;
};

const otherScenario = (scenario: Scenario): string => {
  const files = [...traceFilesOf(scenario), ...availabilityFilesOf(scenario)].map(({ file }) => file);
  return files.length === 0
    ? "the scenario in the file is not the one that the hash was taken of"
    : `the scenario in the file, or what it reads (${[...new Set(files)].join(", ")}), is not what the hash was taken of`;
};

/** One part of a result as it is saved. */
const canonical = (result: StudyResult, key: keyof StudyResult): string =>
  JSON.stringify((JSON.parse(serializeResult(result)) as Record<string, unknown>)[key]);
