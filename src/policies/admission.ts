/**
 * How much tenants' jobs may hold together. `spotQuota` follows the idea of GFS (ASPLOS 2026, arXiv 2509.11134): sell
 * what is expected to stay free over a guarantee window, times a factor that evictions push down and idle waiting pushes up.
 *
 * The factor in the published code cannot grow: its step up is (1.5 - (1-g)/rate), which is at most -0.5 wherever it
 * applies. Here it is (1.5 - rate/(1-g)), at least 1 there, and the factor stays between two bounds.
 */
import type { Admission, AdmissionView } from "../model/decisions.ts";
import type { AdmissionSettings } from "../model/types.ts";
import { SlidingQuantile, SlidingWindow } from "./sliding-quantile.ts";

type SpotQuota = Extract<AdmissionSettings, { kind: "spotQuota" }>;

/** A spot job that has waited for longer shows that more could be sold. */
const LONG_WAIT = 3600;

/** What a quota remembers: its factor, and what it saw at its latest looks, as many as fit into the history. */
type Memory = {
  factor: number;
  readonly demand: SlidingQuantile;
  readonly succeeded: SlidingWindow;
  readonly failed: SlidingWindow;
};

/** The admission that a policy's settings describe; undefined: tenants' jobs may take what is free. */
export const admissionOf = (settings: AdmissionSettings): Admission<unknown> | undefined => {
  switch (settings.kind) {
    case "all":
      return undefined;
    case "quota":
      return {
        every: 0,
        window: 0,
        initial: () => undefined,
        decide: (view) => [Math.floor(view.usable * settings.share), undefined],
      };
    case "spotQuota":
      return spotQuota(settings) as Admission<unknown>;
  }
};

const spotQuota = (settings: SpotQuota): Admission<Memory> => {
  const most = Math.max(1, Math.floor(settings.history / settings.every));
  return {
    every: settings.every,
    window: settings.window,
    initial: () => ({
      factor: 1,
      demand: new SlidingQuantile(most),
      succeeded: new SlidingWindow(most),
      failed: new SlidingWindow(most),
    }),
    decide: (view, memory) => {
      memory.demand.add(view.internal);
      memory.succeeded.add(view.succeeded);
      memory.failed.add(view.failed);
      memory.factor = adjust(settings, view, memory);
      const free = Math.max(0, view.usable - view.leased - memory.demand.quantile(settings.q));
      return [Math.floor(free * memory.factor), memory];
    },
  };
};

const adjust = ({ guarantee, least, most }: SpotQuota, view: AdmissionView, memory: Memory): number => {
  const { factor } = memory;
  const failed = view.failed - memory.failed.oldest;
  const ended = failed + view.succeeded - memory.succeeded.oldest;
  const allowed = 1 - guarantee;
  const rate = ended === 0 ? 0 : failed / ended;
  let next = factor;
  if (rate >= 1.5 * allowed && rate > 0) next = factor * (allowed / rate);
  else if (rate <= 0.5 * allowed && view.longestWait > LONG_WAIT)
    next = factor * (allowed === 0 ? 1 : 1.5 - rate / allowed);
  return Math.min(most, Math.max(least, next));
};
