/**
 * CSV traces with declared columns. The header names the columns, unless they are given by number; each record
 * must have as many fields as the first. Lines without a character are passed over.
 */
import { type ColumnIndexes, checkColumns, findColumns, hasHeader } from "./csv-columns.ts";
import { type FieldReader, fieldReader } from "./csv-fields.ts";
import { newRecord, readRecord } from "./csv-records.ts";
import { type Intake, isTaken, seeSubmit, type TraceParser } from "./intake.ts";
import { lineStream, MOST_LINE } from "./lines.ts";
import { userOf } from "./raw-rows.ts";
import { readText } from "./read-number.ts";
import { type ColumnField, columnFields, type TraceColumns, type TraceLayout } from "./spec.ts";
import { type Draft, newDraft, takeRow } from "./take-row.ts";
import { addProblem } from "./tally.ts";

type CsvLayout = Extract<TraceLayout, { kind: "csv" }>;

/** @throws InputError when the columns say too little */
export const csvParser = (intake: Intake, layout: CsvLayout): TraceParser => {
  const { spec, tally } = intake;
  const { columns } = layout;
  checkColumns(columns, spec.classes !== undefined);
  const record = newRecord();
  const fields = fieldReader(record, layout.times, tally);
  let takeRecord: ((line: number) => void) | undefined;
  let width = 0;
  let isStopped = false;

  const stop = (message: string, column?: number): void => {
    isStopped = true;
    addProblem(tally, { path: "", message, line: intake.lines + 1, column });
  };
  const tooLong = (): void => {
    if (!isStopped) stop(`the line, or the quotes it opens, goes on for more than ${MOST_LINE} bytes`);
  };

  /** The first record: names, or numbers already. */
  const begin = (bytes: Uint8Array): void => {
    width = record.count;
    const isNamed = hasHeader(columns);
    const header = isNamed ? headerOf(bytes) : [];
    const { indexes, problems } = findColumns(columns, header, spec.classes !== undefined);
    for (const problem of problems) addProblem(tally, problem);
    for (const [field, index] of Object.entries(indexes)) {
      if (index < width) continue;
      const found = `${width} fields`;
      addProblem(tally, {
        path: `columns.${field}`,
        message: `there is no column ${index + 1}`,
        found,
        line: 1,
      });
    }
    if (tally.problemCount > 0) isStopped = true;
    takeRecord = rowTaker(intake, layout, indexes, fields);
    if (!isNamed) takeRecord(intake.lines + 1);
  };

  const headerOf = (bytes: Uint8Array): string[] =>
    Array.from({ length: record.count }, (_, i) => {
      const text = readText(bytes, record.from[i] as number, record.to[i] as number) ?? "";
      return record.isEscaped[i] === 1 ? text.replaceAll('""', '"') : text;
    });

  const takeOne = (bytes: Uint8Array, from: number): void => {
    fields.moveTo(bytes, intake.lines + 1, from);
    const isBlank = record.count === 1 && record.from[0] === record.to[0];
    if (isBlank) return;
    if (takeRecord === undefined) begin(bytes);
    else if (record.count === width) takeRecord(intake.lines + 1);
    else {
      intake.records++;
      addProblem(tally, {
        path: "",
        message: "the record has another number of fields than the first",
        found: `${record.count}`,
        allowed: `${width}`,
        line: intake.lines + 1,
      });
    }
  };

  const take = (bytes: Uint8Array, from: number, to: number, isLast: boolean): number => {
    let at = from;
    while (at < to && !isStopped) {
      const next = readRecord(record, bytes, at, to, isLast);
      if (next === -1) return at;
      if (next - at > MOST_LINE && contentLength(bytes, at, next) > MOST_LINE) tooLong();
      else if (record.problem !== undefined) stop(record.problem, record.problemAt - at + 1);
      else {
        takeOne(bytes, at);
        intake.lines += 1 + record.breaks;
      }
      at = next;
    }
    return to;
  };
  return lineStream(take, tooLong);
};

/** Without its line break. */
const contentLength = (bytes: Uint8Array, from: number, to: number): number => {
  let end = to;
  while (end > from && (bytes[end - 1] === 10 || bytes[end - 1] === 13)) end--;
  return end - from;
};

/** Turns a record into a row. */
const rowTaker = (
  intake: Intake,
  layout: CsvLayout,
  at: ColumnIndexes,
  fields: FieldReader,
): ((line: number) => void) => {
  const { rows, tally, spec } = intake;
  const draft = newDraft();
  const names = namesOf(layout.columns);
  const readDraft = draftReader(layout, at, names, fields);
  return (line) => {
    draft.row = intake.records++;
    draft.line = line;
    draft.submit = fields.time(at.submit, names.submit);
    seeSubmit(intake, draft.submit);
    if (at.class >= 0 && !isTaken(intake, fields.text(at.class, names.class))) {
      fields.failed();
      return;
    }
    readDraft(draft);
    const user = fields.text(at.user, names.user);
    const id = fields.text(at.id, names.id);
    if (fields.failed() || !takeRow(draft, rows, tally, spec)) return;
    rows.user[rows.count - 1] = userOf(rows, user);
    rows.texts?.push(id);
  };
};

/** What reads the numbers of a record, once its submission is known. */
const draftReader = (
  { gpuUnit }: CsvLayout,
  at: ColumnIndexes,
  names: ColumnNames,
  fields: FieldReader,
): ((draft: Draft) => void) => {
  const runOf = (submit: number, start: number): number => {
    if (at.run >= 0) return fields.number(at.run, names.run);
    const end = fields.time(at.end, names.end);
    const from = at.start >= 0 ? start : submit;
    return end < 0 || from < 0 ? -1 : end - from;
  };
  return (draft) => {
    const start = fields.time(at.start, names.start);
    draft.waited = start >= 0 && draft.submit >= 0 ? start - draft.submit : -1;
    draft.run = runOf(draft.submit, start);
    draft.gpus = fields.number(at.gpus, names.gpus) / gpuUnit;
    draft.workers = at.workers >= 0 ? fields.number(at.workers, names.workers) : 1;
    draft.minGpus = fields.number(at.minGpus, names.minGpus);
    draft.estimate = fields.number(at.estimate, names.estimate);
    draft.priority = fields.whole(at.priority, names.priority);
  };
};

/** What messages call the columns. */
type ColumnNames = Readonly<Record<ColumnField, string>>;

const namesOf = (columns: TraceColumns): ColumnNames =>
  Object.fromEntries(
    columnFields.map((field) => {
      const column = columns[field];
      return [field, typeof column === "number" ? `column ${column}, ${field}` : (column ?? field)];
    }),
  ) as Record<ColumnField, string>;
