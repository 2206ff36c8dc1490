/**
 * Policies about jobs: halves of time that are none, quotas that are looked at without end, and reservations
 * that nodes cannot keep.
 */
import type { Path } from "../explain/finding.ts";
import type { PolicySpec } from "../policy-schema.ts";
import { checkGrid } from "./clock.ts";
import { aboveZero, type Setting } from "./report.ts";

export function checkWorkPolicy(setting: Setting, spec: PolicySpec, path: Path): void {
  const { report, pools } = setting;
  const { queue, preemption, admission } = spec;
  if (typeof queue === "object") {
    aboveZero(setting, queue.halfLife, [...path, "queue", "halfLife"]);
    if (queue.backfill === "conservative" && pools.some((pool) => pool?.nodes !== undefined)) {
      report.warn(
        [...path, "queue", "backfill"],
        "reservations count accelerators, not nodes: on pools with nodes a job may start later than it was promised",
      );
    }
  }
  if (typeof preemption === "object" && preemption.budget !== undefined)
    aboveZero(setting, preemption.budget.per, [...path, "preemption", "budget", "per"]);
  if (typeof admission === "object" && admission.kind === "spotQuota") {
    const place: Path = [...path, "admission"];
    checkGrid(setting, admission.every, [...place, "every"]);
    aboveZero(setting, admission.window, [...place, "window"]);
    aboveZero(setting, admission.history, [...place, "history"]);
    if (admission.least > admission.most) {
      report.problem([...place, "least"], "the least factor is above the greatest", {
        found: String(admission.least),
        allowed: `at most ${admission.most}`,
      });
    }
  }
}
