/** `clawback run`: one scenario after another, under one policy or those named. */
import { UsageError } from "../exit.ts";
import type { StudyFlags } from "../options.ts";
import { checkAsserted, checkOutputs, formatOf, print, runFiles, writeFiles } from "../output.ts";
import { describe, folderOf, loadScenario, requestOf, simulate, withTraces } from "../study.ts";

export const run = async (names: readonly string[], flags: StudyFlags): Promise<void> => {
  checkOutputs(flags, names);
  const format = formatOf(flags);
  if (names.length > 1) checkSeveral(flags, format);
  const loaded = names.map((name) => ({ name, parsed: loadScenario(name, flags) }));
  for (const [i, { name, parsed }] of loaded.entries()) {
    const first = Object.keys(parsed.scenario.policies)[0] as string;
    const policies = flags.policy.length > 0 ? flags.policy : [first];
    const asked = requestOf("run", name, parsed, flags, policies);
    if (i > 0 && format !== "jsonl") process.stdout.write("\n");
    if (flags.dryRun) {
      process.stdout.write(describe(asked));
      continue;
    }
    const request = await withTraces(asked, folderOf(name), flags);
    const result = await simulate(request, flags);
    writeFiles(result, flags, request);
    print(result, flags, "run");
    checkAsserted(result, flags);
  }
};

/** What cannot hold the results of several scenarios. */
const checkSeveral = (flags: StudyFlags, format: string): void => {
  if (flags.output.length > 0 || [flags.seriesOut, ...runFiles(flags)].some((file) => file !== undefined))
    throw new UsageError("files are written for one scenario at a time");
  if (format === "json") throw new UsageError("of several scenarios, use --format jsonl: a line for each");
  if (format === "csv") throw new UsageError("CSV is written of one scenario at a time");
};
