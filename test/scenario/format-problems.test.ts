/**
 * Problems on a terminal: the place, the line, a caret under what is wrong, a hint; and nothing of the user's
 * that could move the cursor.
 */
import { describe, expect, test } from "vitest";
import { formatProblem, formatProblems } from "../../src/scenario/format-problems.ts";
import { problemsOf, small } from "./build.ts";

const problem = {
  path: "tenants[3].contract.gpus",
  message: 'expected a whole number from 1 to 10,000,000, got "8x"',
  file: "scenario.yaml",
  line: 12,
  column: 13,
  sourceLine: '      gpus: "8x"',
  span: 4,
  hint: "remove the quotes",
};

describe("a problem", () => {
  test("is told with its line, a caret and a hint", () => {
    expect(formatProblem(problem)).toBe(
      [
        'scenario.yaml:12:13: tenants[3].contract.gpus: expected a whole number from 1 to 10,000,000, got "8x"',
        '  12 |       gpus: "8x"',
        "     |             ^^^^",
        "  hint: remove the quotes",
      ].join("\n"),
    );
  });

  test("leaves out what is not known", () => {
    expect(formatProblem({ path: "", message: "the file is empty" })).toBe("the file is empty");
    expect(formatProblem({ path: "a", message: "m", file: "f" })).toBe("f: a: m");
    expect(formatProblem({ path: "", message: "m", file: "f", line: 2 })).toBe("f:2: m");
  });

  test("has colours when asked, around the same text", () => {
    const painted = formatProblem(problem, { color: true });
    expect(painted).toContain("\u001B[31m^^^^\u001B[0m");
    expect(painted.replaceAll(/\p{Cc}\[\d+m/gu, "")).toBe(formatProblem(problem));
  });

  test("shows control characters as codes", () => {
    const [hostile] = problemsOf(small({ name: "x", "\u001B[2J\u202E": 1 }), { file: "a\u0007b" });
    const text = formatProblem(hostile as NonNullable<typeof hostile>);
    expect(text).toContain("\\u001b[2J\\u{202E}");
    expect(text).toContain("a\\u{7}b");
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test("shows the part of a long line around the caret", () => {
    const long = { ...problem, sourceLine: `${"a".repeat(500)}BAD${"b".repeat(500)}`, column: 501, span: 3 };
    const [, source, caret] = formatProblem(long).split("\n") as [string, string, string];
    expect(source.length).toBeLessThan(130);
    expect(source.slice(caret.indexOf("^"), caret.lastIndexOf("^") + 1)).toBe("BAD");
  });

  test("puts the caret right after tabs, wide and combining characters", () => {
    const caretAt = (before: string) => {
      const line = { ...problem, sourceLine: `${before}BAD`, column: before.length + 1, span: 3 };
      return formatProblem(line).split("\n")[2]?.indexOf("^");
    };
    const margin = "  12 | ".length;
    expect(caretAt("\tx")).toBe(margin + 2);
    expect(caretAt("東京")).toBe(margin + 4);
    expect(caretAt("e\u0301")).toBe(margin + 1);
    expect(caretAt("🚀")).toBe(margin + 2);
  });

  test("stands apart from the next", () => {
    expect(
      formatProblems([
        { path: "a", message: "m" },
        { path: "b", message: "n" },
      ]),
    ).toBe("a: m\n\nb: n");
  });
});
