import { describe, expect, test } from "vitest";
import { seriesCsv, toCsv } from "../../src/results/csv.ts";
import { channels } from "../../src/results/types.ts";
import { smallStudy } from "./small-study.ts";

/** Reads CSV as RFC 4180 has it. */
const read = (text: string): string[][] => {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows[rows.length - 1]?.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
};

describe("metrics as CSV", () => {
  test("are one row a policy and metric, with numbers that read back exactly", async () => {
    const result = await smallStudy();
    const [head, ...rows] = read(toCsv(result));
    const names = ["policy", "variant", "metric", "unit", "better", "mean", "sd", "n", "low", "high"];
    expect(head?.slice(0, 10)).toEqual(names);
    expect(rows).toHaveLength(result.policies.length * result.definitions.length);
    expect(rows.every((row) => row.length === head?.length)).toBe(true);
    const [first] = result.policies;
    rows.slice(0, result.definitions.length).forEach((row, i) => {
      const { mean, low, high } = first?.metrics[i] ?? { mean: 0, low: 0, high: 0 };
      // What is not known, such as the regret where no bound was run, is an empty cell.
      const numbers = [row[5], row[8], row[9]].map((cell) => (cell === "" ? Number.NaN : Number(cell)));
      expect(numbers).toEqual([mean, low, high]);
    });
  });

  test.each(["=1+1", "+1", "-1", "@x", "\tx", "\rx"])("do not let %j run as a formula", async (name) => {
    const result = await smallStudy();
    const policies = result.policies.slice(0, 1).map((policy) => ({ ...policy, policy: name }));
    expect(read(toCsv({ ...result, policies, comparisons: [] }))[1]?.[0]).toBe(`'${name}`);
  });

  test("keep commas, quotes and line breaks of a name in one cell", async () => {
    const name = 'a, "b"\r\nc';
    const result = await smallStudy();
    const policies = result.policies
      .slice(0, 1)
      .map((policy) => ({ ...policy, policy: name, variant: "x=1" }));
    const rows = read(toCsv({ ...result, policies, comparisons: [] }));
    expect(rows[1]?.slice(0, 2)).toEqual([name, "x=1"]);
  });

  test("leave a cell empty for what is not a number", async () => {
    const result = await smallStudy();
    const policies = result.policies.slice(0, 1).map((policy) => ({
      ...policy,
      metrics: policy.metrics.map((metric) => ({ ...metric, mean: Number.NaN })),
    }));
    expect(read(toCsv({ ...result, policies, comparisons: [] }))[1]?.[5]).toBe("");
  });
});

describe("series as CSV", () => {
  test("are one row a bin and channel, with seconds and dates", async () => {
    const result = await smallStudy();
    const [head, ...rows] = read(seriesCsv(result));
    expect(head).toEqual(["policy", "variant", "t", "date", "channel", "value"]);
    const bins = result.policies.reduce((sum, { series }) => sum + series.bins, 0);
    expect(rows).toHaveLength(bins * channels.length);
    expect(rows[0]).toEqual(["reactive", "", "0", "2026-07-01T00:00:00Z", "installed", "1000"]);
    expect(rows[channels.length]?.slice(2, 4)).toEqual(["604800", "2026-07-08T00:00:00Z"]);
  });
});
