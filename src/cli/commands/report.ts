/** `clawback report`: one HTML file, from a saved result or from a scenario. */
import { basename } from "node:path";
import { parseResult } from "../../index.ts";
import { readResultFile } from "../../node.ts";
import type { StudyFlags } from "../options.ts";
import { checkOutputs, writeFiles } from "../output.ts";
import { loadScenario, requestOf, simulate } from "../study.ts";

export const writeReport = async (name: string, flags: StudyFlags): Promise<void> => {
  const output = flags.output.length > 0 ? flags.output : [`${basename(name).replace(/\.\w+$/, "")}.html`];
  checkOutputs(output);
  const result =
    name.endsWith(".json") && isResult(readResultFile(name))
      ? parseResult(readResultFile(name))
      : await simulate(requestOf("compare", name, loadScenario(name, flags), flags, flags.policy), flags);
  writeFiles(result, { ...flags, output });
  process.stdout.write(`${output.join("\n")}\n`);
};

/** A scenario may be JSON too; a result says what it is near its beginning. */
const isResult = (text: string): boolean => text.slice(0, 200).includes('"clawback-result/');
