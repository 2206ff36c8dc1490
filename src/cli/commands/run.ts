/** `clawback run`: one scenario after another, under one policy or those named. */

import { writeEvents } from "../events.ts";
import { UsageError } from "../exit.ts";
import type { StudyFlags } from "../options.ts";
import { checkOutputs, print, writeFiles } from "../output.ts";
import { describe, loadScenario, requestOf, simulate } from "../study.ts";

export const run = async (names: readonly string[], flags: StudyFlags): Promise<void> => {
  checkOutputs(flags.output);
  if (
    names.length > 1 &&
    (flags.output.length > 0 || flags.events !== undefined || flags.seriesOut !== undefined)
  ) {
    throw new UsageError("files are written for one scenario at a time");
  }
  const loaded = names.map((name) => ({ name, parsed: loadScenario(name, flags) }));
  for (const { name, parsed } of loaded) {
    const first = Object.keys(parsed.scenario.policies)[0] as string;
    const request = requestOf("run", name, parsed, flags, flags.policy.length > 0 ? flags.policy : [first]);
    if (flags.dryRun) {
      process.stdout.write(describe(request));
      continue;
    }
    const result = await simulate(request, flags);
    writeFiles(result, flags);
    writeEvents(request, flags);
    print(result, flags, "run");
  }
};
