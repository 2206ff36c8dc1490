/** Replications of a point in their order, and where they are enough. */

import { METRIC, type MetricName } from "../../metrics/definitions.ts";
import type { Stopped } from "../../results/types.ts";
import type { Stop } from "../stop.ts";
import type { Standing } from "../stopping.ts";
import type { SweepPlan } from "./plan.ts";
import type { UnitRecord } from "./record.ts";

/** One replication under one policy: metrics in the order of all definitions, then the tenants' columns. */
export type Row = Float64Array;

/** Rows of a point, and where it stops. */
export class PointRows {
  /** By policy, then by replication. */
  readonly rows: Row[][];
  readonly fingerprints: string[] = [];
  tenants: readonly string[] = [];
  /** Whether there are enough replications. */
  isEnough = false;
  private readonly plan: SweepPlan;
  private readonly stop: Stop | undefined;
  /** Metrics that the rule follows. */
  private readonly followed: readonly number[];
  /** A followed metric had no value, such as a mean over no jobs: no number of replications makes it known. */
  private isUndefined = false;

  constructor(plan: SweepPlan) {
    this.plan = plan;
    this.rows = plan.policies.map(() => []);
    this.stop = plan.startStop?.();
    const { precision, select } = plan.study;
    const names = [...Object.keys(precision), ...(select === undefined ? [] : [select.metric])];
    this.followed = names.map((name) => METRIC[name as MetricName]);
  }

  get replications(): number {
    return this.rows[0]?.length ?? 0;
  }

  /** How well the point is known so far; undefined when nobody asked. */
  standing(): Standing | undefined {
    return this.isUndefined || this.replications === 0 ? undefined : this.stop?.rule.standing();
  }

  /** What was chosen as the best. */
  selection(): Stopped["selection"] {
    return this.isUndefined ? undefined : this.stop?.outcome().selection;
  }

  /** Takes up the next unit of the point; what comes after the last replication that is needed is left out. */
  add({ fingerprints, tenants, width, numbers }: UnitRecord): void {
    const policies = this.rows.length;
    this.tenants = tenants;
    for (let r = 0; r < fingerprints.length / policies && !this.isEnough; r++) {
      const rows = this.rows.map((_, p) => {
        const run = r * policies + p;
        this.fingerprints.push(fingerprints[run] as string);
        return numbers.subarray(run * width, (run + 1) * width);
      });
      rows.forEach((row, p) => {
        (this.rows[p] as Row[]).push(row);
      });
      this.isEnough = this.isKnown(rows) || this.replications >= this.plan.replications.most;
    }
  }

  private isKnown(rows: readonly Row[]): boolean {
    if (this.stop === undefined) return false;
    if (rows.some((row) => this.followed.some((column) => !Number.isFinite(row[column]))))
      this.isUndefined = true;
    return this.isUndefined ? this.replications >= this.plan.replications.least : this.stop.rule.add(rows);
  }
}
