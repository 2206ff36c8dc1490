/**
 * The traces that scenarios name, read where the page can find them: among the files that the user gave, else
 * beside the page. Each is unpacked as it is read, counted as it comes out, and read once.
 */
import {
  availabilityFilesOf,
  createAvailabilityReader,
  createTraceReader,
  InputError,
  type Scenario,
  type TraceReport,
  type TraceSpec,
  type Traces,
  traceFilesOf,
} from "../../src/index.ts";

const MIB = 1024 * 1024;
/** Largest text of a trace, and how many times its packed size it may have, unless it is small. */
const MOST_BYTES = 2048 * MIB;
const MOST_RATIO = 200;
const SMALL = 64 * MIB;

type Reader<T> = { readonly push: (chunk: Uint8Array) => void; readonly finish: () => T };

export type TraceStore = {
  /** Files of the user; they take the place of earlier ones of the same name. */
  give(name: string, blob: Blob): void;
  /** @throws InputError with the file, and the line where there is one */
  tracesOf(scenarios: readonly Scenario[], signal: AbortSignal): Promise<Traces>;
  /** What a file holds, read so; nothing of it is kept. */
  reportOf(file: string, spec: TraceSpec, signal: AbortSignal): Promise<TraceReport>;
  /** What has been read so far. */
  readonly known: Traces;
};

/** @param beside - address of the page; traces that nobody gave are looked for there */
export const createTraceStore = (beside: URL): TraceStore => {
  const given = new Map<string, Blob>();
  // Replaced when something is added: who has seen this very object knows all that is in it.
  let known: Traces = { rows: new Map(), availability: new Map() };

  const blobOf = async (file: string, signal: AbortSignal): Promise<Blob> => {
    const name = file.slice(file.lastIndexOf("/") + 1);
    const own = given.get(file) ?? given.get(name);
    if (own !== undefined) return own;
    if (!/^[\w.-]+(?:\/[\w.-]+)*$/.test(file) || file.split("/").includes("..")) throw missing(file);
    const response = await fetch(new URL(file, beside), { signal });
    // a host that answers with a page for everything has no such file
    if (!response.ok || (response.headers.get("content-type") ?? "").includes("html")) throw missing(file);
    return response.blob();
  };

  const read = async <T>(file: string, reader: Reader<T>, signal: AbortSignal): Promise<T> => {
    try {
      for await (const chunk of chunksOf(await blobOf(file, signal), file)) {
        signal.throwIfAborted();
        reader.push(chunk);
      }
      return reader.finish();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(error.problems.map((problem) => ({ file, ...problem })));
    }
  };

  return {
    give: (name, blob) => {
      given.set(name, blob);
      known = { rows: new Map(), availability: new Map() };
    },
    get known() {
      return known;
    },
    reportOf: async (file, spec, signal) => (await read(file, createTraceReader(spec), signal)).report,
    tracesOf: async (scenarios, signal) => {
      const rows = new Map(known.rows);
      const availability = new Map(known.availability);
      for (const scenario of scenarios) {
        for (const { key, file, spec } of traceFilesOf(scenario))
          if (!rows.has(key)) rows.set(key, (await read(file, createTraceReader(spec), signal)).rows);
        for (const { key, file, spec } of availabilityFilesOf(scenario))
          if (!availability.has(key))
            availability.set(key, (await read(file, createAvailabilityReader(spec), signal)).steps);
      }
      if (rows.size + availability.size > known.rows.size + known.availability.size)
        known = { rows, availability };
      return known;
    },
  };
};

const missing = (file: string): InputError =>
  new InputError([
    {
      path: "",
      file,
      message: "the page does not have this file",
      hint: "drop the file onto the page; it stays in this browser",
    },
  ]);

/** The text of a file, chunk by chunk, unpacked when it is gzip. */
async function* chunksOf(blob: Blob, file: string): AsyncGenerator<Uint8Array> {
  const [first, second] = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  const isPacked = first === 0x1f && second === 0x8b;
  const most = isPacked ? Math.min(MOST_BYTES, Math.max(SMALL, blob.size * MOST_RATIO)) : MOST_BYTES;
  const stream = isPacked ? blob.stream().pipeThrough(new DecompressionStream("gzip")) : blob.stream();
  const reader = (stream as ReadableStream<Uint8Array>).getReader();
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await unpacked(reader, file);
      if (done) return;
      bytes += value.length;
      if (bytes > most)
        throw new InputError([
          { path: "", file, message: `the file holds more than ${Math.floor(most / MIB)} MiB of text` },
        ]);
      yield value;
    }
  } finally {
    void reader.cancel().catch(() => {});
  }
}

const unpacked = async (reader: ReadableStreamDefaultReader<Uint8Array>, file: string) => {
  try {
    return await reader.read();
  } catch (error) {
    throw new InputError([
      {
        path: "",
        file,
        message: `the file cannot be unpacked: ${error instanceof Error ? error.message : ""}`,
      },
    ]);
  }
};
