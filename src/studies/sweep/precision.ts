/**
 * How many replications a point takes. With a precision it is repeated until the mean of each metric named is known
 * well enough under every policy; what is decided depends on the results in the order of replications alone.
 */
import { METRIC, type MetricName } from "../../metrics/definitions.ts";
import { amountOf } from "../../scenario/study/amount.ts";
import type { Study } from "../../scenario/study-schema.ts";
import { meanInterval } from "../../stats/intervals.ts";

/** Takes up replications in order: for each policy its metrics. Says whether that is enough. */
export type Sufficiency = { readonly add: (rows: readonly ArrayLike<number>[]) => boolean };

/** @returns undefined when the number of replications is fixed */
export const sufficiencyOf = (
  { precision }: Study,
  policies: number,
  least: number,
): Sufficiency | undefined => {
  const wanted = Object.entries(precision).map(([metric, share]) => ({
    column: METRIC[metric as MetricName],
    share: amountOf(share)?.value ?? 0,
    values: Array.from({ length: policies }, (): number[] => []),
  }));
  if (wanted.length === 0) return undefined;
  let n = 0;
  return {
    add: (rows) => {
      n++;
      let isEnough = n >= Math.max(2, least);
      for (const { column, share, values } of wanted) {
        values.forEach((list, p) => {
          list.push((rows[p] as ArrayLike<number>)[column] as number);
          if (!isEnough) return;
          const { mean, halfWidth } = meanInterval(list);
          if (halfWidth > share * Math.abs(mean)) isEnough = false;
        });
      }
      return isEnough;
    },
  };
};
