/** Panels of rows one below the other, each with an axis of its own: one unit, one panel. */
import type { MetricDefinition } from "../../metrics/definitions.ts";

/** Pixels between panels: an axis and its title. */
export const BETWEEN = 60;

/** What the axes of the p-th panel are called after: `xaxis`, `xaxis2`, … */
export const placeOf = (p: number): string => (p === 0 ? "" : String(p + 1));

/** Parts of the height, as high as they have rows, with room for an axis between. */
export const stacked = (rows: readonly number[], gap: number): (readonly [number, number])[] => {
  const room = 1 - gap * (rows.length - 1);
  const total = rows.reduce((sum, n) => sum + n, 0);
  let top = 1;
  return rows.map((n) => {
    const bottom = Math.max(0, top - (room * n) / total);
    const domain = [bottom, top] as const;
    top = bottom - gap;
    return domain;
  });
};

/** `$ M`, `M GPU-hours`, `%`. */
export const axisTitle = (unit: MetricDefinition["unit"], suffix: string): string => {
  if (unit === "share") return "%";
  if (unit === "$") return `$ ${suffix}`;
  return suffix === "" || suffix === unit ? unit : `${suffix} ${unit}`;
};
