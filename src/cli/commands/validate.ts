/** `clawback validate`: every problem of every file. */
import {
  formatProblems,
  InputError,
  isStudyText,
  type ParsedStudy,
  type Problem,
  parseScenario,
  parseStudy,
  type Scenario,
} from "../../index.ts";
import { readStudyFile } from "../../node.ts";
import { counted, EXIT, escaped, ioMessage, say } from "../exit.ts";
import type { CommonFlags } from "../options.ts";
import { wantsColor } from "../output.ts";
import { readNamed } from "../study.ts";

type Verdict = {
  readonly file: string;
  readonly isValid: boolean;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
};

export const validate = async (
  names: readonly string[],
  flags: CommonFlags & { readonly json?: boolean },
): Promise<void> => {
  const verdicts: Verdict[] = [];
  for (const name of names) {
    try {
      verdicts.push(check(name, flags));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      say(ioMessage(error as NodeJS.ErrnoException));
      process.exitCode = EXIT.io;
    }
  }
  if (flags.json) process.stdout.write(`${JSON.stringify(verdicts, null, 2)}\n`);
  if (process.exitCode === undefined && verdicts.some(({ isValid }) => !isValid))
    process.exitCode = EXIT.invalid;
};

const check = (name: string, flags: CommonFlags & { readonly json?: boolean }): Verdict => {
  const { name: file, bytes } = name === "-" ? readNamed(name) : readStudyFile(name);
  const tell = (problems: readonly Problem[], mark: string): void => {
    if (flags.json || problems.length === 0) return;
    const color = wantsColor(process.stderr, flags);
    const told = problems.map((problem) => `${mark}${formatProblems([problem], { color })}\n`);
    process.stderr.write(`${told.join("\n")}\n`);
  };
  try {
    const { told, warnings } = isStudyText(bytes) ? checkStudy(name) : checkScenario(bytes, file);
    tell(warnings, "warning: ");
    if (!flags.json && !flags.quiet) process.stdout.write(`${escaped(file)}: ok: ${told}\n`);
    return { file, isValid: true, problems: [], warnings };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    tell(error.problems, "");
    if (!flags.json) process.stderr.write(`${escaped(file)}: ${counted(error.problems.length, "problem")}\n`);
    return { file, isValid: false, problems: error.problems, warnings: [] };
  }
};

type Checked = { readonly told: string; readonly warnings: readonly Problem[] };

const checkScenario = (bytes: Uint8Array, file: string): Checked => {
  const { scenario, warnings } = parseScenario(bytes, { file });
  return { told: contents(scenario, warnings.length), warnings };
};

const checkStudy = (name: string): Checked => {
  const { bytes, readScenario } = readStudyFile(name);
  const parsed = parseStudy(bytes, { file: name, readScenario });
  return { told: studyContents(parsed), warnings: parsed.warnings };
};

const studyContents = ({ study, scenario, axes, warnings }: ParsedStudy): string =>
  [
    `a study of ${JSON.stringify(scenario.name)}`,
    `${axes.length} ${axes.length === 1 ? "axis" : "axes"}`,
    counted(study.policies.length || Object.keys(scenario.policies).length, "policy").replace(
      "policys",
      "policies",
    ),
    ...(warnings.length === 0 ? [] : [counted(warnings.length, "warning")]),
  ].join(", ");

const contents = ({ tenants, internal, policies }: Scenario, warnings: number): string =>
  [
    counted(tenants.length, "tenant"),
    counted(internal.length, "internal program"),
    Object.keys(policies).length === 1 ? "1 policy" : `${Object.keys(policies).length} policies`,
    ...(warnings === 0 ? [] : [counted(warnings, "warning")]),
  ].join(", ");
