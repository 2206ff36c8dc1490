/** `clawback verify`: the same bytes again, or where they differ. */
import { parseResult, parseScenario, type StudyResult, serializeResult } from "../../index.ts";
import { readResultFile } from "../../node.ts";
import type { StudyFlags } from "../options.ts";
import { simulate } from "../study.ts";

export const verify = async (name: string, flags: StudyFlags): Promise<void> => {
  const saved = parseResult(readResultFile(name));
  const { scenario } = parseScenario(saved.scenario.text, { file: `${name}: scenario` });
  const { policies, vary, baseline, bins } = saved.request;
  const again = await simulate(
    {
      scenario,
      policies,
      vary: vary ?? undefined,
      baseline: baseline ?? undefined,
      bins,
      seed: saved.seed,
      replications: saved.replications,
      command: saved.command,
      warnings: saved.warnings,
    },
    flags,
  );
  const difference = firstDifference(saved, again);
  if (difference === undefined) {
    process.stdout.write(
      `verified: ${saved.policies.length} x ${saved.replications} runs gave the same bytes, fingerprint ${saved.fingerprint}\n`,
    );
    return;
  }
  process.stdout.write(`not verified: ${difference}\n`);
  process.exitCode = 1;
};

const firstDifference = (saved: StudyResult, again: StudyResult): string | undefined => {
  if (saved.tool.version !== again.tool.version)
    return `made by version ${saved.tool.version}, this is ${again.tool.version}`;
  if (saved.scenario.hash !== again.scenario.hash)
    return "the scenario in the file is not the one that the hash was taken of";
  if (saved.fingerprint !== again.fingerprint)
    return `fingerprint ${saved.fingerprint} is now ${again.fingerprint}`;
  for (const key of Object.keys(again) as (keyof StudyResult)[]) {
    if (canonical(saved, key) !== canonical(again, key))
      return `the runs are the same, but what the file says of "${key}" is not what they give`;
  }
  return undefined;
};

/** One part of a result as it is saved. */
const canonical = (result: StudyResult, key: keyof StudyResult): string =>
  JSON.stringify((JSON.parse(serializeResult(result)) as Record<string, unknown>)[key]);
