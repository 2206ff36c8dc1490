/** Answers that a ladder of notices and a tenant who leaves by itself call for, and how they are shown. */
import { describe, expect, test } from "vitest";
import { renderCompare, renderRun } from "../../src/results/terminal/render.ts";
import { smallStudy } from "./small-study.ts";

const plain = { width: 100, color: false, unicode: true };
const path = "tenants.beta.contract.notice";

describe("one policy at several values", () => {
  const varied = () =>
    smallStudy({ policies: ["reactive"], vary: { path, values: ["0 s", "30 days", "90 days"] } });

  test("says where the owner is best off, and where both sides are", async () => {
    const result = await varied();
    const least = (cost: (rung: (typeof result.ladder)[0]) => number): string =>
      [...result.ladder].sort((a, b) => cost(a) - cost(b))[0]?.label ?? "";
    const owner = least(({ ownerCost }) => ownerCost.mean);
    const both = least(({ ownerCost, tenantCost }) => ownerCost.mean + tenantCost.mean);
    expect(result.answer).toContain(
      owner === both
        ? `The owner is best off at ${owner}, and so are both sides together: they lose $`
        : `The owner is best off at ${owner}, both sides together at ${both}: they lose $`,
    );
    expect(result.answer).toMatch(/they lose \$[\d.]+ [kMB](?: ± [\d.]+)? there, against \$/);
  });

  test("heads its columns with the values alone, and names the path once", async () => {
    const text = renderCompare(await varied(), plain);
    expect(text).toMatch(/^ +0 s +30 days +90 days *$/m);
    expect(text).toContain(`Means by ${path} ±`);
    expect(text).toContain("Difference from 0 s on the same demand");
  });
});

test("two policies at several values keep their names", async () => {
  const vary = { path, values: ["0 s", "30 days"] };
  const text = renderCompare(await smallStudy({ policies: ["reactive", "never"], vary }), plain);
  expect(text).toMatch(/reactive @ 0 s .*never @ 30 days/s);
});

test("tenants who give notice themselves are named where the owner gives none", async () => {
  const result = await smallStudy({
    policies: ["reactive"],
    tenants: "[{ name: walker, contract: { gpus: 100, lockout: 0 }, exit: { at: 2026-10-01 } }]",
    set: { "internal.training.demand.growth": "1" },
  });
  expect(result.answer).toMatch(/^No notice is needed/);
  expect(result.answer).toContain("walker on 1 Oct 2026 (100 GPUs, leaving by 30 Dec 2026)");
});

test("the command stands alone and whole, so that it can be copied", async () => {
  const command = `clawback run ${"x".repeat(150)} --set 'a=b c'`;
  const result = { ...(await smallStudy({ policies: ["reactive"] })), command };
  expect(renderRun(result, plain).split("\n")).toContain(command);
});
