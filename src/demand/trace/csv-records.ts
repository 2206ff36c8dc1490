/**
 * Records of a CSV file, straight from the bytes: fields parted by commas, quoted ones may hold commas, line
 * breaks and doubled quotes. A record ends with LF, CR LF or CR, also mixed in one file. Strict: a quote inside a
 * bare field, or text after a closing quote, is an error and not a guess.
 */

/** Most fields of a record. */
export const MOST_FIELDS = 2000;

const LF = 10;
const CR = 13;
const COMMA = 44;
const QUOTE = 34;
const SPACE = 32;
const TAB = 9;

/** Where the fields of the last record are, quotes and outer blanks left out. */
export type CsvRecord = {
  count: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** 1 where doubled quotes stand for one. */
  readonly isEscaped: Uint8Array;
  /** Line breaks inside quotes. */
  breaks: number;
  /** Why it is no record, and where. */
  problem: string | undefined;
  problemAt: number;
};

export const newRecord = (): CsvRecord => ({
  count: 0,
  from: new Int32Array(MOST_FIELDS),
  to: new Int32Array(MOST_FIELDS),
  isEscaped: new Uint8Array(MOST_FIELDS),
  breaks: 0,
  problem: undefined,
  problemAt: 0,
});

/**
 * Reads the record that begins at `from`; `to` is the end of a line, or of the file.
 *
 * @param isLast - whether the file ends at `to`
 * @returns where the next record begins; -1 when this one goes on beyond `to`
 */
export const readRecord = (
  record: CsvRecord,
  bytes: Uint8Array,
  from: number,
  to: number,
  isLast: boolean,
): number => {
  record.count = 0;
  record.breaks = 0;
  record.problem = undefined;
  let at = from;
  for (;;) {
    at = readField(record, bytes, at, to);
    if (record.problem !== undefined) return at;
    const byte = at < to ? bytes[at] : -1;
    if (byte === COMMA) at++;
    else if (byte === LF) return at + 1;
    else if (byte === CR) return at + 1 < to && bytes[at + 1] === LF ? at + 2 : at + 1;
    else if (!isLast) return -1;
    else {
      if (at > to) broken(record, "the quotes that open here are never closed", openQuote(record));
      return to;
    }
  }
};

/** Reads one field; where it ends: a comma, a line break or the end, beyond the end when a quote is open. */
const readField = (record: CsvRecord, bytes: Uint8Array, from: number, to: number): number => {
  if (record.count === MOST_FIELDS)
    return broken(record, `the record has more than ${MOST_FIELDS} fields`, from);
  const field = record.count++;
  record.isEscaped[field] = 0;
  let at = from;
  while (at < to && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  if (at < to && bytes[at] === QUOTE) return readQuoted(record, field, bytes, at + 1, to);
  record.from[field] = at;
  let end = at;
  for (; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte === COMMA || byte === LF || byte === CR) break;
    if (byte === QUOTE) return broken(record, "a quote inside a field that is not quoted", at);
    if (byte !== SPACE && byte !== TAB) end = at + 1;
  }
  record.to[field] = end;
  return at;
};

const openQuote = ({ from, count }: CsvRecord): number => (from[count - 1] as number) - 1;

const readQuoted = (
  record: CsvRecord,
  field: number,
  bytes: Uint8Array,
  from: number,
  to: number,
): number => {
  record.from[field] = from;
  let at = from;
  for (; at < to; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      if (bytes[at + 1] !== QUOTE || at + 1 >= to) break;
      record.isEscaped[field] = 1;
      at++;
    } else if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) record.breaks++;
  }
  if (at >= to) return to + 1;
  record.to[field] = at;
  at++;
  while (at < to && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  const byte = at < to ? bytes[at] : LF;
  if (byte === COMMA || byte === LF || byte === CR) return at;
  return broken(record, "text after a closing quote", at);
};

const broken = (record: CsvRecord, problem: string, at: number): number => {
  record.problem = problem;
  record.problemAt = at;
  return at;
};
