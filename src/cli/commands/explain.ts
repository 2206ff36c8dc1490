/** `clawback explain`: why each notice was served. */
import { explainData, explainText, InputError, parseInstant } from "../../index.ts";
import type { StudyFlags } from "../options.ts";
import { checkOutputs, terminal, writeFiles } from "../output.ts";
import { describe, loadScenario, requestOf, simulate } from "../study.ts";

export const explain = async (
  name: string,
  flags: StudyFlags & { at?: string; tenant?: string },
): Promise<void> => {
  checkOutputs(flags.output);
  const parsed = loadScenario(name, flags);
  const at = flags.at === undefined ? undefined : instantOf(flags.at);
  const tenants = parsed.scenario.tenants.map((tenant) => tenant.name);
  if (flags.tenant !== undefined && !tenants.includes(flags.tenant)) {
    throw new InputError([
      {
        path: "--tenant",
        message: "there is no tenant of this name",
        found: flags.tenant,
        allowed: tenants.join(", "),
      },
    ]);
  }
  const request = requestOf("explain", name, parsed, flags, flags.policy);
  if (flags.dryRun) {
    process.stdout.write(describe(request));
    return;
  }
  const result = await simulate(request, flags);
  writeFiles(result, flags);
  const options = { at: at === undefined ? undefined : at - result.scenario.epoch, tenant: flags.tenant };
  const json = flags.json || flags.format === "json";
  process.stdout.write(
    json
      ? `${JSON.stringify(explainData(result, options), null, 2)}\n`
      : explainText(result, { ...options, ...terminal(flags) }),
  );
};

const instantOf = (text: string): number => {
  const instant = parseInstant(text);
  if (instant === undefined) {
    throw new InputError([
      { path: "--at", message: "this is no date", found: text, allowed: "a date such as 2026-10-01" },
    ]);
  }
  return instant;
};
