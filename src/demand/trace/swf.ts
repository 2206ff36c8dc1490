/**
 * The Standard Workload Format: lines of 18 numbers, and comments that begin with a semicolon. Numbers are taken
 * straight from the bytes; no line becomes a string. Which fields count: processors are those requested, else
 * those allocated; the estimate is the requested time; -1 says that the log does not know.
 */
import { type Intake, isTaken, seeSubmit, type TraceParser } from "./intake.ts";
import { lineStream, MOST_LINE } from "./lines.ts";
import { userOf } from "./raw-rows.ts";
import { readNumber, readText } from "./read-number.ts";
import { newDraft, takeRow } from "./take-row.ts";
import { addProblem, counted, excerpt } from "./tally.ts";

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const SEMICOLON = 59;
const MINUS = 45;
const ZERO = 48;
const FIELDS = 18;
/** Numbers of more characters are read the slow way, which checks that they are exact. */
const SHORT = 15;
/** Digits that always fit a 32-bit integer. */
const FEW = 9;
/** Users below this are looked up in an array, others in a map. */
const SMALL_USERS = 65_536;

export const swfParser = (intake: Intake): TraceParser => {
  const { tally } = intake;
  const fields = new Float64Array(FIELDS);
  const takeFields = rowTaker(intake, fields);
  let isStopped = false;

  const tooLong = (): void => {
    isStopped = true;
    const line = intake.lines + 1;
    addProblem(tally, { path: "", message: `the line is longer than ${MOST_LINE} bytes`, line });
  };

  /**
   * Reads the numbers of a line; where they end, which is its line break, of which there must be one. A problem ends
   * the line too.
   */
  const readFields = (bytes: Uint8Array, from: number, to: number): number => {
    let at = from;
    let count = 0;
    let byte = bytes[at] as number;
    for (;;) {
      while (byte === SPACE || byte === TAB) byte = bytes[++at] as number;
      if (byte === LF || byte === CR) break;
      const start = at;
      const isNegative = byte === MINUS;
      if (isNegative) byte = bytes[++at] as number;
      const first = at;
      let few = 0;
      let digit = (byte - ZERO) >>> 0;
      for (const end = at + FEW; digit <= 9 && at < end; digit = (byte - ZERO) >>> 0) {
        few = (few * 10 + digit) | 0;
        byte = bytes[++at] as number;
      }
      let value = few;
      for (; digit <= 9; digit = (byte - ZERO) >>> 0) {
        value = value * 10 + digit;
        byte = bytes[++at] as number;
      }
      if (isNegative) value = 0 - value;
      const isPlain = byte === SPACE || byte === LF || byte === CR || byte === TAB;
      if (!isPlain || at === first || at - first > SHORT) {
        at = wordEnd(bytes, at, to);
        byte = bytes[at] as number;
        value = readNumber(bytes, start, at);
        if (!Number.isFinite(value)) {
          noNumber(value, bytes, start, at, start - from);
          return lineEnd(bytes, at, to);
        }
      }
      if (count < FIELDS) fields[count] = value;
      count++;
    }
    if (count === FIELDS) takeFields();
    else if (count > 0) wrongCount(count);
    return at;
  };

  const noNumber = (value: number, bytes: Uint8Array, from: number, to: number, column: number): void => {
    intake.records++;
    addProblem(tally, {
      path: "",
      message: Number.isNaN(value) ? "is not a number" : "is too large a number",
      found: excerpt(readText(bytes, from, to) ?? "bytes that are no text"),
      allowed: "digits with at most one point, at most 15 before it",
      line: intake.lines,
      column: column + 1,
    });
  };

  const wrongCount = (count: number): void => {
    intake.records++;
    addProblem(tally, {
      path: "",
      message: "is not a line of the Standard Workload Format",
      found: `${count} fields`,
      allowed: `${FIELDS} fields, or a comment that begins with ;`,
      line: intake.lines,
    });
  };

  const take = (bytes: Uint8Array, from: number, to: number, isLast: boolean): number => {
    if (isLast && to > from && bytes[to - 1] !== LF && bytes[to - 1] !== CR) {
      const ended = new Uint8Array(to - from + 1);
      ended.set(bytes.subarray(from, to));
      ended[to - from] = LF;
      take(ended, 0, ended.length, false);
      return to;
    }
    let at = from;
    while (at < to && !isStopped) {
      const start = at;
      if (to - at > MOST_LINE && lineEnd(bytes, at, to) - at > MOST_LINE) {
        tooLong();
        return to;
      }
      const isComment = bytes[firstInk(bytes, at, to)] === SEMICOLON;
      intake.lines++;
      if (isComment) {
        at = lineEnd(bytes, at, to);
        readComment(intake, bytes, start, at);
      } else at = readFields(bytes, at, to);
      at += bytes[at] === CR && bytes[at + 1] === LF ? 2 : 1;
    }
    return to;
  };
  return lineStream(take, tooLong);
};

/** Turns the fields of a line into a row. */
const rowTaker = (intake: Intake, fields: Float64Array): (() => void) => {
  const { rows, tally, spec } = intake;
  const draft = newDraft();
  const classField = spec.layout.kind === "swf" ? spec.layout.classField : 0;
  const smallUsers = new Int32Array(SMALL_USERS).fill(-1);
  const numberOf = (user: number): number => {
    const known = smallUsers[user];
    if (known === undefined) return userOf(rows, user);
    if (known >= 0) return known;
    const fresh = userOf(rows, user);
    smallUsers[user] = fresh;
    return fresh;
  };
  return () => {
    const allocated = fields[4] as number;
    const requested = fields[7] as number;
    draft.row = intake.records++;
    draft.line = intake.lines;
    draft.submit = fields[1] as number;
    seeSubmit(intake, draft.submit);
    if (classField > 0 && !isTaken(intake, String(fields[classField - 1]))) return;
    draft.waited = fields[2] as number;
    draft.run = fields[3] as number;
    draft.gpus = requested > 0 ? requested : allocated;
    draft.estimate = fields[8] as number;
    draft.id = (fields[0] as number) < 0 ? Number.NaN : (fields[0] as number);
    if (!takeRow(draft, rows, tally, spec)) return;
    rows.user[rows.count - 1] = numberOf(fields[11] as number);
    if (requested > 0 && allocated > requested) counted(tally.noted.moreThanRequested, draft.line);
  };
};

const COMMENT = /^\s*;\s*([A-Za-z]{1,40}):[ \t]*(.{0,200})/;
const MOST_HEADERS = 100;

/** Keeps `; Name: value`, the first of each name; comments in other encodings than UTF-8 are passed over. */
const readComment = ({ header }: Intake, bytes: Uint8Array, from: number, to: number): void => {
  if (header.size >= MOST_HEADERS) return;
  const [, name, value] = COMMENT.exec(readText(bytes, from, Math.min(to, from + 400)) ?? "") ?? [];
  if (name !== undefined && value !== undefined && !header.has(name)) header.set(name, value.trim());
};

const firstInk = (bytes: Uint8Array, from: number, to: number): number => {
  let at = from;
  while (at < to && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  return at;
};

const wordEnd = (bytes: Uint8Array, from: number, to: number): number => {
  let at = from;
  while (at < to && bytes[at] !== SPACE && bytes[at] !== TAB && bytes[at] !== LF && bytes[at] !== CR) at++;
  return at;
};

const lineEnd = (bytes: Uint8Array, from: number, to: number): number => {
  let at = from;
  while (at < to && bytes[at] !== LF && bytes[at] !== CR) at++;
  return at;
};
