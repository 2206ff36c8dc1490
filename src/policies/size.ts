/**
 * How much. Each size answers one question for one lease: what will demand be when this lease's capacity
 * could arrive? What the supply by then leaves uncovered is what the lease is asked for.
 */
import type { LeaseView, ReclaimView } from "../model/decisions.ts";
import type { Gpus, PolicySettings, Seconds } from "../model/types.ts";
import { forecastDemand } from "./forecast.ts";

/**
 * Demand to be ready for when a lease's capacity would arrive.
 *
 * - `shortfall`: what is wanted today;
 * - `yarnRound`: the same; how much of it a round asks for is decided in `round-limit.ts`;
 * - `orderUpTo`: a fixed level;
 * - `forecastQuantile`: a quantile of the forecast at notice plus turnover. Under `newsvendor` the quantile is
 *   the critical ratio (value - fee) / value: an accelerator short loses value - fee an hour, one too many
 *   loses the fee. A lease that pays more than internal use is worth is not called (ratio 0 or less).
 * - `plan`: what is wanted today; a plan works out its calls by itself, see `plan/`;
 * - `foresight`: the path itself, at notice plus turnover; see `foresight.ts` for what it calls beyond that.
 *
 * @param window - seconds until the policy looks again; only a perfect forecast uses it
 */
export const demandToMeet = (
  view: ReclaimView,
  settings: PolicySettings,
  group: number,
  lease: LeaseView,
  readyAt: Seconds,
  window: Seconds,
): Gpus => {
  const { size } = settings;
  switch (size.kind) {
    case "shortfall":
    case "yarnRound":
    case "plan":
      return view.demandNow(group);
    case "orderUpTo":
      return size.level;
    case "foresight":
      return forecastDemand(view, PERFECT, group, 0.5, readyAt - view.now, window);
    case "forecastQuantile": {
      const q =
        size.q === "newsvendor" ? criticalRatio(view.values.internalGpuHour, lease.feePerGpuHour) : size.q;
      if (q <= 0) return 0;
      return forecastDemand(view, settings.forecast, group, Math.min(q, 0.9999), readyAt - view.now, window);
    }
  }
};

const PERFECT = { kind: "perfect", sd: 0 } as const;

/** The newsvendor's critical ratio: cost of too few over the cost of too few and too many. */
export const criticalRatio = (value: number, fee: number): number => (value <= 0 ? 0 : (value - fee) / value);
