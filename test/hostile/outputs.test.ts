/**
 * Names and texts that a scenario may have and that would steer a terminal, run in a spreadsheet or be markup, through everything that is
 * written of a result.
 */
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import {
  explainText,
  parseScenario,
  renderCompare,
  renderRun,
  runStudy,
  type StudyResult,
  seriesCsv,
  toCsv,
  toMarkdown,
} from "../../src/index.ts";
import { csvCell } from "../../src/results/csv-cell.ts";
import { inProcessExecutor } from "../../src/studies/unit.ts";

const NAMES = [
  ...["=1+1", "+1", "-1", "@SUM(A1:A9)", '=HYPERLINK("http://x.test")', "＝1+1", "|calc", "a,b", 'a"b', "'x"],
  ...[
    "<img src=x onerror=alert(1)>",
    "%{y}",
    "{{x}}",
    "[x](http://x.test)",
    "`x`",
    "*x*",
    "שלום",
    "🦀",
    "null",
  ],
];
/** Texts for readers may hold what steers the direction of text; names may not. */
const PROSE = "right to left \u202egpj.exe, hidden \u200b\u2060, tab\tand\nline \u2028 end";

const scenarioWith = (policies: readonly string[]): string =>
  JSON.stringify({
    clawback: 1,
    name: NAMES[0],
    question: PROSE,
    description: PROSE,
    start: "2026-07-01",
    horizon: "60 days",
    seed: "=1",
    cluster: { pools: [{ name: "-pool", gpus: 1000 }] },
    internal: [{ name: "@own", demand: { kind: "level", base: 400, growth: 40, noise: { sigma: 0.2 } } }],
    tenants: NAMES.map((name) => ({ name, contract: { gpus: 20, notice: "3 days", lockout: 0 } })),
    policies: Object.fromEntries(policies.map((name) => [name, {}])),
  });

/** Control, direction and invisible characters, but for line breaks. */
const RAW = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/;

let result: StudyResult;

beforeAll(async () => {
  const { scenario } = parseScenario(scenarioWith(["reactive", "ahead"]));
  result = await runStudy(
    { scenario, policies: [], replications: 3, command: "clawback run '=x'" },
    inProcessExecutor,
  );
});

test("notices went out, so that names are written", () => {
  const names = new Set(result.policies.flatMap(({ story }) => story.notices.map(({ target }) => target)));
  expect(names.size).toBeGreaterThan(10);
});

describe("CSV", () => {
  test.each([
    ["metrics", toCsv],
    ["series", seriesCsv],
  ] as const)("%s: no cell is a formula, and every row has its cells", (_, write) => {
    // policies cannot be called so in a scenario; a result of somebody else's may say so
    const names = ["=cmd", "-2"];
    const policies = result.policies.map((one, i) => ({ ...one, policy: names[i] as string }));
    const rows: string[][] = parse(write({ ...result, policies }), { record_delimiter: "\r\n" });
    expect(rows.length).toBeGreaterThan(20);
    const cells = rows.flat();
    expect(cells.filter((cell) => FORMULA.test(cell) && !NUMBER.test(cell))).toEqual([]);
    expect(cells).toContain("'=cmd");
    expect(cells).toContain("'-2");
  });

  test.each(["＝1+1", "＋1", "－1", "＠x", "\n=1"])("a cell %j is kept from being a formula too", (text) => {
    expect(csvCell(text)).toMatch(/^"?'/);
  });
});

describe("a terminal", () => {
  const options = { width: 100, color: false, unicode: true };

  test.each([
    ["run", (one: StudyResult) => renderRun(one, options)],
    ["compare", (one: StudyResult) => renderCompare(one, options)],
    ["explain", (one: StudyResult) => explainText(one, options)],
    ["markdown", toMarkdown],
  ] as const)("%s: nothing raw", (_, render) => {
    const text = render(result);
    expect(text.length).toBeGreaterThan(500);
    expect(RAW.exec(text)?.[0]).toBeUndefined();
  });
});

test.each([
  "\u001b[2J",
  "a\u202eb",
  "a\u200bb",
  "\ufeffa",
  "a\u0000b",
  "\ud800",
  "e\u0301",
  " a",
  "a\u2028b",
])("a tenant cannot be called %j", (name) => {
  const text = scenarioWith([]).replace(JSON.stringify(NAMES[1]), JSON.stringify(name));
  expect(text).toContain(JSON.stringify(name));
  expect(() => parseScenario(text)).toThrow(InputError);
});
