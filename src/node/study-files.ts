/** Study files: read by path, from standard input, or by the name of one that comes with the package. */
import { existsSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { readScenarioFile, scenarioFolder } from "./files.ts";

export type StudyFile = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Finds a scenario that the study names: beside it, or a preset. */
  readonly readScenario: (name: string) => { readonly name: string; readonly bytes: Uint8Array };
  /** Where the recorded files of that scenario are. */
  readonly folderOf: (scenario: string | undefined) => string;
};

/** @throws the file system's error when there is no such file and no such study */
export const readStudyFile = (name: string): StudyFile => {
  const path = pathOf(name);
  const { bytes } = readScenarioFile(path);
  const folder = name === "-" ? "." : scenarioFolder(path);
  const place = (scenario: string): string => {
    const beside = isAbsolute(scenario) ? scenario : join(folder, scenario);
    return isFile(beside) || !/^[\w-]+$/.test(scenario) ? beside : scenario;
  };
  return {
    name: name === "-" ? "<stdin>" : name,
    bytes,
    readScenario: (scenario) => readScenarioFile(place(scenario)),
    folderOf: (scenario) => (scenario === undefined ? folder : scenarioFolder(place(scenario))),
  };
};

/** A bare name that is no file here may be a study of the package. */
const pathOf = (name: string): string => {
  if (!/^[\w-]+$/.test(name) || isFile(name)) return name;
  const own = join(scenarioFolder("colossus"), "studies", `${name}.yaml`);
  return existsSync(own) ? own : name;
};

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
