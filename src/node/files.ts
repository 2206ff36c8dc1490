/**
 * Files. Scenarios are read up to the limit of the parser and no further; results are written beside their
 * destination and renamed, so that a failure leaves nothing behind and never half a file.
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A little more than the parser accepts, so that it can say that there was more. */
const MOST_BYTES = 1024 * 1024 + 1;

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

/** Names of the presets that come with the package, sorted. */
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
  if (name === "-") return { name: "<stdin>", bytes: readFileSync(0) };
  const isName = /^[\w-]+$/.test(name);
  if (isName && !existsSync(name)) {
    const preset = join(packageRoot(), "scenarios", `${name}.yaml`);
    if (existsSync(preset)) return { name: `${name}.yaml`, bytes: readFileSync(preset) };
  }
  return { name, bytes: readUpTo(name, MOST_BYTES) };
};

/** The text of a saved result. */
export const readResultFile = (path: string): string => readFileSync(path, "utf8");

const readUpTo = (path: string, most: number): Uint8Array => {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(most);
    let length = 0;
    for (;;) {
      const n = readSync(file, buffer, length, most - length, null);
      length += n;
      if (n === 0 || length === most) return buffer.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
};

/** Writes a file whole or not at all; makes its folder. */
export const writeWhole = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
};

/** The charting library that the report carries with it. */
export const readPlotly = (): string => {
  const built = join(packageRoot(), "dist", "assets", "plotly.min.js");
  const installed = join(packageRoot(), "node_modules", "plotly.js-dist-min", "plotly.min.js");
  return readFileSync(existsSync(built) ? built : installed, "utf8");
};
