/**
 * Frames of a journal. A record is framed by its length and a checksum that also covers the checksum before it, so that a
 * torn, flipped, lost or foreign byte anywhere ends the correct prefix there and then.
 */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { InvariantError } from "../base/assert.ts";

/** What a journal begins with. */
export const MAGIC = Buffer.from("clawback-journal");
const CHECK = 16;
const HEAD = 4 + CHECK;
const KEY = 32;
/** Longest record; a length beyond it is damage. */
const MOST_PAYLOAD = 1024 * 1024 * 1024;

/** Kinds of records. */
export const RESULT = 1;
export const FAILURE = 2;

export type JournalFailure = { readonly kind: string; readonly message: string };

/** One record: its kind, what it holds, and where its frame begins. */
export type Visit = (key: string, kind: number, body: Uint8Array, offset: number) => void;

/** Goes through the correct prefix; says where it ends, and with which checksum. */
export const walk = (file: number, visit: Visit): { readonly end: number; readonly check: Buffer } => {
  const { size } = fstatSync(file);
  let check = checksum(Buffer.alloc(CHECK), MAGIC);
  let end = MAGIC.length;
  const head = Buffer.alloc(HEAD);
  const magic = Buffer.alloc(MAGIC.length);
  if (readFully(file, magic, 0) < MAGIC.length || !magic.equals(MAGIC)) return { end: 0, check };
  for (;;) {
    if (end + HEAD > size || readFully(file, head, end) < HEAD) break;
    const length = head.readUInt32LE(0);
    if (length < 1 + KEY || length > MOST_PAYLOAD || end + HEAD + length > size) break;
    const payload = Buffer.allocUnsafe(length);
    if (readFully(file, payload, end + HEAD) < length) break;
    const own = checksum(check, payload);
    if (!own.equals(head.subarray(4))) break;
    const kind = payload[0] as number;
    visit(payload.toString("hex", 1, 1 + KEY), kind, payload.subarray(1 + KEY), end);
    check = own;
    end += HEAD + length;
  }
  return { end, check };
};

/** The results of a journal that somebody else may be writing; nothing is cut. */
export const scanJournal = (
  path: string,
  onResult: (key: string, bytes: Uint8Array) => void,
  onFailure: (key: string, failure: JournalFailure) => void = () => {},
): void => {
  const file = openSync(path, "r");
  try {
    walk(file, (key, kind, body) => {
      if (kind === RESULT) onResult(key, body);
      else onFailure(key, failureIn(body));
    });
  } finally {
    closeSync(file);
  }
};

/** The body of the record whose frame begins at an offset. */
export const readBody = (file: number, offset: number): Uint8Array => {
  const head = Buffer.allocUnsafe(HEAD);
  readFully(file, head, offset);
  const body = Buffer.allocUnsafe(head.readUInt32LE(0) - 1 - KEY);
  if (readFully(file, body, offset + HEAD + 1 + KEY) < body.length)
    throw new InvariantError("the journal is shorter than it was");
  return body;
};

/** A record as bytes: what is appended, and its checksum for the next one. */
export const frameOf = (
  before: Uint8Array,
  kind: number,
  key: string,
  body: Uint8Array,
): { readonly bytes: Buffer; readonly check: Buffer } => {
  const payload = Buffer.concat([Buffer.from([kind]), Buffer.from(key, "hex"), body]);
  if (payload.length !== 1 + KEY + body.length) throw new InvariantError(`${key} is no key`);
  const check = checksum(before, payload);
  const head = Buffer.allocUnsafe(4);
  head.writeUInt32LE(payload.length);
  return { bytes: Buffer.concat([head, check, payload]), check };
};

/** What a failure holds. */
export const failureIn = (body: Uint8Array): JournalFailure =>
  JSON.parse(Buffer.from(body).toString("utf8")) as JournalFailure;

const checksum = (before: Uint8Array, payload: Uint8Array): Buffer => {
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32LE(payload.length);
  return createHash("sha256").update(before).update(length).update(payload).digest().subarray(0, CHECK);
};

const readFully = (file: number, into: Buffer, position: number): number => {
  let count = 0;
  while (count < into.length) {
    const n = readSync(file, into, count, into.length - count, position + count);
    if (n === 0) break;
    count += n;
  }
  return count;
};
