/** `clawback show`: a scenario as it is written, or with every default filled in. */
import { parseScenario, showResolved } from "../../index.ts";
import type { Assignment } from "../options.ts";
import { readNamed } from "../study.ts";

export const show = async (
  name: string,
  flags: { readonly resolved?: boolean; readonly set: readonly Assignment[] },
): Promise<void> => {
  const { name: file, bytes } = readNamed(name);
  const { scenario } = parseScenario(bytes, { file, overrides: flags.set });
  process.stdout.write(flags.resolved || flags.set.length > 0 ? showResolved(scenario) : bytes);
};
