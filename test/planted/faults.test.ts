/** Every planted fault still applies: the source it replaces is there, once. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { faults } from "./faults.ts";

test("there are at least forty, each with a name of its own", () => {
  expect(faults.length).toBeGreaterThanOrEqual(40);
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
});

test.each(faults)("$name: its source is in $file, once", ({ file, find, replace }) => {
  const text = readFileSync(new URL(`../../src/${file}`, import.meta.url), "utf8");
  expect(text.split(find).length - 1).toBe(1);
  expect(replace).not.toBe(find);
});
