import { describe, expect, test } from "vitest";
import { toMarkdown } from "../../src/results/markdown.ts";
import { smallStudy } from "./small-study.ts";

describe("Markdown", () => {
  test("holds question, answer, means, differences and the command", async () => {
    const result = await smallStudy();
    const text = toMarkdown(result);
    expect(text).toContain("# two tenants\n\n**Whom to call when?**\n\nUnder ahead");
    expect(text).toContain(
      "|  | reactive | ahead | never | clairvoyant |\n| --- | ---: | ---: | ---: | ---: |",
    );
    expect(text).toMatch(/\| Unmet internal demand \| [\d.]+ % ± [\d.]+ \| \*\*0 %\*\* \|/);
    expect(text).toContain("## Difference from reactive on the same demand");
    expect(text).toContain("`clawback compare small.yaml`");
  });

  test("has as many cells in every row of a table as in its head", async () => {
    const hostile = "a|b\n<img src=x> `x` [l](u) **b** \\";
    const result = await smallStudy();
    const policies = result.policies.map((policy) => ({
      ...policy,
      policy: hostile,
      tenants: policy.tenants.map((tenant) => ({ ...tenant, tenant: hostile })),
    }));
    const text = toMarkdown({ ...result, policies, command: "x `` y", warnings: [hostile] });
    const cells = text
      .split("\n")
      .filter((line) => line.startsWith("|"))
      .map((line) => line.match(/(?<!\\)\|/g)?.length);
    expect(new Set(cells.slice(0, 12))).toEqual(new Set([6]));
    expect(text).not.toMatch(/(?<!\\)<img/);
    expect(text).toContain("``` x `` y ```");
  });
});
