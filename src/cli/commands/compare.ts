/** `clawback compare`: policies, or values of one parameter, on the same demand. */
import type { StudyFlags } from "../options.ts";
import { checkAsserted, checkOutputs, formatOf, print, writeFiles } from "../output.ts";
import { describe, folderOf, loadScenario, requestOf, simulate, withTraces } from "../study.ts";

export const compare = async (name: string, flags: StudyFlags): Promise<void> => {
  checkOutputs(flags, [name]);
  formatOf(flags);
  const asked = requestOf("compare", name, loadScenario(name, flags), flags, flags.policy);
  if (flags.dryRun) {
    process.stdout.write(describe(asked));
    return;
  }
  const request = await withTraces(asked, folderOf(name), flags);
  const result = await simulate(request, flags);
  writeFiles(result, flags, request);
  print(result, flags, "compare");
  checkAsserted(result, flags);
};
