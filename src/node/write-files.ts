/**
 * Files that are written: beside their destination first, flushed, and renamed, several of them together, so
 * that a failure leaves nothing behind and never half a file.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

export type FileText = { readonly path: string; readonly text: string };

/**
 * Writes files, all of them or none: first all beside their destinations, then renamed one after the other.
 * Folders are made where they are missing. A pipe or a device is written to as it is.
 */
export const writeAll = (files: readonly FileText[]): void => {
  const staged: { readonly temporary: string; readonly target: string }[] = [];
  const folders: string[] = [];
  try {
    const streams = files.filter(({ path }) => isStream(path));
    for (const { path, text } of files) {
      if (isStream(path)) continue;
      const target = existsSync(path) ? realpathSync(path) : path;
      folders.push(...makeFolder(dirname(target)));
      const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
      staged.push({ temporary, target });
      writeFlushed(temporary, text, "w");
    }
    for (const { path, text } of streams) writeFileSync(path, text);
    for (const { temporary, target } of staged) renameSync(temporary, target);
  } catch (error) {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
    for (const folder of folders.reverse()) removeIfEmpty(folder);
    throw error;
  }
};

/** Writes one file whole or not at all. */
export const writeWhole = (path: string, text: string): void => writeAll([{ path, text }]);

/**
 * Writes a file that must not be there yet.
 *
 * @throws EEXIST when it is
 */
export const writeNew = (path: string, text: string): void => {
  makeFolder(dirname(path));
  writeFlushed(path, text, "wx");
};

/**
 * Refuses a path that could never be written: one that is a folder, or below something that is none.
 *
 * @throws the file system's error
 */
export const checkWritable = (path: string): void => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw Object.assign(new Error("is a folder"), { code: "EISDIR", path });
};

/** Whether two paths mean the same file, as far as it exists. */
export const isSameFile = (a: string, b: string): boolean => {
  const place = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));
  return place(a) === place(b);
};

const isStream = (path: string): boolean => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
};

/** Makes a folder and those above it; returns the ones that were missing, outermost first. */
const makeFolder = (folder: string): string[] => {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return [];
  const made: string[] = [];
  for (let at = resolve(folder); at.length >= resolve(first).length; at = dirname(at)) made.unshift(at);
  return made;
};

const removeIfEmpty = (folder: string): void => {
  try {
    rmdirSync(folder);
  } catch {
    // somebody else has put something there
  }
};

const writeFlushed = (path: string, text: string, flag: "w" | "wx"): void => {
  const file = openSync(path, flag);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } catch (error) {
    rmSync(path, { force: true });
    throw Object.assign(error as Error, { path });
  } finally {
    closeSync(file);
  }
};
