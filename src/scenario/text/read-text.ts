/**
 * From bytes to text, before anything is parsed: size, encoding, and characters that no text file holds.
 * Each check says where it failed.
 */
import type { Finding } from "../explain/finding.ts";

/** Largest scenario file, in bytes. */
export const MAX_BYTES = 1_048_576;

export type ReadText = { readonly text: string; readonly findings: readonly Finding[] };

/** Never throws: what cannot be read comes back as an empty text with the reason. */
export function readText(input: string | Uint8Array): ReadText {
  if (typeof input === "string" ? tooLong(input) : input.length > MAX_BYTES) {
    const size = typeof input === "string" ? "text" : `${input.length} bytes`;
    return refuse({
      path: [],
      message: `the file is too large (${size}): at most ${MAX_BYTES} bytes (1 MiB) are read`,
      found: size,
      allowed: `at most ${MAX_BYTES} bytes`,
      hint: "keep traces in files of their own and name them in the scenario",
    });
  }
  const text = typeof input === "string" ? input : decode(input);
  if (typeof text !== "string") return refuse(text);
  return checkLines(text.startsWith("\uFEFF") ? text.slice(1) : text);
}

const refuse = (finding: Finding): ReadText => ({ text: "", findings: [finding] });

/** A text of n code units takes between n and 3 n bytes; only texts in between need counting. */
function tooLong(text: string): boolean {
  if (text.length > MAX_BYTES) return true;
  return text.length * 3 > MAX_BYTES && new TextEncoder().encode(text).length > MAX_BYTES;
}

function decode(bytes: Uint8Array): string | Finding {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const offset = firstInvalid(bytes);
    const before = bytes.subarray(0, offset);
    const line = before.reduce((lines, byte) => lines + Number(byte === 10), 1);
    const column = offset - before.lastIndexOf(10);
    return {
      path: [],
      message: `the file is not valid UTF-8: byte ${offset} is 0x${hex(bytes[offset])}`,
      found: `0x${hex(bytes[offset])}`,
      allowed: "UTF-8",
      hint: "save the file as UTF-8",
      line,
      column,
    };
  }
}

const hex = (byte: number | undefined): string => (byte ?? 0).toString(16).padStart(2, "0");

/** Offset of the first byte that belongs to no valid sequence. */
function firstInvalid(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >>> 1;
    if (isValid(bytes.subarray(0, middle), true)) valid = middle;
    else invalid = middle;
  }
  // the sequence that goes wrong here began up to three bytes before
  let start = invalid - 1;
  while (start > 0 && !isValid(bytes.subarray(0, start), false)) start--;
  return start;
}

/** @param mayGoOn - whether the last sequence may be cut off */
function isValid(bytes: Uint8Array, mayGoOn: boolean): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: mayGoOn });
    return true;
  } catch {
    return false;
  }
}

/** Most lines of a scenario file: the parser takes longer for a line than for what stands in it. */
const MAX_LINES = 50_000;

function checkLines(text: string): ReadText {
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  if (lines <= MAX_LINES) return checkCharacters(text);
  const allowed = `at most ${MAX_LINES} lines`;
  return refuse({
    path: [],
    message: `the file has ${lines} lines: ${allowed} are read`,
    found: `${lines} lines`,
    allowed,
  });
}

const FORBIDDEN =
  /[^\t\n\r\x20-\x7E\x85\u{A0}-\u{D7FF}\u{E000}-\u{FEFE}\u{FF00}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const MOST_REPORTED = 20;

/** The characters that YAML 1.2 calls printable, and no other; a byte order mark is none behind the beginning. */
function checkCharacters(text: string): ReadText {
  const findings: Finding[] = [];
  for (const { 0: character, index } of text.matchAll(FORBIDDEN)) {
    const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
    findings.push({
      path: [],
      message: `the file holds the control character ${code}`,
      found: code,
      allowed: "printable characters",
      range: [index, index + character.length],
    });
    if (findings.length === MOST_REPORTED) break;
  }
  return { text, findings };
}
