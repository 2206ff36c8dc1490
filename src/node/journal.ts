/**
 * The journal of a study: one file of frames that only grows. Opening keeps the correct prefix, cuts the rest, and says
 * so. One writer; every append is in the system's hands when it returns, and on the disk after `sync`.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { InvariantError } from "../base/assert.ts";
import {
  FAILURE,
  failureIn,
  frameOf,
  type JournalFailure,
  MAGIC,
  RESULT,
  readBody,
  walk,
} from "./journal-frames.ts";

/** What opening cut off. */
export type Cut = { readonly at: number; readonly bytes: number; readonly set: string | undefined };

export type Journal = {
  /** How many results there are. */
  readonly size: () => number;
  readonly has: (key: string) => boolean;
  /** The bytes of a result. */
  readonly read: (key: string) => Uint8Array | undefined;
  readonly keys: () => IterableIterator<string>;
  readonly failures: (key: string) => readonly JournalFailure[];
  readonly failedKeys: () => IterableIterator<string>;
  /**
   * Adds a result. One that is there already must be the same to the byte.
   *
   * @returns whether it is new
   * @throws InvariantError when it differs: the same unit gave two results
   */
  readonly add: (key: string, bytes: Uint8Array) => boolean;
  readonly addFailure: (key: string, failure: JournalFailure) => void;
  /** Flushes to the disk what was added. */
  readonly sync: () => void;
  readonly close: () => void;
};

type State = {
  readonly path: string;
  readonly file: number;
  readonly results: Map<string, number>;
  readonly failed: Map<string, JournalFailure[]>;
  end: number;
  check: Buffer;
  isDirty: boolean;
};

/**
 * Opens a journal, or begins one. A file that does not begin as a journal is put aside, not cut.
 *
 * @throws the file system's errors, with the path
 */
export const openJournal = (path: string): { readonly journal: Journal; readonly cut: Cut | undefined } => {
  const aside = putAside(path);
  const file = openSync(path, "a+");
  try {
    const state = begin(path, file);
    const size = fstatSync(file).size;
    const bytes = size - state.end;
    if (bytes > 0) ftruncateSync(file, state.end);
    if (bytes > 0 || size === 0) fsyncSync(file);
    if (size === 0) syncFolder(dirname(path));
    const cut =
      aside !== undefined
        ? { at: 0, bytes: aside.bytes, set: aside.set }
        : bytes > 0
          ? { at: state.end, bytes, set: undefined }
          : undefined;
    return { journal: journalOf(state), cut };
  } catch (error) {
    closeSync(file);
    throw Object.assign(error as Error, { path });
  }
};

/** Makes a new name, or its removal, last. */
export const syncFolder = (folder: string): void => {
  const file = openSync(folder, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

const putAside = (path: string): { readonly bytes: number; readonly set: string } | undefined => {
  if (!existsSync(path)) return undefined;
  const file = openSync(path, "r");
  const head = Buffer.alloc(MAGIC.length);
  const { size } = fstatSync(file);
  const count = readSync(file, head, 0, head.length, 0);
  closeSync(file);
  if (count < MAGIC.length ? MAGIC.subarray(0, count).equals(head.subarray(0, count)) : head.equals(MAGIC))
    return undefined;
  let set = `${path}.damaged`;
  for (let i = 2; existsSync(set); i++) set = `${path}.damaged-${i}`;
  renameSync(path, set);
  return { bytes: size, set };
};

const begin = (path: string, file: number): State => {
  const results = new Map<string, number>();
  const failed = new Map<string, JournalFailure[]>();
  if (fstatSync(file).size < MAGIC.length) {
    ftruncateSync(file, 0);
    writeAllOf(file, MAGIC);
  }
  const { end, check } = walk(file, (key, kind, body, offset) => {
    if (kind === RESULT) results.set(key, offset);
    else failed.set(key, [...(failed.get(key) ?? []), failureIn(body)]);
  });
  return { path, file, results, failed, end, check, isDirty: false };
};

const journalOf = (state: State): Journal => {
  const read = (key: string): Uint8Array | undefined => {
    const offset = state.results.get(key);
    return offset === undefined ? undefined : readBody(state.file, offset);
  };
  return {
    size: () => state.results.size,
    has: (key) => state.results.has(key),
    read,
    keys: () => state.results.keys(),
    failures: (key) => state.failed.get(key) ?? [],
    failedKeys: () => state.failed.keys(),
    add: (key, bytes) => {
      const before = read(key);
      if (before !== undefined) {
        if (!Buffer.from(before).equals(bytes)) throw brokenDeterminism(key);
        return false;
      }
      const offset = state.end;
      append(state, RESULT, key, bytes);
      state.results.set(key, offset);
      return true;
    },
    addFailure: (key, failure) => {
      append(state, FAILURE, key, Buffer.from(JSON.stringify(failure)));
      state.failed.set(key, [...(state.failed.get(key) ?? []), failure]);
    },
    sync: () => {
      if (!state.isDirty) return;
      told(state.path, () => fsyncSync(state.file));
      state.isDirty = false;
    },
    close: () => closeSync(state.file),
  };
};

const brokenDeterminism = (key: string): InvariantError =>
  new InvariantError(
    `determinism broken: unit ${key} gave two different results; the first one is kept in the journal`,
  );

/** Writes a whole frame, or takes back what there is of it. */
const append = (state: State, kind: number, key: string, body: Uint8Array): void => {
  const { bytes, check } = frameOf(state.check, kind, key, body);
  try {
    writeAllOf(state.file, bytes);
  } catch (error) {
    ftruncateSync(state.file, state.end);
    throw Object.assign(error as Error, { path: state.path });
  }
  state.check = check;
  state.end += bytes.length;
  state.isDirty = true;
};

const writeAllOf = (file: number, bytes: Uint8Array): void => {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
};

const told = (path: string, act: () => void): void => {
  try {
    act();
  } catch (error) {
    throw Object.assign(error as Error, { path });
  }
};
