/**
 * Trace files: opened for reading only, inside the folder they may be in, unpacked when they are gz, and handed
 * on chunk by chunk. What is packed is counted as it comes out, so that a small file cannot fill the memory or
 * never end.
 */
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { isAbsolute, join, sep } from "node:path";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { InputError, type Problem } from "../base/errors.ts";
import {
  type Availability,
  type AvailabilityRules,
  createAvailabilityReader,
} from "../demand/trace/availability.ts";
import { createTraceReader, type TraceImport } from "../demand/trace/reader.ts";
import type { TraceSpec } from "../demand/trace/spec.ts";

const MIB = 1024 * 1024;
const CHUNK = 256 * 1024;
/** Largest file that is unpacked, and largest text, packed or not. */
const MOST_PACKED = 1024 * MIB;
const MOST_BYTES = 8192 * MIB;
/** Text of job logs packs about 5 to 20 times; beyond this it is a trap, unless it is small. */
const MOST_RATIO = 200;
const SMALL = 64 * MIB;

/**
 * The jobs of a trace that a scenario names.
 *
 * @param folder - the scenario's; the trace must be inside it, symbolic links followed
 * @throws InputError with the file, and the line where there is one
 */
export const loadTrace = async (folder: string, file: string, spec: TraceSpec): Promise<TraceImport> =>
  readInto(inside(folder, file), file, createTraceReader(spec));

/** The jobs of a trace at a path of the user's choice. */
export const readTraceFile = async (path: string, spec: TraceSpec): Promise<TraceImport> =>
  readInto(path, path, createTraceReader(spec));

/** The recorded capacity that a scenario names. */
export const loadAvailability = async (
  folder: string,
  file: string,
  rules: AvailabilityRules,
): Promise<Availability> => readInto(inside(folder, file), file, createAvailabilityReader(rules));

type Reader<T> = { readonly push: (chunk: Uint8Array) => void; readonly finish: () => T };

const refusal = (file: string, message: string, hint?: string): InputError =>
  new InputError([{ path: "", message, file, hint }]);

/** The real path of a file of the folder. */
const inside = (folder: string, file: string): string => {
  const parts = file.split(/[\\/]/);
  if (file === "" || isAbsolute(file) || parts.includes("..") || /[\p{Cc}]|^[A-Za-z]:/u.test(file))
    throw refusal(file, "the path of a trace is relative, inside the folder of the scenario");
  const root = realpathSync(folder);
  const path = realOf(join(root, file), file);
  if (!path.startsWith(root.endsWith(sep) ? root : root + sep))
    throw refusal(file, "the file is outside the folder of the scenario");
  return path;
};

const realOf = (path: string, file: string): string => {
  try {
    return realpathSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR" && code !== "ELOOP") throw error;
    throw refusal(file, "there is no such file in the folder of the scenario");
  }
};

const readInto = async <T>(path: string, file: string, reader: Reader<T>): Promise<T> => {
  const opened = openRegular(path, file);
  try {
    for await (const chunk of chunksOf(opened, file)) reader.push(chunk);
    return reader.finish();
  } catch (error) {
    throw told(error, file);
  } finally {
    closeSync(opened.handle);
  }
};

type Opened = { readonly handle: number; readonly size: number; readonly isPacked: boolean };

/** Opens without waiting, so that a pipe in place of a file is refused and not waited for. */
const openRegular = (path: string, file: string): Opened => {
  const handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) throw refusal(file, "is not a regular file");
    const head = Buffer.alloc(2);
    readSync(handle, head, 0, 2, 0);
    const isPacked = head[0] === 0x1f && head[1] === 0x8b;
    if (!isPacked && /\.gz$/i.test(file))
      throw refusal(file, "the name ends with .gz, and the file is not packed with gzip");
    const most = isPacked ? MOST_PACKED : MOST_BYTES;
    if (stats.size > most)
      throw refusal(file, `the file is too large: at most ${most / MIB} MiB${isPacked ? " packed" : ""}`);
    return { handle, size: stats.size, isPacked };
  } catch (error) {
    closeSync(handle);
    throw error;
  }
};

async function* chunksOf(opened: Opened, file: string): AsyncGenerator<Uint8Array> {
  if (!opened.isPacked) {
    yield* packedChunks(opened);
    return;
  }
  const source = Readable.from(packedChunks(opened));
  const unpacked = createGunzip({ chunkSize: CHUNK });
  source.on("error", (error) => unpacked.destroy(error));
  source.pipe(unpacked);
  const most = Math.min(MOST_BYTES, Math.max(SMALL, opened.size * MOST_RATIO));
  let bytes = 0;
  try {
    for await (const chunk of unpacked as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > most)
        throw refusal(
          file,
          `the file unpacks to more than ${Math.floor(most / MIB)} MiB, from ${opened.size} bytes`,
          "unpack it by hand if this is meant to be so",
        );
      yield chunk;
    }
  } finally {
    source.destroy();
  }
}

/** The file as it is; each chunk is memory of its own. Nothing is read any more once the caller has stopped. */
function* packedChunks({ handle, size, isPacked }: Opened): Generator<Uint8Array> {
  const most = isPacked ? MOST_PACKED : MOST_BYTES;
  for (let at = 0; at <= most; ) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(1, size - at)));
    const count = readSync(handle, chunk, 0, chunk.length, at);
    if (count === 0) return;
    at += count;
    yield chunk.subarray(0, count);
  }
}

/** The same error with the file's name; what gzip says in plain words. */
const told = (error: unknown, file: string): unknown => {
  if (error instanceof InputError)
    return new InputError(error.problems.map((problem): Problem => ({ file, ...problem })));
  const { code } = error as NodeJS.ErrnoException;
  if (code === "Z_BUF_ERROR")
    return refusal(file, "the file is cut off: it ends in the middle of packed data");
  if (typeof code === "string" && code.startsWith("Z_"))
    return refusal(file, `the file cannot be unpacked: ${(error as Error).message}`);
  if (error instanceof Error) Object.assign(error, { path: file });
  return error;
};
