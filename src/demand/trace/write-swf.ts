/**
 * Writes jobs in the Standard Workload Format, so that other simulators meet the same ones. What the format has
 * no field for, the fewest accelerators and the priority, is not written; ids that are no numbers become the
 * number of the line.
 */
import { idOf, type JobRows } from "../../model/job-table.ts";

/** Comments at the head of the file: name and value, in the order in which they are to stand. */
export type SwfHeader = Readonly<Record<string, string | number>>;

/**
 * @param header - such as `{ Computer: "…", MaxProcs: 128 }`; `Version` and `MaxJobs` are written anyway
 */
export const toSwf = (rows: JobRows, header: SwfHeader = {}): string => {
  const lines: string[] = [];
  const head = { Version: "2.2", ...header, MaxJobs: rows.count };
  for (const [name, value] of Object.entries(head))
    lines.push(`; ${oneLine(name)}: ${oneLine(String(value))}`);
  const widths =
    "18 fields: job, submit, wait, run, processors, -, -, requested, estimate, -, status, user, ...";
  lines.push(`; Note: ${widths}`);
  for (let i = 0; i < rows.count; i++) {
    const gpus = rows.gpus[i];
    const own = idOf(rows, i) ?? "";
    const id = /^\d{1,15}$/.test(own) ? own : i + 1;
    lines.push(
      `${id} ${rows.submit[i]} -1 ${rows.seconds[i]} ${gpus} -1 -1 ${gpus} ${rows.estimate[i]} -1 1 ${rows.user[i]} -1 -1 -1 -1 -1 -1`,
    );
  }
  return `${lines.join("\n")}\n`;
};

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
