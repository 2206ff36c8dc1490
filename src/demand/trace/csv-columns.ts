/**
 * Which field of a record is which column of the trace: by the names of the header, or by number.
 */
import { InputError, type Problem } from "../../base/errors.ts";
import { type ColumnField, columnFields, type TraceColumns } from "./spec.ts";

/** Index of the field for each column, from 0; -1: the trace has no such column. */
export type ColumnIndexes = Readonly<Record<ColumnField, number>>;

/**
 * Refuses columns that say too little to make jobs of rows.
 *
 * @throws InputError
 */
export const checkColumns = (columns: TraceColumns, hasClasses: boolean): void => {
  const missing: string[] = [];
  if (columns.submit === undefined) missing.push("submit");
  if (columns.gpus === undefined) missing.push("gpus");
  if (columns.run === undefined && columns.end === undefined) missing.push("run, or end");
  if (hasClasses && columns.class === undefined) missing.push("class, by which rows are selected");
  if (missing.length === 0) return;
  throw new InputError(
    missing.map((name) => ({ path: "columns", message: `no column is given for ${name}` })),
  );
};

/** Whether the first line of the file holds names. */
export const hasHeader = (columns: TraceColumns): boolean =>
  Object.values(columns).some((column) => typeof column === "string");

/**
 * Finds the columns in a header.
 *
 * @param isClassNeeded - whether rows are selected by class; else a class column may be absent
 */
export const findColumns = (
  columns: TraceColumns,
  header: readonly string[],
  isClassNeeded: boolean,
): { readonly indexes: ColumnIndexes; readonly problems: readonly Problem[] } => {
  const problems: Problem[] = [];
  const indexes = Object.fromEntries(columnFields.map((field) => [field, -1])) as Record<ColumnField, number>;
  for (const field of columnFields) {
    const column = columns[field];
    if (column === undefined) continue;
    if (typeof column === "number") {
      indexes[field] = column - 1;
      continue;
    }
    const first = header.indexOf(column);
    indexes[field] = first;
    const isOptional = field === "class" && !isClassNeeded;
    if (first === -1 && !isOptional) problems.push(absent(field, column, header));
    if (first !== -1 && header.indexOf(column, first + 1) !== -1)
      problems.push({ path: `columns.${field}`, message: `the header has "${column}" twice`, line: 1 });
  }
  return { indexes, problems };
};

const MOST_NAMED = 30;

const absent = (field: ColumnField, column: string, header: readonly string[]): Problem => {
  const named = header
    .slice(0, MOST_NAMED)
    .map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name));
  const more = header.length > MOST_NAMED ? `, and ${header.length - MOST_NAMED} more` : "";
  return {
    path: `columns.${field}`,
    message: `the header has no column "${column}"`,
    found: `${named.join(", ")}${more}`,
    line: 1,
  };
};
