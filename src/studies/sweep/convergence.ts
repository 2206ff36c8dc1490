/** How the interval of one metric narrows at one point, replication by replication: from the records of its units. */
import { METRIC, type MetricName } from "../../metrics/definitions.ts";
import type { Narrowing } from "../../results/figures/convergence.ts";
import { Moments } from "../../stats/moments.ts";
import { studentQuantile } from "../../stats/student.ts";
import type { SweepPlan, SweepPoint } from "./plan.ts";
import { PointRows } from "./point-rows.ts";
import type { UnitRecord } from "./record.ts";

/**
 * @param read - the record of a unit by its key
 * @returns a line for each policy; undefined when a unit is missing
 */
export const narrowingOf = (
  plan: SweepPlan,
  point: SweepPoint,
  metric: MetricName,
  read: (key: string) => UnitRecord | undefined,
): readonly Narrowing[] | undefined => {
  const collected = new PointRows(plan);
  for (let from = 0; !collected.isEnough; from += plan.study.batch) {
    const record = read(plan.unitAt(point, from).key);
    if (record === undefined) return undefined;
    collected.add(record);
  }
  const columns = collected.rows.map((rows) => rows.map((row) => row[METRIC[metric]] as number));
  const base = columns[plan.baseline] as readonly number[];
  return plan.policies.map((policy, p): Narrowing => {
    const values = columns[p] as readonly number[];
    const differences = values.map((value, r) => value - (base[r] as number));
    return {
      policy,
      widths: widthsOf(values, values),
      differences: p === plan.baseline ? undefined : widthsOf(differences, base),
    };
  });
};

/** Half-widths of the mean of values after 2, 3, … of them, relative to the size of the mean of others. */
const widthsOf = (values: readonly number[], others: readonly number[]): number[] => {
  const [own, other] = [new Moments(), new Moments()];
  const widths: number[] = [];
  values.forEach((value, r) => {
    own.add(value);
    other.add(others[r] as number);
    if (r === 0) return;
    const half = (studentQuantile(0.975, r) * own.sd) / Math.sqrt(r + 1);
    widths.push(half === 0 ? 0 : half / Math.abs(other.mean));
  });
  return widths;
};
