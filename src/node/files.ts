/**
 * Files that are read: scenarios, presets, saved results, and what the report needs. Each is read up to a
 * limit and no further.
 */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "../base/errors.ts";

/** A little more than the parser accepts, so that it can say that there was more. */
const MOST_SCENARIO_BYTES = 1024 * 1024 + 1;
const MOST_RESULT_BYTES = 256 * 1024 * 1024;

/** The folder of the package: beside `dist` or above `src/node`. */
const packageRoot = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("the package folder was not found");
    folder = parent;
  }
  return folder;
};

/** Names of the presets that come with the package: the default first, then sorted. */
export const presetNames = (): string[] =>
  readdirSync(join(packageRoot(), "scenarios"))
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => basename(file, ".yaml"))
    .sort((a, b) => (a === "colossus" ? -1 : b === "colossus" ? 1 : a < b ? -1 : 1));

export type ScenarioFile = { readonly name: string; readonly bytes: Uint8Array };

/**
 * The bytes of a scenario: a file, `-` for standard input, or the name of a preset.
 *
 * @throws the file system's error when there is no such file and no such preset
 */
export const readScenarioFile = (name: string): ScenarioFile => {
  if (name === "-") return { name: "<stdin>", bytes: readUpTo(0, MOST_SCENARIO_BYTES) };
  if (/^[\w-]+$/.test(name) && !isFile(name)) {
    const preset = join(packageRoot(), "scenarios", `${name}.yaml`);
    if (isFile(preset)) return { name: `${name}.yaml`, bytes: readFileSync(preset) };
  }
  return { name, bytes: opened(name, (file) => readUpTo(file, MOST_SCENARIO_BYTES)) };
};

/** The folder that a scenario is in: where the traces that it names are. */
export const scenarioFolder = (name: string): string => {
  if (name === "-" || name === "") return ".";
  if (/^[\w-]+$/.test(name) && !isFile(name)) return join(packageRoot(), "scenarios");
  return dirname(name);
};

/**
 * The text of a saved result.
 *
 * @throws InputError when it is too large or no text
 */
export const readResultFile = (path: string): string => {
  const bytes = opened(path, (file) => readUpTo(file, MOST_RESULT_BYTES + 1));
  const refuse = (message: string) => new InputError([{ path: "", message, file: path }]);
  if (bytes.length > MOST_RESULT_BYTES) throw refuse("the file is too large: at most 256 MiB are read");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuse("the file is not valid UTF-8");
  }
};

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

const opened = <T>(path: string, use: (file: number) => T): T => {
  const file = openSync(path, "r");
  try {
    return use(file);
  } catch (error) {
    // what goes wrong while reading does not say of which file
    if (error instanceof Error) Object.assign(error, { path });
    throw error;
  } finally {
    closeSync(file);
  }
};

/** Reads to the end or to the limit; the buffer grows with what is there. */
const readUpTo = (file: number, most: number): Uint8Array => {
  let buffer = Buffer.alloc(Math.min(most, 65_536));
  let length = 0;
  for (;;) {
    if (length === buffer.length) {
      if (length === most) return buffer;
      buffer = Buffer.concat([buffer], Math.min(most, 2 * length));
    }
    const n = readSync(file, buffer, length, buffer.length - length, null);
    if (n === 0) return buffer.subarray(0, length);
    length += n;
  }
};

/** The charting library that the report carries with it. */
export const readPlotly = (): string => {
  const built = join(packageRoot(), "dist", "assets", "plotly.min.js");
  const installed = join(packageRoot(), "node_modules", "plotly.js-dist-min", "plotly.min.js");
  return readFileSync(existsSync(built) ? built : installed, "utf8");
};

/** The folder of the built page; undefined when it has not been built. */
export const pageFolder = (): string | undefined => {
  const folder = join(packageRoot(), "dist", "web");
  return existsSync(join(folder, "index.html")) ? folder : undefined;
};
