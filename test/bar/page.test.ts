/** The page of the bar is the generator's, whatever its figures are; what it points at is there. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findings } from "./findings.ts";
import { lineOf, page } from "./page.ts";
import { rows } from "./rows.ts";

const fileOf = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const read = (path: string): string => readFileSync(fileOf(path), "utf8");

/** Without what a run of tests fills in: the fourth column of the first table, and the line that says when. */
const withoutFigures = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => !/^Clawback \S+, \S+, Node/.test(line))
    .map((line) => {
      const cells = line.split(/(?<!\\)\|/);
      return cells.length === 7 ? cells.with(4, "").join("|") : line;
    });

describe("the page", () => {
  const committed = read("web/docs/reliability.md");

  test("is what the generator writes, but for the figures", () => {
    const lines = rows.map((row) => lineOf(row, "a figure"));
    const written = page(lines, { version: "0", date: "today", node: "0" });
    expect(withoutFigures(committed)).toEqual(withoutFigures(written));
  });

  test("says of rows what they do not show", () => {
    const told = rows.filter(({ unshown }) => unshown !== undefined);
    expect(told.length).toBeGreaterThan(5);
    for (const { area, unshown } of told) expect(committed).toContain(`- **${area}**: ${unshown}`);
  });

  test("has a figure in every row", () => {
    for (const row of rows) {
      const line = committed.split("\n").find((one) => one.startsWith(`| ${row.area} |`));
      expect(line?.split(/(?<!\\)\|/)[4]?.trim(), row.area).toMatch(/\d|not on record/);
    }
  });
});

test.each(rows)("$area: its command is one", ({ command }) => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const named = [...command.matchAll(/npm run ([a-z:-]+)/g)].map((match) => match[1] as string);
  const paths = [...command.matchAll(/\btest\/[\w/.-]+/g)].map((match) => match[0]);
  expect(named.length + paths.length).toBeGreaterThan(0);
  for (const name of named) expect(scripts).toHaveProperty([name]);
  for (const path of paths) expect(existsSync(fileOf(path)), path).toBe(true);
});

test.each(findings)("$fault: pinned where it says", ({ pinned }) => {
  expect(existsSync(fileOf(pinned))).toBe(true);
});

test("figures on record are those of rows", () => {
  const text = read("test/bar/rows.ts");
  for (const name of Object.keys(JSON.parse(read("test/bar/recorded.json"))))
    expect(text).toContain(`recorded("${name}")`);
});
