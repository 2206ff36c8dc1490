/** Assertions as they are written: what can be read, what cannot and what is said about it. */
import { describe, expect, test } from "vitest";
import { isReadable, parseExpression } from "../../src/scenario/assert/expression.ts";
import { accepted, refusals, small } from "./build.ts";

describe("an expression", () => {
  test.each([
    ["unmetShare < 2 %", "unmetShare", "<", 0.02],
    ["unmetShare<=0.02", "unmetShare", "<=", 0.02],
    ["netValue > $20 B", "netValue", ">", 20e9],
    ["netValue >= -1.5 M", "netValue", ">=", -1.5e6],
    ["netValue > 1e9", "netValue", ">", 1e9],
    ["evictions = 0", "evictions", "=", 0],
    ["reclaimLatencyDays < 90 days", "reclaimLatencyDays", "<", 90],
    ["reclaimLatencyDays < 36 h", "reclaimLatencyDays", "<", 1.5],
    ["reclaimLatencyDays < 2.5", "reclaimLatencyDays", "<", 2.5],
    ["internalWaitP95 < 5 min", "internalWaitP95", "<", 300],
    ["strandedGpuHours < 3 M", "strandedGpuHours", "<", 3e6],
    ["strandedGpuHours < 3 k GPU-hours", "strandedGpuHours", "<", 3000],
    ["evictionsPerLeaseYear < 1 per year", "evictionsPerLeaseYear", "<", 1],
    ["fairness > 0.9", "fairness", ">", 0.9],
  ])("%s is read", (text, metric, comparison, value) => {
    expect(parseExpression(text)).toEqual({ metric, comparison, value });
  });

  test.each([
    ["unmetShare", "this is no comparison"],
    ["unmetShare < ", "this is no comparison"],
    ["unmetshare < 2 %", 'there is no metric "unmetshare"'],
    ["unmetShare == 2 %", "no such comparison: =="],
    ["unmetShare < 2 days", "unmetShare is measured in share, which this value is not"],
    ["unmetShare < $2", "unmetShare is measured in share, which this value is not"],
    ["evictions < 2 %", "evictions is measured in count, which this value is not"],
    ["evictions < many", "evictions is measured in count, which this value is not"],
    ["reclaimLatencyDays < 2 months", "reclaimLatencyDays is measured in days, which this value is not"],
    ["fairness < 2 k", "fairness is measured in index, which this value is not"],
  ])("%s is refused", (text, message) => {
    const read = parseExpression(text);
    expect(isReadable(read) ? read : read.message).toBe(message);
  });
});

describe("a scenario", () => {
  const asserting = (assert: unknown) => small({ assert } as never);

  test("tells where an assertion is wrong, and what was meant", () => {
    expect(refusals(asserting("unmetShar < 2 %"))).toEqual(['assert: there is no metric "unmetShar"']);
    expect(refusals(asserting(["evictions = 0", { that: "evictons < 1" }]))).toEqual([
      'assert[1].that: there is no metric "evictons"',
    ]);
    expect(refusals(asserting([{ that: "evictions < 1", policy: "reactve" }]))).toEqual([
      'assert[0].policy: there is no policy "reactve"',
    ]);
  });

  test("may assert of any policy it has or that is shipped, and of all", () => {
    for (const policy of ["reactive", "never", "*"])
      expect(accepted(asserting([{ that: "evictions < 1", policy }])).assert).toHaveLength(1);
  });
});
