/**
 * Recorded capacity: lines of milliseconds, `add` or `remove`, and a node's name. What comes out is how many
 * accelerators were there from each second on, the first line being second 0.
 */
import type { Step } from "../../model/types.ts";
import { type FieldReader, fieldReader } from "./csv-fields.ts";
import { newRecord, readRecord } from "./csv-records.ts";
import type { TraceParser } from "./intake.ts";
import { lineStream, MOST_LINE } from "./lines.ts";
import { MOST_GPUS } from "./take-row.ts";
import { addProblem, newTally, refuseProblems, type Tally } from "./tally.ts";

export type AvailabilityRules = { readonly gpusPerNode: number; readonly timeScale: number };

export type AvailabilityReport = {
  readonly events: number;
  /** Nodes that came though they were there, and that went though they were not: without effect. */
  readonly addedTwice: number;
  readonly removedAbsent: number;
  /** Lines earlier than the one above; they are sorted. */
  readonly outOfOrder: number;
  readonly leastNodes: number;
  readonly mostNodes: number;
  /** Time-weighted, over the span. */
  readonly meanNodes: number;
  /** Seconds from the first line to the last, after scaling. */
  readonly span: number;
};

export type Availability = { readonly steps: readonly Step<number>[]; readonly report: AvailabilityReport };

export type AvailabilityReader = {
  readonly push: (chunk: Uint8Array) => void;
  /** @throws InputError with the line of each problem */
  readonly finish: () => Availability;
};

type Event = { readonly at: number; readonly isAdd: boolean; readonly node: string };

export const createAvailabilityReader = (rules: AvailabilityRules): AvailabilityReader => {
  const tally = newTally();
  const events: Event[] = [];
  const parser = eventParser(events, tally);
  return {
    push: parser.push,
    finish: () => {
      parser.finish();
      if (events.length === 0) addProblem(tally, { path: "", message: "the file has no line of capacity" });
      refuseProblems(tally);
      return follow(events, rules, tally);
    },
  };
};

const MOST_EVENTS = 5_000_000;
const FIELDS = 3;

const eventParser = (events: Event[], tally: Tally): TraceParser => {
  const record = newRecord();
  const fields = fieldReader(record, "milliseconds", tally);
  let line = 1;
  let isStopped = false;
  const stop = (message: string, column?: number): void => {
    isStopped = true;
    addProblem(tally, { path: "", message, line, column });
  };
  const take = (bytes: Uint8Array, from: number, to: number, isLast: boolean): number => {
    let at = from;
    while (at < to && !isStopped) {
      const next = readRecord(record, bytes, at, to, isLast);
      if (next === -1) return at;
      fields.moveTo(bytes, line, at);
      if (record.problem !== undefined) stop(record.problem, record.problemAt - at + 1);
      else if (events.length === MOST_EVENTS) stop(`more than ${MOST_EVENTS} lines`);
      else if (record.count === FIELDS) readEvent(events, fields, line, tally);
      else if (record.count > 1 || record.from[0] !== record.to[0])
        addProblem(tally, {
          path: "",
          message: "is not a line of capacity",
          found: `${record.count} fields`,
          allowed: "milliseconds, add or remove, and a node",
          line,
        });
      line += 1 + record.breaks;
      at = next;
    }
    return to;
  };
  return lineStream(take, () => stop(`the line is longer than ${MOST_LINE} bytes`));
};

const readEvent = (events: Event[], fields: FieldReader, line: number, tally: Tally): void => {
  const at = fields.time(0, "time");
  const what = fields.text(1, "what");
  const node = fields.text(2, "node");
  if (fields.failed()) return;
  const refuse = (path: string, message: string, found: string, allowed: string): void =>
    addProblem(tally, { path, message, found, allowed, line });
  if (at < 0) refuse("time", "is no time", "a negative number or nothing", "milliseconds, 0 or more");
  else if (what !== "add" && what !== "remove")
    refuse("what", "is unknown", what.slice(0, 40), "add or remove");
  else if (node === "") refuse("node", "is missing", "nothing", "the name of a node");
  else events.push({ at, isAdd: what === "add", node });
};

/** Follows who is there, event by event; steps of one second become one. */
const follow = (
  events: Event[],
  { gpusPerNode, timeScale }: AvailabilityRules,
  tally: Tally,
): Availability => {
  const outOfOrder = events.filter(({ at }, i) => i > 0 && at < (events[i - 1] as Event).at).length;
  if (outOfOrder > 0) events.sort((a, b) => a.at - b.at);
  const first = (events[0] as Event).at;
  const here = new Set<string>();
  const steps: { at: number; value: number }[] = [{ at: 0, value: 0 }];
  let [addedTwice, removedAbsent] = [0, 0];
  for (const { at, isAdd, node } of events) {
    if (isAdd && here.has(node)) addedTwice++;
    if (!isAdd && !here.has(node)) removedAbsent++;
    if (isAdd) here.add(node);
    else here.delete(node);
    const second = Math.round((at - first) * timeScale);
    const last = steps.at(-1) as { at: number; value: number };
    if (second === last.at) last.value = here.size;
    else steps.push({ at: second, value: here.size });
  }
  const changes = steps.filter(({ value }, i) => i === 0 || value !== steps[i - 1]?.value);
  const span = (steps.at(-1) as { at: number }).at;
  const counts = changes.map(({ value }) => value);
  const mostNodes = counts.reduce((a, b) => Math.max(a, b));
  if (mostNodes * gpusPerNode > MOST_GPUS)
    addProblem(tally, { path: "gpusPerNode", message: `more than ${MOST_GPUS} accelerators at once` });
  refuseProblems(tally);
  return {
    steps: changes.map(({ at, value }) => ({ at, value: value * gpusPerNode })),
    report: {
      events: events.length,
      addedTwice,
      removedAbsent,
      outOfOrder,
      leastNodes: counts.reduce((a, b) => Math.min(a, b)),
      mostNodes,
      meanNodes: span === 0 ? (counts.at(-1) as number) : meanOver(changes, span),
      span,
    },
  };
};

const meanOver = (steps: readonly Step<number>[], span: number): number =>
  steps.reduce((sum, { at, value }, i) => sum + value * ((steps[i + 1]?.at ?? span) - at), 0) / span;
