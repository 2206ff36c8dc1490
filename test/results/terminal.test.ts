import { describe, expect, test } from "vitest";
import { renderCompare, renderRun } from "../../src/results/terminal/render.ts";
import { resampled } from "../../src/results/terminal/strip.ts";
import { columnsOf, inAscii, wrapped } from "../../src/results/terminal/text.ts";
import { smallStudy } from "./small-study.ts";

const plain = { width: 100, color: false, unicode: true };
const widths = [80, 100, 120];
const longest = (text: string): number => Math.max(...text.split("\n").map(columnsOf));
const rowOf = (text: string, label: string): string =>
  text.split("\n").find((line) => line.startsWith(label)) ?? "";

const unpainted = (text: string): string =>
  text
    .split("\u001B")
    .map((part) => part.replace(/^\[\d*m/, ""))
    .join("");

describe("a comparison on the terminal", () => {
  test("begins with the name, the question and the answer", async () => {
    const result = await smallStudy();
    const text = renderCompare(result, plain);
    expect(text.startsWith("two tenants\n1 Jul 2026 to 1 Jul 2027 · 4 policies × 6 replications")).toBe(true);
    expect(text.replace(/\s+/g, " ")).toContain(`Whom to call when? ${result.answer} Means`);
  });

  test.each(widths)("fits into %i columns", async (width) => {
    expect(longest(renderCompare(await smallStudy(), { ...plain, width }))).toBeLessThanOrEqual(width);
  });

  test("has a row for every headline metric and nothing of the others", async () => {
    const result = await smallStudy({ policies: ["reactive", "ahead"] });
    const text = renderCompare(result, plain);
    for (const { label, headline, unit } of result.definitions) {
      const row = unit === "GPU-hours" ? `${label}, GPU-hours ` : `${label} `;
      expect(text.split("\n").filter((line) => line.startsWith(row))).toHaveLength(
        headline || (label === "Unmet internal demand" && unit === "share") ? 2 : 0,
      );
    }
  });

  test("marks the best of a row, and never a policy that is told the future", async () => {
    const text = renderCompare(await smallStudy(), plain);
    const unmet = rowOf(text, "Unmet internal demand");
    expect(unmet.match(/●/g)).toHaveLength(1);
    expect(unmet).toContain("0 % ●");
    expect(rowOf(text, "Notices by owner")).not.toContain("●");
    expect(text).toContain("clairvoyant †");
    expect(text).toContain("† clairvoyant: told the future");
  });

  test("marks the differences whose interval excludes 0", async () => {
    const result = await smallStudy({ policies: ["reactive", "never"] });
    const text = renderCompare(result, plain);
    const [, difference = ""] = text.split("Difference from reactive on the same demand");
    expect(rowOf(difference, "Unmet internal demand")).toMatch(/\+[\d.]+ pt \[\+[\d.]+, \+[\d.]+\] ◆$/);
  });

  test("gives no interval and no mark of doubt to one replication", async () => {
    const text = renderCompare(await smallStudy({ policies: ["reactive", "never"], replications: 1 }), plain);
    expect(text).not.toMatch(/±|◆/);
    expect(text).toContain("one replication, no interval");
  });

  test("breaks what is too wide into blocks, each with the labels", async () => {
    const narrow = renderCompare(await smallStudy(), { ...plain, width: 80 });
    const wide = renderCompare(await smallStudy(), { ...plain, width: 120 });
    const rows = (text: string): number => text.split("\n").filter((line) => line.startsWith("Rent ")).length;
    expect(rows(narrow)).toBeGreaterThan(rows(wide));
  });

  test("says the same without colours as with them", async () => {
    const result = await smallStudy();
    const painted = renderCompare(result, { ...plain, color: true });
    expect(painted).toContain("\u001B[1m");
    expect(unpainted(painted).replace(/ +$/gm, "")).toBe(renderCompare(result, plain));
  });
});

describe("a run on the terminal", () => {
  test.each(widths)("fits into %i columns", async (width) => {
    const text = renderRun(await smallStudy({ policies: ["ahead"] }), { ...plain, width });
    expect(longest(text)).toBeLessThanOrEqual(width);
  });

  test("shows who holds the cluster over time, as wide as the terminal, with dates below", async () => {
    const lines = renderRun(await smallStudy({ policies: ["reactive"] }), plain).split("\n");
    const at = lines.findIndex((line) => line.startsWith("internal "));
    const labels = ["internal", "leased", "on notice", "stranded", "free", "unmet demand"];
    expect(lines.slice(at, at + 6).map((line) => line.slice(0, 14).trim())).toEqual(labels);
    expect(lines.slice(at, at + 6).every((line) => columnsOf(line) === 100)).toBe(true);
    expect(lines[at - 1]).toContain("█ = 1,000 GPUs, installed at most");
    expect(lines[at + 6]?.trim()).toMatch(/^└1 Jul 2026 +└/);
  });

  test("shows a year of growing demand as a rising row", async () => {
    const lines = renderRun(await smallStudy({ policies: ["reactive"] }), plain).split("\n");
    const row = lines.find((line) => line.startsWith("internal ")) ?? "";
    expect("▂▃").toContain(row[14]);
    expect("▅▆").toContain(row[91]);
  });

  test("lists twelve notices and counts the others", async () => {
    const result = await smallStudy({ policies: ["reactive"] });
    const text = renderRun(result, plain);
    const count = result.policies[0]?.story.notices.length ?? 0;
    expect(count).toBeGreaterThan(12);
    expect(text.split("\n").filter((line) => /^\d+ \w{3} \d{4} .*training/.test(line))).toHaveLength(12);
    expect(text).toContain(`… and ${count - 12} more`);
  });

  test("says in how many replications a tenant is evicted", async () => {
    const text = renderRun(await smallStudy({ policies: ["reactive"] }), plain);
    expect(rowOf(text, "alpha")).toMatch(/6 of 6/);
  });

  test("says that there are no notices when there are none", async () => {
    expect(renderRun(await smallStudy({ policies: ["never"] }), plain)).toContain(
      "Notices, first replication\nnone\n",
    );
  });
});

describe("the terminal", () => {
  test("gets nothing but ASCII when it knows no more", async () => {
    const result = await smallStudy({ warnings: ["tenant 日本 pays – nothing"] });
    const options = { ...plain, unicode: false };
    for (const text of [renderRun(result, options), renderCompare(result, options)])
      expect(text).toMatch(/^[\n -~]*$/);
  });

  test("is not steered by the texts of a user", async () => {
    const hostile = "evil\u001B[2J\u202Ename\r\nnext";
    const result = await smallStudy({ warnings: [hostile] });
    const named = {
      ...result,
      command: hostile,
      answer: hostile,
      scenario: { ...result.scenario, name: hostile, question: hostile },
      policies: result.policies.map((policy) => ({
        ...policy,
        policy: hostile,
        tenants: policy.tenants.map((tenant) => ({ ...tenant, tenant: hostile })),
        story: {
          ...policy.story,
          notices: policy.story.notices.map((notice) => ({ ...notice, target: hostile, cause: hostile })),
        },
      })),
      comparisons: result.comparisons.map((comparison) => ({
        ...comparison,
        policy: hostile,
        baseline: hostile,
      })),
    };
    for (const text of [renderRun(named, plain), renderCompare(named, plain)]) {
      for (const steering of ["\u001B", "\u202E", "\r"]) expect(text).not.toContain(steering);
      expect(text).toContain("evil\\u{1B}[2J\\u{202E}name next");
      expect(longest(text)).toBeLessThanOrEqual(100);
    }
  });

  test("shows warnings", async () => {
    const result = await smallStudy({ policies: ["never"], warnings: ["site: no power is given"] });
    expect(renderRun(result, plain)).toContain("Warnings\n- site: no power is given\n");
  });
});

describe("text", () => {
  test("is broken between words, and inside one only if it must", () => {
    expect(wrapped("a bb ccc dddd", 10)).toEqual(["a bb ccc", "dddd"]);
    expect(wrapped("x".repeat(25), 10)).toEqual(["x".repeat(10), "x".repeat(10), "x".repeat(5)]);
  });

  test("takes two columns for wide letters", () => {
    expect(columnsOf("日本")).toBe(4);
  });

  test("keeps its sense in ASCII", () => {
    expect(inAscii("−1 ± 2 …")).toBe("-1 +/- 2 ...");
  });

  test("is resampled without losing anything", () => {
    const values = [1, 5, 2, 8, 4, 0, 7];
    const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
    for (const columns of [3, 7, 20]) expect(mean(resampled(values, columns))).toBeCloseTo(mean(values), 12);
    expect(resampled([1, 3], 4)).toEqual([1, 1, 3, 3]);
  });
});
