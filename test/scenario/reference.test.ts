/**
 * The reference tells of every field, with a meaning, in tables that are tables.
 */
import { describe, expect, test } from "vitest";
import { fieldReference } from "../../src/scenario/reference.ts";

const reference = fieldReference();
const rows = reference.split("\n").filter((line) => line.startsWith("| `") && line.split(" | ").length === 5);

describe("the field reference", () => {
  test("tells of fields at every depth", () => {
    for (const path of [
      "clawback",
      "cluster.pools[].phases[].gpus",
      "internal[].demand.noise.halfLife",
      "internal[].demand.runs[].checkpoint.every",
      "tenants[].contract.notice.owner",
      "tenants[].contract.ramp[].quantity",
      "tenants[].relet.lag",
      "policies.NAME.reclaim.throttle.maxOpen",
    ]) {
      expect(
        rows.some((row) => row.startsWith(`| \`${path}\` |`)),
        path,
      ).toBe(true);
    }
  });

  test("gives each a meaning and a value in words", () => {
    for (const row of rows) {
      const [, value, , standard, meaning] = row.replace(/^\| | \|$/g, "").split(" | ");
      expect(value?.trim(), row).not.toBe("");
      expect(standard?.trim(), row).not.toBe("");
      expect(meaning?.trim(), row).not.toBe("");
    }
    expect(rows.length).toBeGreaterThan(130);
  });

  test("says what is required, what is assumed, and in which unit", () => {
    expect(reference).toContain(
      "| `start` | a date or an instant |  | **required** | The instant that is second 0. |",
    );
    expect(reference).toContain(
      '| `tenants[].contract.turnover` | a length of time |  | `"3 days"` | Time to wipe what comes back (A). |',
    );
    expect(reference).toMatch(/\| `cluster\.pools\[\]\.kwPerGpu` \| a number from 0 to 100 \| kW \| `0` \|/);
  });

  test("has no list of what is told already", () => {
    expect(reference).not.toContain("tenants[].contract[]");
    const headings = reference.split("\n").filter((line) => line.startsWith("## "));
    expect(new Set(headings).size).toBe(headings.length);
  });
});
