/** `clawback trace`: what a trace holds, what of it would be left out, and whether a cluster could serve it. */
import { basename } from "node:path";
import { loadOf, renderTrace, type TraceCapacity, traceSpecOf } from "../../index.ts";
import { readTraceFile } from "../../node.ts";
import { UsageError } from "../exit.ts";
import type { CommonFlags } from "../options.ts";
import { terminal } from "../output.ts";

export type TraceFlags = CommonFlags & {
  readonly format?: string;
  /** `submit=timestamp,run=duration,gpus=3`. */
  readonly columns?: string;
  readonly times?: string;
  /** Values of the class column, `HP,Spot`, or `column=value,value`. */
  readonly class?: string;
  readonly fractions?: string;
  readonly capacity?: number;
  readonly json?: boolean;
};

export const trace = async (file: string, flags: TraceFlags): Promise<void> => {
  const spec = traceSpecOf({
    // the format is taken from the name; where the file lies is no matter of the spec
    file: basename(file) || "trace",
    format: flags.format,
    columns: flags.columns === undefined ? undefined : columnsOf(flags.columns),
    times: flags.times,
    class: flags.class === undefined ? undefined : classOf(flags.class),
    fractions: flags.fractions,
  });
  const { report } = await readTraceFile(file, spec);
  const capacity: TraceCapacity | undefined =
    flags.capacity !== undefined
      ? { gpus: flags.capacity, source: "user" }
      : report.machine === undefined
        ? undefined
        : { gpus: report.machine, source: "file" };
  if (flags.json) {
    const load = capacity === undefined ? undefined : loadOf(report, capacity.gpus);
    const told = { file, ...report, capacity: capacity?.gpus, load };
    process.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
  } else process.stdout.write(renderTrace(file, report, capacity, terminal(flags)));
};

const columnsOf = (text: string): Record<string, string | number> => {
  const pairs = text.split(",").map((pair): [string, string | number] => {
    const [, field, column] = /^\s*(\w+)\s*=\s*(.+?)\s*$/.exec(pair) ?? [];
    if (field === undefined || column === undefined)
      throw new UsageError(
        `--columns ${text}: expected field=column,field=column, such as submit=timestamp,gpus=3`,
      );
    return [field, numberOrName(column)];
  });
  return Object.fromEntries(pairs);
};

const classOf = (text: string): { column?: string | number; is: string[] } => {
  const at = text.indexOf("=");
  const is = text.slice(at + 1).split(",");
  return at === -1 ? { is } : { column: numberOrName(text.slice(0, at).trim()), is };
};

const numberOrName = (text: string): string | number => (/^\d{1,4}$/.test(text) ? Number(text) : text);
