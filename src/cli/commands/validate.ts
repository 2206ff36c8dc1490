/** `clawback validate`: every problem of every file. */
import { formatProblems, InputError, parseScenario } from "../../index.ts";
import { readScenarioFile } from "../../node.ts";
import { EXIT } from "../exit.ts";
import { wantsColor } from "../output.ts";

export const validate = async (
  names: readonly string[],
  flags: { readonly quiet?: boolean },
): Promise<void> => {
  for (const name of names) {
    const { name: file, bytes } = readScenarioFile(name);
    const color = wantsColor(process.stderr, { color: !process.argv.includes("--no-color") });
    try {
      const { scenario, warnings } = parseScenario(bytes, { file });
      if (warnings.length > 0) process.stderr.write(`${formatProblems(warnings, { color })}\n`);
      if (!flags.quiet) {
        const note =
          warnings.length === 0 ? "" : `, ${warnings.length} warning${warnings.length === 1 ? "" : "s"}`;
        process.stdout.write(
          `${file}: ok: ${scenario.tenants.length} tenants, ${scenario.internal.length} internal programs, ${Object.keys(scenario.policies).length} policies${note}\n`,
        );
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      process.stderr.write(`${formatProblems(error.problems, { color })}\n`);
      process.stderr.write(
        `${file}: ${error.problems.length} problem${error.problems.length === 1 ? "" : "s"}\n`,
      );
      process.exitCode = EXIT.invalid;
    }
  }
};
