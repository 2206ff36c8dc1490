/**
 * Taking notices back. Under `ifNeedGone` and `offer` a notice is taken back, the latest first, when supply without it
 * still exceeds the demand to meet at its deadline by the band.
 */
import type { NoticeView, ReclaimView } from "../model/decisions.ts";
import type { Gpus, PolicySettings, Seconds } from "../model/types.ts";
import { forecastDemand } from "./forecast.ts";
import { suppliesOf } from "./supplies.ts";

/** The notices that are no longer needed. */
export const noLongerNeeded = (
  view: ReclaimView,
  settings: PolicySettings,
  window: Seconds,
): NoticeView[] => {
  const { rescind, size } = settings;
  if (rescind.kind === "never") return [];
  const spared: NoticeView[] = [];
  const supplies = view.groups.map((_, group) => suppliesOf(view, group));
  const open = view.openNotices().filter((notice) => !notice.rescindRefused && notice.group >= 0);
  for (const notice of open.sort((a, b) => b.readyAt - a.readyAt || b.id - a.id)) {
    const { group } = notice;
    const supplyAt = supplies[group] as (at: Seconds) => Gpus;
    const ahead = Math.max(0, notice.readyAt - view.now);
    const now = view.demandNow(group);
    const expected =
      size.kind === "forecastQuantile"
        ? forecastDemand(
            view,
            settings.forecast,
            group,
            size.q === "newsvendor" ? 0.5 : size.q,
            ahead,
            window,
          )
        : size.kind === "foresight"
          ? forecastDemand(view, { kind: "perfect", sd: 0 }, group, 0.5, ahead, window)
          : size.kind === "orderUpTo"
            ? size.level
            : now;
    const needed = Math.max(now, expected);
    // Without it there is less at its own deadline, and at those of all that were taken back before.
    const isMissed = (one: NoticeView): boolean =>
      one.group === group &&
      supplyAt(one.readyAt) - takenBack(spared, one) - notice.gpus - needed < rescind.band * needed;
    if (isMissed(notice) || spared.some(isMissed)) continue;
    spared.push(notice);
  }
  return spared;
};

/** What those taken back already would have brought by then; whoever would have come later is not in the supply. */
const takenBack = (spared: readonly NoticeView[], { group, readyAt }: NoticeView): Gpus =>
  spared.reduce((sum, one) => (one.group === group && one.readyAt <= readyAt ? sum + one.gpus : sum), 0);
