/**
 * Scenarios with bytes changed by chance: flipped, cut out, doubled, spliced from another, or replaced by what means something
 * to a parser.
 */
import fc from "fast-check";
import { drawnScenarios } from "../golden/drawn.ts";
import { hostileFiles } from "./texts.ts";

const LARGEST_BASE = 4_000;

const TOKENS = [
  ...[
    "\u0000",
    "\u001b[2J",
    "\u202e",
    "\ufeff",
    "\r",
    "\n",
    "\t",
    " ",
    ": ",
    "- ",
    "? ",
    "# ",
    "|",
    ">",
    "'",
    '"',
  ],
  ...[
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "!!str ",
    "%YAML 1.1\n",
    "---\n",
    "...\n",
    "<<: ",
    "null",
    "true",
    "yes",
  ],
  ...["-1", "0", "1e999", ".inf", ".nan", "0x10", "9007199254740993", "1.5", "100 %", "1 day", "600 months"],
  ...["__proto__", "constructor", "name", "kind", "gpus", "2026-02-29", "../", "\\u0000", "\\ud800"],
].map((token) => new TextEncoder().encode(token));

const bases = (): Uint8Array[] =>
  [
    ...drawnScenarios().map((text) => new TextEncoder().encode(text)),
    ...hostileFiles().flatMap(({ bytes, isAccepted }) => (isAccepted === true ? [bytes] : [])),
  ].filter(({ length }) => length <= LARGEST_BASE);

type Edit = readonly [at: number, kind: number, length: number, from: number];

export const mutations = (): fc.Arbitrary<Uint8Array> => {
  const all = bases();
  const edit: fc.Arbitrary<Edit> = fc.tuple(fc.nat(), fc.nat(7), fc.nat(24), fc.nat());
  return fc
    .tuple(fc.nat(all.length - 1), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([base, edits]) => edits.reduce((bytes, one) => edited(bytes, one, all), all[base]));
};

const edited = (
  bytes: Uint8Array,
  [place, kind, length, from]: Edit,
  all: readonly Uint8Array[],
): Uint8Array => {
  const at = bytes.length === 0 ? 0 : place % bytes.length;
  const other = all[from % all.length];
  switch (kind) {
    case 0:
      return spliced(bytes, at, 1, Uint8Array.of((bytes[at] ?? 0) ^ (1 << (from % 8))));
    case 1:
      return spliced(bytes, at, 1, Uint8Array.of(from % 256));
    case 2:
      return spliced(bytes, at, length, new Uint8Array());
    case 3:
      return spliced(bytes, at, 0, bytes.subarray(at, at + length));
    case 4:
      return spliced(bytes, at, length, other.subarray(from % other.length, (from % other.length) + length));
    default:
      return spliced(bytes, at, kind === 5 ? 0 : length, TOKENS[from % TOKENS.length]);
  }
};

const spliced = (bytes: Uint8Array, at: number, removed: number, piece: Uint8Array): Uint8Array => {
  const tail = bytes.subarray(Math.min(bytes.length, at + removed));
  const result = new Uint8Array(at + piece.length + tail.length);
  result.set(bytes.subarray(0, at));
  result.set(piece, at);
  result.set(tail, at + piece.length);
  return result;
};
