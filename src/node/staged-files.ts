/**
 * Files of any length that appear whole or not at all: written bit by bit beside their place, flushed, and renamed
 * together.
 */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { syncFolder } from "./journal.ts";

export type StagedFile = { readonly write: (part: string | Uint8Array) => void };

/** Opens all files, lets `fill` write them, and puts them in their places. */
export const writeStaged = (paths: readonly string[], fill: (files: readonly StagedFile[]) => void): void => {
  const staged: { readonly path: string; readonly temporary: string; readonly file: number }[] = [];
  let isOpen = true;
  try {
    for (const path of paths) {
      const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
      staged.push({ path, temporary, file: openSync(temporary, "w") });
    }
    fill(staged.map(({ path, file }) => ({ write: (part) => writePart(file, part, path) })));
    for (const { file } of staged) fsyncSync(file);
    isOpen = false;
    for (const { file } of staged) closeSync(file);
    for (const { temporary, path } of staged) renameSync(temporary, path);
    for (const folder of new Set(paths.map((path) => dirname(path)))) syncFolder(folder);
  } catch (error) {
    for (const { file, temporary } of staged) {
      if (isOpen) closeSync(file);
      rmSync(temporary, { force: true });
    }
    throw error;
  }
};

const writePart = (file: number, part: string | Uint8Array, path: string): void => {
  const bytes = typeof part === "string" ? Buffer.from(part) : part;
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  } catch (error) {
    throw Object.assign(error as Error, { path });
  }
};
