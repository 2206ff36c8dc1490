/** `clawback report`: one HTML file, from a saved result, a study's folder or a scenario. */
import { basename } from "node:path";
import { parseResult } from "../../index.ts";
import { readResultFile } from "../../node.ts";
import { escaped, UsageError } from "../exit.ts";
import type { StudyFlags } from "../options.ts";
import { checkOutputs, writeFiles } from "../output.ts";
import { describe, folderOf, loadScenario, requestOf, simulate, withTraces } from "../study.ts";
import { isStudyFolder, writeStudyReport } from "../study-report.ts";

export const writeReport = async (name: string, flags: StudyFlags): Promise<void> => {
  const output = flags.output.length > 0 ? flags.output : [`${basename(name).replace(/\.\w+$/, "")}.html`];
  if (isStudyFolder(name)) {
    await writeStudyReport(name, output, flags);
    process.stdout.write(output.map((file) => `${escaped(file)}\n`).join(""));
    return;
  }
  const wanted = { ...flags, output };
  checkOutputs(wanted, [name]);
  const saved = name.endsWith(".json") ? readResultFile(name) : "";
  if (isResult(saved)) {
    refuseChanges(name, flags);
    writeFiles(parseResult(saved, name), wanted);
  } else {
    const asked = requestOf("compare", name, loadScenario(name, flags), flags, flags.policy);
    if (flags.dryRun) {
      process.stdout.write(describe(asked));
      return;
    }
    const request = await withTraces(asked, folderOf(name), flags);
    writeFiles(await simulate(request, flags), wanted, request);
  }
  process.stdout.write(output.map((file) => `${escaped(file)}\n`).join(""));
};

/** A scenario may be JSON too; a result says what it is near its beginning. */
const isResult = (text: string): boolean => text.slice(0, 200).includes('"clawback-result/');

/** A saved result is reported as it is. */
const refuseChanges = (name: string, flags: StudyFlags): void => {
  const given = [
    flags.policy.length > 0 ? "--policy" : "",
    flags.set.length > 0 ? "--set" : "",
    flags.vary === undefined ? "" : "--vary",
    flags.baseline === undefined ? "" : "--baseline",
    flags.replications === undefined ? "" : "--replications",
    flags.seed === undefined ? "" : "--seed",
    flags.events === undefined ? "" : "--events",
  ].filter((option) => option !== "");
  if (given.length > 0)
    throw new UsageError(
      `${name} is a saved result, which is reported as it is: ${given.join(", ")} would change nothing`,
    );
};
