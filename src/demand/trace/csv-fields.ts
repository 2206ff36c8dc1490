/**
 * Fields of a CSV record as numbers, times and texts. A field that is there and is not what its column holds is
 * a problem with its line and column; an empty one is not known.
 */
import type { CsvRecord } from "./csv-records.ts";
import { readNumber, readText, readTimestamp } from "./read-number.ts";
import type { TimeUnit } from "./spec.ts";
import { addProblem, excerpt, type Tally } from "./tally.ts";

/** Larger times are damage: milliseconds since 1970 are below it. */
const MOST_TIME = 1e13;

export type FieldReader = {
  /** The number in a field; -1 when it is empty or there is no such column. */
  readonly number: (field: number, name: string) => number;
  /** A whole number of 32 bits, which may be negative; 0 when it is empty or there is no such column. */
  readonly whole: (field: number, name: string) => number;
  /** A point in time in seconds; -1 when it is not known. */
  readonly time: (field: number, name: string) => number;
  readonly text: (field: number, name: string) => string;
  /** Whether a field of the record could not be read; asking forgets it. */
  readonly failed: () => boolean;
  /** Moves to another record. */
  readonly moveTo: (bytes: Uint8Array, line: number, from: number) => void;
};

export const fieldReader = (record: CsvRecord, times: TimeUnit, tally: Tally): FieldReader => {
  let bytes: Uint8Array = new Uint8Array(0);
  let line = 0;
  let start = 0;
  let hasFailed = false;

  const isEmpty = (field: number): boolean => field < 0 || record.from[field] === record.to[field];
  const ends = (field: number): [number, number] => [
    record.from[field] as number,
    record.to[field] as number,
  ];

  const refuse = (field: number, path: string, message: string, allowed: string): void => {
    hasFailed = true;
    const found = excerpt(readText(bytes, ...ends(field)) ?? "bytes that are not UTF-8");
    const column = (record.from[field] as number) - start + 1;
    addProblem(tally, { path, message, found, allowed, line, column });
  };

  const number = (field: number, name: string): number => {
    if (isEmpty(field)) return -1;
    const value = readNumber(bytes, ...ends(field));
    if (Number.isFinite(value)) return value;
    const message = Number.isNaN(value) ? "is not a number" : "is too large a number";
    refuse(field, name, message, "digits with at most one point, at most 15 before it");
    return -1;
  };

  const time = (field: number, name: string): number => {
    if (isEmpty(field)) return -1;
    if (times === "utc") {
      const value = readTimestamp(bytes, ...ends(field));
      if (!Number.isNaN(value)) return value;
      refuse(field, name, "is not a time", "a UTC time such as 2017-10-01 17:57:00");
      return -1;
    }
    const value = number(field, name);
    if (value > MOST_TIME) refuse(field, name, "is too late to be a time", `at most ${MOST_TIME} ${times}`);
    return times === "milliseconds" ? value / 1000 : value;
  };

  const whole = (field: number, name: string): number => {
    if (isEmpty(field)) return 0;
    const value = number(field, name);
    if (value === (value | 0)) return value;
    refuse(field, name, "is not a whole number", "from -2147483648 to 2147483647");
    return 0;
  };

  const text = (field: number, name: string): string => {
    if (isEmpty(field)) return "";
    const found = readText(bytes, ...ends(field));
    if (found === undefined) refuse(field, name, "is not a text", "UTF-8");
    return record.isEscaped[field] === 1 ? (found ?? "").replaceAll('""', '"') : (found ?? "");
  };

  return {
    number,
    whole,
    time,
    text,
    failed: () => {
      const before = hasFailed;
      hasFailed = false;
      return before;
    },
    moveTo: (where, at, from) => {
      bytes = where;
      line = at;
      start = from;
    },
  };
};
