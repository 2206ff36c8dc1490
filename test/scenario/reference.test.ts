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
      "cluster.pools[].nodes.count",
      "cluster.pools[].availability.gpusPerNode",
      "internal[].demand.arrivals.perHour",
      "internal[].demand.arrivals.spells[].lasts",
      "internal[].demand.checkpoint.every",
      "internal[].demand.failures.faultIsolation",
      "internal[].demand.file",
      "internal[].demand.columns.submit",
      "internal[].demand.machine",
      "tenants[].jobs.work",
      "tenants[].jobs.fee.perGpuHour",
      "policies.NAME.queue.backfill",
      "policies.NAME.placement",
      "policies.NAME.preemption.budget.per",
      "policies.NAME.admission.guarantee",
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

  test("tells of what stands in two places once", () => {
    expect(reference).toContain("## `tenants[].jobs.arrivals`\n\nAs `internal[].demand.arrivals`.\n");
    expect(rows.filter((row) => row.includes("demand.failures.mttf"))).toHaveLength(1);
    expect(rows.filter((row) => row.includes("jobs.failures.mttf"))).toHaveLength(0);
  });

  test("says of a quantity that it may be drawn, and of a queue how it may be limited", () => {
    expect(reference).toContain("| `internal[].demand.gpus` | a number of accelerators, or a distribution |");
    expect(reference).toContain("### Distribution, kind `bodyAndTail`");
    expect(reference).toContain("### Distribution, kind `choice`");
    expect(reference).toContain(
      '| `tenants[].jobs.queue` | "wait" or "loss"; or `limit`: a whole number from 0 to 1,000,000,000 |',
    );
  });

  test("has no list of what is told already", () => {
    expect(reference).not.toContain("tenants[].contract[]");
    const headings = reference.split("\n").filter((line) => line.startsWith("## "));
    expect(new Set(headings).size).toBe(headings.length);
  });
});
