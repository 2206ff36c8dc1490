/** `clawback show`: a scenario as it is written, or with every default filled in. */
import { parseScenario, showResolved } from "../../index.ts";
import { readScenarioFile } from "../../node.ts";
import { UsageError } from "../exit.ts";

export const show = async (
  name: string,
  flags: { readonly resolved?: boolean; readonly set?: readonly string[] },
): Promise<void> => {
  const { name: file, bytes } = readScenarioFile(name);
  const overrides = (flags.set ?? []).map((text) => {
    const at = text.indexOf("=");
    if (at <= 0) throw new UsageError(`--set ${text}: expected PATH=VALUE`);
    return { path: text.slice(0, at), value: text.slice(at + 1) };
  });
  const { scenario } = parseScenario(bytes, { file, overrides });
  process.stdout.write(
    flags.resolved || overrides.length > 0 ? showResolved(scenario) : Buffer.from(bytes).toString("utf8"),
  );
};
