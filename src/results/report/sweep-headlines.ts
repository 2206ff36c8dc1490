/** Which metrics of a study are looked at first. */
import type { SweepPlan } from "../../studies/sweep/plan.ts";

const MOST_METRICS = 6;

/** Places of the metrics that are looked at first; without any, of the first ones. */
export const headlines = ({ definitions: all, study }: SweepPlan): number[] => {
  const places = all.map((_, m) => m);
  const chosen = study.metrics.length > 0 ? places : places.filter((m) => all[m]?.headline);
  return (chosen.length > 0 ? chosen : places).slice(0, MOST_METRICS);
};
