import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../src/base/errors.ts";
import { type Availability, createAvailabilityReader } from "../../../src/demand/trace/availability.ts";
import { bytesOf, told } from "./reading.ts";

const read = (text: string | Uint8Array, gpusPerNode = 1, timeScale = 1, chunk = 1 << 20): Availability => {
  const bytes = typeof text === "string" ? bytesOf(text) : text;
  const reader = createAvailabilityReader({ gpusPerNode, timeScale });
  for (let at = 0; at < bytes.length; at += chunk) reader.push(bytes.subarray(at, at + chunk));
  return reader.finish();
};

const steps = (...args: Parameters<typeof read>): number[][] =>
  read(...args).steps.map(({ at, value }) => [at, value]);

const problems = (text: string): string[] => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof InputError) return told(error.problems);
    throw error;
  }
  return [];
};

const four = "0,add,a\n0,add,b\n60000,remove,a\n90000,add,c\n90000,add,a\n";

describe("recorded capacity", () => {
  test("is the nodes that are there times their accelerators, from the first line on", () => {
    expect(steps(four, 8)).toEqual([
      [0, 16],
      [60, 8],
      [90, 24],
    ]);
    expect(steps("5000,add,a\r\n\r\n7000,remove,a")).toEqual([
      [0, 1],
      [2, 0],
    ]);
  });

  test("is stretched in time, and what falls into one second is one step", () => {
    expect(steps(four, 1, 0.5)).toEqual([
      [0, 2],
      [30, 1],
      [45, 3],
    ]);
    expect(steps("0,add,a\n1000,remove,a\n1400,add,b\n1499,add,c\n")).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  test("makes no step where nothing changes", () => {
    expect(steps("0,add,a\n4000,remove,a\n4000,add,b\n9000,add,c\n")).toEqual([
      [0, 1],
      [9, 2],
    ]);
  });

  test("counts what has no effect, and sorts what is out of order", () => {
    const { steps: found, report } = read("0,add,a\n5000,add,a\n9000,remove,b\n7000,add,b\n");
    expect(found).toEqual([
      { at: 0, value: 1 },
      { at: 7, value: 2 },
      { at: 9, value: 1 },
    ]);
    expect(report).toEqual({
      events: 4,
      addedTwice: 1,
      removedAbsent: 0,
      outOfOrder: 1,
      leastNodes: 1,
      mostNodes: 2,
      meanNodes: (7 * 1 + 2 * 2) / 9,
      span: 9,
    });
    expect(read("0,add,a\n1000,remove,x\n").report.removedAbsent).toBe(1);
  });

  test("is the same in chunks of any size", () => {
    for (let size = 1; size < 20; size++) expect(read(four, 8, 1, size)).toEqual(read(four, 8));
  });

  test.each([
    ["-5,add,a", "1: time is no time (a negative number or nothing)"],
    ["x,add,a", "1: time is not a number (x)"],
    ["1,join,a", "1: what is unknown (join)"],
    ["1,add,", "1: node is missing (nothing)"],
    ["0,add,a\n1,add", "2: is not a line of capacity (2 fields)"],
    ['0,add,"a', "1: the quotes that open here are never closed"],
    ["", "-: the file has no line of capacity"],
    [`${"1".repeat(2_000_000)}`, "1: the line is longer than 1048576 bytes"],
  ])("refuses %#", (text, problem) => {
    expect(problems(text)[0]).toBe(problem);
  });

  test("refuses more accelerators than a pool may have", () => {
    expect(() => read("0,add,a\n0,add,b\n", 6_000_000)).toThrow(
      "gpusPerNode: more than 10000000 accelerators",
    );
  });

  test("of the trace that comes with Clawback is 11.4 hours of at most 32 nodes", () => {
    const file = readFileSync(new URL("../../../scenarios/traces/bamboo-p3-trace.csv", import.meta.url));
    const { steps: found, report } = read(file, 4);
    expect([report.events, report.mostNodes, report.addedTwice, report.removedAbsent]).toEqual([
      344, 32, 0, 0,
    ]);
    expect(Math.round(report.span / 360) / 10).toBe(11.4);
    // 177 came and 167 went
    expect(found.at(-1)?.value).toBe(10 * 4);
  });
});
