/**
 * The newsvendor of a lease that can only be called in a lump. The critical ratio is right at the margin, one
 * accelerator at a time; a lease that must go whole for the sake of a few is worth calling only if all of it pays:
 *
 *   value x E[min(lump, max(0, demand - supply))] >= fee x lump.
 *
 * Where a call and a later one would both be made, this is also the right moment: waiting a day saves the fee of a
 * day and costs the shortage of a day.
 */
import type { LeaseView, ReclaimView } from "../model/decisions.ts";
import type { Gpus, PolicySettings, Seconds } from "../model/types.ts";
import { normalQuantile } from "../random/normal-quantile.ts";
import { forecastAt } from "./forecast.ts";

const QUANTILES = 32;
const SCORES = Array.from({ length: QUANTILES }, (_, i) => normalQuantile((i + 0.5) / QUANTILES));

/**
 * Whether calling a lump of a lease is expected to pay; of other sizes than the newsvendor's it is not asked.
 *
 * @param supply - what there will be by then without it
 */
export const lumpPays = (
  view: ReclaimView,
  { size, forecast }: PolicySettings,
  group: number,
  lease: LeaseView,
  lump: Gpus,
  supply: Gpus,
  readyAt: Seconds,
): boolean => {
  if (size.kind !== "forecastQuantile" || size.q !== "newsvendor") return true;
  const gain = Math.floor(lump * lease.ratio);
  let used = 0;
  for (const demand of forecastAt(view, forecast, group, SCORES, readyAt - view.now))
    used += Math.min(gain, Math.max(0, demand - supply));
  return (view.values.internalGpuHour * used) / QUANTILES >= lease.feePerGpuHour * lump;
};
