/** The excerpt that comes with Clawback, checked against sums made with other tools. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadOf } from "../../../src/demand/trace/report.ts";
import { counts, read, specOf } from "./reading.ts";

const file = readFileSync(
  new URL("../../../scenarios/traces/philly_ed69ec_oct-nov2017.csv", import.meta.url),
);

test("the excerpt of Philly holds 1,096 jobs of one accelerator, as its own column of GPU time says", () => {
  const { rows, report } = read(file, specOf("philly"));
  const lines = new TextDecoder().decode(file).trimEnd().split("\n").slice(1);
  const gpuTime = lines.reduce((sum, line) => sum + Number(line.split(",")[3]), 0);
  expect([report.rows, report.jobs, rows.count]).toEqual([1096, 1096, lines.length]);
  expect(report.gpuSeconds).toBe(gpuTime);
  expect(report.sizes).toMatchObject({ min: 1, max: 1, distinct: 1 });
  expect(counts(report.dropped)).toEqual({});
  // from 17:57:00 on 1 October to the last line
  const at = (line: string) => Date.parse(`${line.slice(0, 19).replace(" ", "T")}Z`) / 1000;
  expect(report.span).toBe(Math.max(...lines.map(at)) - Math.min(...lines.map(at)));
  expect(loadOf(report, 4)).toBe(gpuTime / (4 * report.span));
});
