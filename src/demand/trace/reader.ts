/**
 * Reads a trace as its bytes arrive and ends with the jobs and a report. Where chunks begin and end changes
 * nothing. A line that makes no sense refuses the whole file; rows that make sense and cannot run are left out
 * and counted.
 */
import { InputError } from "../../base/errors.ts";
import type { JobRows } from "../../model/job-table.ts";
import { csvParser } from "./csv.ts";
import { type Intake, newIntake, type TraceParser } from "./intake.ts";
import { reportOf, type TraceReport } from "./report.ts";
import type { TraceSpec } from "./spec.ts";
import { swfParser } from "./swf.ts";
import { addProblem, refuseProblems } from "./tally.ts";
import { transform } from "./transform.ts";

export type TraceImport = { readonly rows: JobRows; readonly report: TraceReport };

export type TraceReader = {
  /** Takes the next bytes; they are not kept. */
  readonly push: (chunk: Uint8Array) => void;
  /**
   * The jobs, once there are no more bytes.
   *
   * @throws InputError with the line of each problem
   */
  readonly finish: () => TraceImport;
};

/** @throws InputError when the spec leaves open what a row needs */
export const createTraceReader = (spec: TraceSpec): TraceReader => {
  const { layout } = spec;
  const intake = newIntake(spec, layout.kind === "csv" && layout.columns.id !== undefined);
  const parser = layout.kind === "swf" ? swfParser(intake) : csvParser(intake, layout);
  const head = headChecked(parser);
  return {
    push: head.push,
    finish: () => {
      head.finish();
      return finished(intake);
    },
  };
};

const finished = (intake: Intake): TraceImport => {
  const { tally, rows } = intake;
  if (intake.records === 0 && tally.problemCount === 0) {
    const message = intake.lines === 0 ? "the file is empty" : "the file has no row";
    addProblem(tally, { path: "", message });
  }
  refuseProblems(tally);
  tally.noted.duplicateId.count = rows.texts === undefined ? equalNumbers(intake) : equalTexts(rows.texts);
  const transformed = transform(intake);
  refuseProblems(tally);
  let report: TraceReport | undefined;
  return {
    rows: transformed.rows,
    // Medians and counts of sizes need a sort: only who asks for them waits for them.
    get report() {
      report ??= reportOf(intake, transformed);
      return report;
    },
  };
};

/** Rows whose id an earlier one has. Ascending ids, as almost all logs have, cost nothing. */
const equalNumbers = ({ rows }: Intake): number => {
  const ids = rows.id.subarray(0, rows.count);
  let ascending = 1;
  while (ascending < ids.length && !((ids[ascending] as number) <= (ids[ascending - 1] as number)))
    ascending++;
  if (ascending >= ids.length) return 0;
  const sorted = ids.slice().sort();
  let equal = 0;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) equal++;
  return equal;
};

const equalTexts = (texts: readonly string[]): number => {
  const named = texts.filter((text) => text !== "");
  return named.length - new Set(named).size;
};

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const FOREIGN: readonly (readonly [readonly number[], string])[] = [
  [[0x1f, 0x8b], "the file is packed with gzip"],
  [[0xff, 0xfe], "the file is UTF-16, and UTF-8 is needed"],
  [[0xfe, 0xff], "the file is UTF-16, and UTF-8 is needed"],
  [[0x50, 0x4b, 0x03, 0x04], "the file is a ZIP archive; unpack it first"],
  [[0x50, 0x41, 0x52, 0x31], "the file is Parquet; write it as CSV first"],
];

/** Looks at the first bytes: a byte order mark is passed over, a file that is no text is refused. */
const headChecked = (parser: TraceParser): TraceParser => {
  let head: Uint8Array | undefined = new Uint8Array(0);
  const settle = (): void => {
    const bytes = head as Uint8Array;
    head = undefined;
    const starts = (mark: readonly number[]): boolean => mark.every((byte, i) => bytes[i] === byte);
    for (const [mark, message] of FOREIGN) {
      if (starts(mark)) throw new InputError([{ path: "", message, line: 1 }]);
    }
    parser.push(starts(BYTE_ORDER_MARK) ? bytes.subarray(3) : bytes);
  };
  return {
    push: (chunk) => {
      if (head === undefined) return parser.push(chunk);
      const longer = new Uint8Array(head.length + chunk.length);
      longer.set(head);
      longer.set(chunk, head.length);
      head = longer;
      if (head.length >= 4) settle();
    },
    finish: () => {
      if (head !== undefined) settle();
      parser.finish();
    },
  };
};
