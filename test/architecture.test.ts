/**
 * The architecture holds: no import goes up or between siblings, packages stay where they belong, and
 * floors 0 to 5 use nothing that differs between machines or moments. The checker itself is tested with
 * planted violations, because a checker that finds nothing may also be one that looks at nothing.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { blankNonCode } from "./architecture/blank.ts";
import { checkSource, type Exception, importsOf } from "./architecture/rules.ts";

const exceptions: readonly Exception[] = [
  {
    file: "src/cli/main.ts",
    rule: "floors",
    reason: "the version number alone, so that --version and --help start without loading the library",
  },
  {
    file: "src/cli/arguments.ts",
    rule: "floors",
    reason: "how words are quoted, likewise: it is needed before a command is known",
  },
];

const root = fileURLToPath(new URL("../", import.meta.url));
const files = readdirSync(`${root}src`, { recursive: true, encoding: "utf8" })
  .map((path) => `src/${path.replaceAll("\\", "/")}`)
  .filter((path) => path.endsWith(".ts"))
  .sort();
const violations = files.flatMap((file) => checkSource(file, readFileSync(root + file, "utf8")));

const excuses = (exception: Exception, file: string, rule: string): boolean =>
  exception.file === file && exception.rule === rule;

describe("the source tree", () => {
  test("is there to be checked", () => {
    expect(files).toContain("src/index.ts");
  });

  test("breaks no rule without a stated reason", () => {
    const unexcused = violations.filter(
      ({ file, rule }) => !exceptions.some((exception) => excuses(exception, file, rule)),
    );
    expect(unexcused.map(({ file, line, rule, message }) => `${file}:${line}: ${rule}: ${message}`)).toEqual(
      [],
    );
  });

  test("needs every exception that is listed", () => {
    const idle = exceptions.filter(
      (exception) => !violations.some(({ file, rule }) => excuses(exception, file, rule)),
    );
    expect(idle).toEqual([]);
  });
});

/** Rule and line of each finding, such as `floors:1`. */
const rulesIn = (file: string, source: string): string[] =>
  checkSource(file, source).map(({ rule, line }) => `${rule}:${line}`);

describe("the floor rule", () => {
  const importing = (target: string): string => `import { x } from "${target}";\n`;

  test.each([
    ["src/base/units.ts", "../kernel/simulator.ts"],
    ["src/kernel/simulator.ts", "../random/streams.ts"],
    ["src/model/engine.ts", "../policies/reclaim/when.ts"],
    ["src/policies/reclaim/when.ts", "../../demand/source.ts"],
    ["src/metrics/collector.ts", "../scenario/schema.ts"],
    ["src/scenario/compile.ts", "../studies/run.ts"],
    ["src/results/table.ts", "../node/files.ts"],
    ["src/node/files.ts", "../index.ts"],
    ["src/index.ts", "./node/files.ts"],
    ["src/index.ts", "./node.ts"],
    ["src/node.ts", "./cli/main.ts"],
    ["src/cli/main.ts", "../model/engine.ts"],
    ["src/cli/main.ts", "../node/files.ts"],
    ["src/node/files.ts", "../../web/state.ts"],
    ["src/node/files.ts", "../attic/old.ts"],
  ])("refuses %s importing %s", (file, target) => {
    expect(rulesIn(file, importing(target))).toEqual(["floors:1"]);
  });

  test.each([
    ["src/kernel/simulator.ts", "../base/assert.ts"],
    ["src/kernel/simulator.ts", "./event-queue.ts"],
    ["src/policies/reclaim/when.ts", "../backfill.ts"],
    ["src/policies/named.ts", "../model/view.ts"],
    ["src/studies/run.ts", "../results/table.ts"],
    ["src/validation/audit.ts", "../studies/run.ts"],
    ["src/node/workers.ts", "../studies/run.ts"],
    ["src/index.ts", "./scenario/parse.ts"],
    ["src/node.ts", "./node/files.ts"],
    ["src/node.ts", "./index.ts"],
    ["src/cli/run.ts", "../node.ts"],
    ["src/cli/run.ts", "../index.ts"],
    ["src/cli/run.ts", "./terminal.ts"],
  ])("allows %s importing %s", (file, target) => {
    expect(rulesIn(file, importing(target))).toEqual([]);
  });

  test.each([
    `import type { X } from "../policies/named.ts";`,
    `import {\n  a, // "quoted"\n  b,\n} from "../policies/named.ts";`,
    `export * from '../policies/named.ts';`,
    `import "../policies/named.ts";`,
    `const x = await import("../policies/named.ts");`,
    "const x = await import(`../policies/named.ts`);",
    `type X = import("../policies/named.ts").X;`,
    `const x = await import(path);`,
    "const x = await import(`../policies/${name}.ts`);",
  ])("sees through the form of %s", (source) => {
    expect(checkSource("src/model/engine.ts", source).map(({ rule }) => rule)).toEqual(["floors"]);
  });

  test("refuses a folder that is on no floor", () => {
    expect(rulesIn("src/helpers/many.ts", "")).toEqual(["floors:1"]);
  });

  test("does not take a comment or a string for an import", () => {
    const source = `// import "../cli/main.ts"\n/* from "../cli/main.ts" */\nconst s = 'from "../cli/main.ts"';\n`;
    expect(importsOf(source)).toEqual([]);
  });

  test("lets Node's floor load a module whose name it is given", () => {
    expect(rulesIn("src/node/workers.ts", "await import(path);")).toEqual([]);
  });
});

describe("the package rule", () => {
  test.each([
    ["src/model/types.ts", "zod"],
    ["src/metrics/collector.ts", "zod/mini"],
    ["src/demand/runs.ts", "seedrandom"],
    ["src/node/files.ts", "seedrandom/seedrandom.js"],
    ["src/results/table.ts", "node:fs"],
    ["src/index.ts", "node:path"],
  ])("refuses %s importing %s", (file, name) => {
    expect(rulesIn(file, `import x from "${name}";`)).toEqual(["packages:1"]);
  });

  test.each([
    ["src/scenario/schema.ts", "zod"],
    ["src/random/streams.ts", "seedrandom"],
    ["src/node/files.ts", "node:fs"],
    ["src/cli/main.ts", "node:util"],
  ])("allows %s importing %s", (file, name) => {
    expect(rulesIn(file, `import x from "${name}";`)).toEqual([]);
  });
});

describe("the arithmetic rule", () => {
  const functions =
    "log exp pow sin cos tan hypot cbrt log2 log10 log1p expm1 atan atan2 asin acos atanh asinh acosh sinh cosh tanh";

  test.each(functions.split(" "))("refuses Math.%s", (name) => {
    expect(rulesIn("src/stats/student.ts", `\nconst y = Math.${name}(x);`)).toEqual(["arithmetic:2"]);
  });

  test.each([
    "const { log } = Math;",
    'const y = Math["log"](x);',
    "const m = Math;",
    "const y = Math\n  .log(x);",
    "const y = `${Math.log(x)}`;",
    "const y = x ** n;",
    "const y = x ** 2;",
    "const y = 2 ** n;",
    "const y = (a + 2) ** 3;",
    "const y = 10 ** -5;",
    "const y = 10 ** 22;",
    "y **= 2;",
  ])("refuses %s", (source) => {
    expect(checkSource("src/stats/student.ts", source).map(({ rule }) => rule)).toEqual(["arithmetic"]);
  });

  test.each([
    "const y = Math.floor(x) + Math.sqrt(x) + Math.imul(a, b) + Math.PI;",
    "const floor = Math.floor;",
    "const limit = 2 ** 53; const ulp = 2 ** -53; const giga = 10 ** 9;",
    "/** Math.log differs between engines; x ** y too. */",
    'const hint = "use Math.exp";',
    "const pattern = /Math.log(x ** y)/;",
    "const y = total / Math.max(a, b) / 2; // Math.pow",
    "const y = own.Math.log(x);",
  ])("allows %s", (source) => {
    expect(rulesIn("src/stats/student.ts", source)).toEqual([]);
  });

  test("holds on every floor up to 5 and not above", () => {
    const source = "const y = Math.log(x);";
    const below = ["base", "kernel", "random", "stats", "model", "policies", "demand", "metrics", "scenario"];
    for (const room of [...below, "studies", "results", "validation"]) {
      expect(rulesIn(`src/${room}/x.ts`, source), room).toEqual(["arithmetic:1"]);
    }
    for (const room of ["node", "cli"]) expect(rulesIn(`src/${room}/x.ts`, source), room).toEqual([]);
  });
});

describe("the platform rule", () => {
  test.each([
    "const now = Date.now();",
    "const day = new Date(0);",
    "const x = Math.random();",
    "names.sort((a, b) => a.localeCompare(b));",
    "const text = n.toLocaleString();",
    "const format = new Intl.NumberFormat();",
    "console.log(x);",
    "setTimeout(f, 0);",
    "const timer = setInterval(f, 10);",
    "const home = process.env.HOME;",
    "const home = ok ? process : undefined;",
    "const start = performance.now();",
    "const c = globalThis.crypto;",
    "const id = crypto.randomUUID();",
    "const all = [...process.argv];",
    "function run(process: Process) { process.exit(); }",
  ])("refuses %s", (source) => {
    expect(rulesIn("src/studies/run.ts", source)).toEqual(["platform:1"]);
  });

  test.each([
    "const rate = arrivals.process;",
    "interface Arrivals { process: string; readonly performance?: number }",
    "const options = { process: 1, console: 2 };",
    "function run(process: Process) { process.settle(); step(process); }",
    "const updateDate = 3; const Dated = 4;",
    "// new Date(), console.log",
  ])("allows %s", (source) => {
    expect(rulesIn("src/demand/arrivals.ts", source)).toEqual([]);
  });

  test("is no matter of the upper floors", () => {
    expect(rulesIn("src/cli/main.ts", "console.log(process.argv, Date.now());")).toEqual([]);
  });
});

describe("blanking", () => {
  test("keeps every character of the code in its place", () => {
    const source =
      "const a = `x ${b + `y ${c}`} z`; // end\nconst d = e / f / g;\nconst r = /[/\"]/g.test('//');\n";
    const blanked = blankNonCode(source);
    expect(blanked).toBe(
      "const a = `  ${b + `  ${c}`}  `;       \nconst d = e / f / g;\nconst r =        .test('  ');\n",
    );
    expect(blanked.length).toBe(source.length);
  });

  test("knows an object inside a template from the end of its expression", () => {
    expect(blankNonCode("`${f({ a: 1 })} Date`; Date")).toBe("`${f({ a: 1 })}     `; Date");
  });

  test("ends a string at its quote, not at an escaped one", () => {
    expect(blankNonCode(`'a\\'b'; c`)).toBe(`'    '; c`);
  });
});
