/**
 * Texts that are no scenarios: too large, not UTF-8, nested without end, or YAML that means more than it
 * says. Each is refused with its place, and in bounded time.
 */
import { describe, expect, test } from "vitest";
import { problemsOf, refusals, small } from "./build.ts";

const head =
  "clawback: 1\nname: x\nstart: 2026-07-01\nhorizon: 1 day\ncluster: { pools: [{ name: p, gpus: 1 }] }\n";
const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part)),
  );

describe("size and encoding", () => {
  test("20 MB are refused before anything is read", () => {
    expect(refusals(new Uint8Array(20_000_000))).toEqual([
      ": the file is too large (20000000 bytes): at most 1048576 bytes (1 MiB) are read",
    ]);
    expect(refusals("x".repeat(20_000_000))[0]).toContain("too large");
  });

  test("the limit counts bytes, not characters", () => {
    expect(refusals(`#${"é".repeat(600_000)}`)[0]).toContain("too large");
    expect(refusals(`#${"é".repeat(400_000)}`)[0]).toContain("the file is empty");
  });

  test("invalid UTF-8 is told with its byte and line", () => {
    const [problem] = problemsOf(bytes("clawback: 1\nname: ", [0xff, 0xfe], "\n"));
    expect(problem).toMatchObject({ message: "the file is not valid UTF-8: byte 18 is 0xff", line: 2 });
  });

  test.each([
    ["a sequence cut short at the end", bytes("a: ", [0xe2, 0x82]), 3],
    ["an overlong sequence", bytes("ab", [0xc0, 0xaf]), 2],
    ["a surrogate", bytes("abc", [0xed, 0xa0, 0x80]), 3],
    ["a stray continuation after a letter of two bytes", bytes("é", [0x80]), 2],
  ])("%s is found at its first byte", (_, input, offset) => {
    expect(refusals(input)[0]).toContain(`byte ${offset} is`);
  });

  test("a byte order mark is no content", () => {
    expect(problemsOf(`\uFEFF${head}sed: 1\n`)[0]).toMatchObject({ line: 6, column: 1 });
  });

  test("a byte order mark anywhere else is refused where it stands", () => {
    for (const text of [`\uFEFF\uFEFF${head}`, `${head}question: a\uFEFFb\n`])
      expect(problemsOf(text)[0]?.message).toBe("the file holds the control character U+FEFF");
  });

  test("control characters are refused where they stand", () => {
    expect(problemsOf(`clawback: 1\nname: a\u001Bb\n`)[0]).toMatchObject({
      message: "the file holds the control character U+001B",
      line: 2,
      column: 8,
    });
  });

  test("an empty file says so", () => {
    for (const text of ["", "\n\n", "# nothing\n", "---\n"])
      expect(refusals(text), text).toEqual([": the file is empty"]);
  });

  test("what is no object says so", () => {
    expect(refusals("[1]")).toEqual([": expected an object, got a list of 1"]);
    expect(refusals("hello")).toEqual([': expected an object, got "hello"']);
  });
});

describe("YAML", () => {
  test("an alias bomb is refused at its first anchor", () => {
    const bomb = `a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n`;
    const problems = problemsOf(bomb);
    expect(problems[0]).toMatchObject({ message: "anchors (&name) are not allowed", line: 1, column: 4 });
    expect(problems).toHaveLength(7);
  });

  test.each([
    ["tags", "name: !!str 5\n", "tags (!name) are not allowed", 1, 7],
    ["custom tags", "name: !js/function 5\n", "tags (!name) are not allowed", 1, 7],
    ["directives", "%YAML 1.1\n---\nname: x\n", "directives (%NAME) are not allowed", 1, 1],
    ["merge keys", `${head}<<: { name: y }\n`, "merge keys (<<) are not allowed", 6, 1],
    [
      "a second document",
      "name: x\n---\nname: y\n---\nname: z\n",
      "the file holds more than one document",
      4,
      1,
    ],
    ["tabs as indentation", "cluster:\n\tpools: []\n", "a tab is used for indentation", 2, 1],
    ["duplicate keys", `${head}name: y\n`, 'the key "name" is given twice', 6, 1],
    ["keys that are numbers", `${head}policies: { 1: {} }\n`, "expected a name as key, got 1", 6, 13],
    [
      "keys that are lists",
      `${head}policies: { [a]: {} }\n`,
      "expected a name as key, got a list or an object",
      6,
      13,
    ],
  ])("%s are refused where they stand", (_, text, message, line, column) => {
    expect(problemsOf(text)).toContainEqual(expect.objectContaining({ message, line, column }));
  });

  test.each(["__proto__", "constructor", "prototype"])("the key %s is refused", (key) => {
    for (const text of [
      `${head}${key}: { a: 1 }\n`,
      JSON.stringify(small()).replace('"name"', `"${key}": {}, "name"`),
    ]) {
      expect(refusals(text)).toContainEqual(expect.stringContaining(`the key "${key}" is not allowed`));
    }
    expect(Object.hasOwn(Object.prototype, "a")).toBe(false);
  });

  test("a broken line is told in plain words", () => {
    expect(problemsOf('name: "x\nstart: 1\n')[0]?.message).toContain("not valid YAML");
    expect(problemsOf("a: [1, 2\nb: 3\n")[0]?.hint ?? "").toContain("bracket");
  });

  test("words and numbers are those of YAML 1.2, and nothing is coerced", () => {
    expect(refusals(`${head}tenants: [{ name: t, contract: { gpus: 1, takeOrPay: yes } }]\n`)).toEqual([
      'tenants[0].contract.takeOrPay: expected true or false, got "yes"',
    ]);
    expect(refusals(`${head}replications: "5"\n`)).toEqual([
      'replications: expected a whole number from 1 to 100,000, got "5"',
    ]);
    expect(refusals(`${head}replications: 1e400\n`)).toEqual([
      "replications: expected a whole number from 1 to 100,000, got 1e400",
    ]);
    expect(refusals(`${head}values: { internalGpuHour: .nan }\n`)[0]).toContain("got .nan");
  });
});

describe("limits", () => {
  const million = 1_000_000;

  test.each([
    ["lists in lists", "[".repeat(million), "nested too deeply"],
    ["objects in objects", "{a: ".repeat(million / 4), "nested too deeply"],
    ["block lists", "- ".repeat(million / 2), "nested too deeply"],
    ["keys that are keys", "? ".repeat(million / 2), "nested too deeply"],
    [
      "objects by indentation",
      Array.from({ length: 1400 }, (_, i) => `${" ".repeat(i)}a:\n`).join(""),
      "nested too deeply",
    ],
    [
      "keys",
      Array.from({ length: 80_000 }, (_, i) => `k${i}: 1`)
        .join(" \n")
        .slice(0, 1_000_000),
      "lines",
    ],
    ["entries", `[${"1,".repeat(500_000)}`, "too many values"],
    ["commas", `[${",".repeat(million)}`, "too many values"],
    ["lines", "\n".repeat(million), "lines"],
    ["documents", "--- \n".repeat(40_000), "more than one document"],
    ["anchors", "&a ".repeat(million / 3), "anchors"],
    ["aliases", "*a ".repeat(million / 3), "aliases"],
    ["a long name", `name: ${"a ".repeat(million / 3)}`, "expected a name"],
    ["a long time", `horizon: "1${" 1".repeat(million / 3)}"`, "expected a length of time"],
    ["unknown keys", `{${Array.from({ length: 45_000 }, (_, i) => `k${i}: 1`).join(",")}}`, "unknown key"],
    ["bad entries", `tenants: [${"{name: 5},".repeat(20_000)}]`, "expected a list of at most 1,000"],
    [
      "bad contracts",
      `tenants: [${`{name: t, contract: [${"{gpus: -1},".repeat(90)}]},`.repeat(100)}]`,
      "gpus",
    ],
  ])("a file of nothing but %s is refused in bounded time", (_, text, message) => {
    const started = performance.now();
    const problems = problemsOf(text.slice(0, 1_048_576));
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(
      problems.some((problem) => problem.message.includes(message) || problem.path.includes(message)),
    ).toBe(true);
    expect(problems.length).toBeLessThanOrEqual(101);
  });

  test("40 levels are the limit", () => {
    const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
    expect(refusals(nested(40))).toEqual([": expected an object, got a list of 1"]);
    expect(refusals(nested(41))[0]).toContain("nested too deeply: at most 40 levels");
  });

  test("beyond 100 problems only the count is told", () => {
    const problems = problemsOf(small({ internal: Array.from({ length: 150 }, () => ({ name: 5 })) }));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.message).toMatch(/^and at least \d+ more problems$/);
  });
});
