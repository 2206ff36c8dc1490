/**
 * Buying a tenant out: paying it to leave before its notice is over, where its contract names a price. An accelerator is
 * worth buying when it is short for so much of the time won that its use makes up for the price and the rent that stops.
 */
import { formatGpus, formatMoney, formatNumber } from "../base/units.ts";
import type { ReclaimView } from "../model/decisions.ts";
import type { Gpus, PolicySettings, Seconds } from "../model/types.ts";
import { type Asked, calledBy, leavesByItself, readyTimes, worth } from "./asked.ts";
import { forecastDemand } from "./forecast.ts";
import { demandToMeet } from "./size.ts";

const HOUR = 3600;
const DAY = 86_400;

/** Into so many parts the time won is divided where demand is foreseen. */
const PARTS = 12;

/** What is short in a stretch of the time that is won, in the demand's own accelerators. */
type Stretch = { readonly seconds: Seconds; readonly lacking: Gpus };

/**
 * Strikes the deals that are worth their price, in the order in which leases were asked. What a tenant on notice would
 * hand over before its deadline by itself is not foreseen.
 *
 * @param maySplit - whether a lease may be served two notices at once, one for what is bought and one for the rest
 */
export const buyOut = (
  view: ReclaimView,
  settings: PolicySettings,
  group: number,
  asked: readonly Asked[],
  maySplit: boolean,
): void => {
  if (settings.buyOut === 0) return;
  for (const entry of asked) {
    if (entry.taken === 0 || entry.terms.issueAt > view.now) continue;
    const at = earliest(view, entry);
    if (at >= contractEnd(entry) || at >= entry.terms.effectiveAt) continue;
    const stretches = shortages(view, settings, group, entry, asked, at);
    const secondsWorth = (costOfOne(entry, at) / (view.values.internalGpuHour * settings.buyOut)) * HOUR;
    const gpus = worthBuying(entry, stretches, secondsWorth, maySplit && entry.lease.mayRepeat);
    if (gpus === 0) continue;
    entry.deal = { at, gpus };
    entry.reason += told(view, entry, at, gpus, stretches);
  }
};

/** When a tenant could leave for money; never when its contract has no price. */
const earliest = (view: ReclaimView, { lease }: Asked): Seconds => {
  if (lease.buyOut === undefined) return Number.POSITIVE_INFINITY;
  const at = view.now + lease.buyOut.notice;
  return lease.lockoutMeaning === "effective" ? Math.max(at, lease.lockoutEnd) : at;
};

/** When its notice ends at the earliest by the contract alone: what is cut off before that is paid for. */
const contractEnd = ({ lease, terms }: Asked): Seconds => {
  const end = terms.issueAt + lease.noticeOwner;
  return Math.min(lease.expiry, lease.lockoutMeaning === "effective" ? Math.max(end, lease.lockoutEnd) : end);
};

/** Price of the deal for each accelerator. */
const priceOf = (entry: Asked, at: Seconds): number =>
  ((contractEnd(entry) - at) / DAY) * (entry.lease.buyOut?.perGpuDay ?? 0);

/** The same, and the rent that is not earned in the meantime, for an accelerator of the demand's own. */
const costOfOne = (entry: Asked, at: Seconds): number => {
  const { lease, terms } = entry;
  const rent = ((terms.effectiveAt - at) / HOUR) * lease.feePerGpuHour * lease.feeDuringNotice;
  return (priceOf(entry, at) + rent) / lease.ratio;
};

/**
 * How many accelerators to buy: as many as are each short for long enough; or, where the rest could not stay behind, all
 * or none by what they are worth together.
 *
 * @param least - seconds that one must be short to be worth its cost
 */
const worthBuying = (entry: Asked, stretches: readonly Stretch[], least: number, maySplit: boolean): Gpus => {
  const { lease, taken } = entry;
  const own = worth(entry, taken);
  const together = shortSeconds(stretches, own);
  const all = together > 0 && own * least <= together ? taken : 0;
  const each = Math.max(
    0,
    ...stretches.map(({ lacking }) => lacking).filter((n) => isShortFor(stretches, n) >= least),
  );
  if (least <= 0) return all;
  const some = Math.ceil(Math.min(own, each) / lease.ratio);
  if (some >= taken) return all;
  return maySplit && lease.callable - some >= lease.minQuantity ? some : all;
};

/** Seconds in which at least so many accelerators are short. */
const isShortFor = (stretches: readonly Stretch[], gpus: Gpus): Seconds =>
  stretches.reduce((sum, { seconds, lacking }) => sum + (gpus > 0 && lacking >= gpus ? seconds : 0), 0);

/** GPU-seconds of shortage that so many accelerators would fill. */
const shortSeconds = (stretches: readonly Stretch[], gpus: Gpus): number =>
  stretches.reduce((sum, { seconds, lacking }) => sum + Math.max(0, Math.min(lacking, gpus)) * seconds, 0);

const shortages = (
  view: ReclaimView,
  settings: PolicySettings,
  group: number,
  entry: Asked,
  asked: readonly Asked[],
  at: Seconds,
): Stretch[] => {
  const { lease, terms } = entry;
  const from = at + lease.turnover;
  const to = Math.min(terms.readyAt, view.horizon);
  if (from >= to) return [];
  const others = asked.filter((one) => one !== entry);
  const leases = others.map((one) => one.lease);
  const share = settings.throttle.naturalExitFactor;
  const steps = stepsOf(view, settings, group, others, from, to);
  return steps.map((step, i): Stretch => {
    const seconds = (steps[i + 1] ?? to) - step;
    const demand = likelyDemand(view, settings, group, lease, step, seconds);
    const coming = calledBy(others, step) + leavesByItself(leases, others, lease, step, share);
    return { seconds, lacking: demand - view.supplyAt(group, step) - coming };
  });
};

/** What is called for covers the worst that is likely; what is paid for is the shortage in the middle of the forecast. */
const likelyDemand = (
  view: ReclaimView,
  settings: PolicySettings,
  group: number,
  lease: Asked["lease"],
  at: Seconds,
  length: Seconds,
): Gpus =>
  settings.size.kind === "forecastQuantile"
    ? forecastDemand(view, settings.forecast, group, 0.5, at - view.now, length)
    : demandToMeet(view, settings, group, lease, at, length);

/** Seconds at which the supply changes, by what is known already and by what this round calls; and a grid for forecasts. */
const stepsOf = (
  view: ReclaimView,
  { size }: PolicySettings,
  group: number,
  others: readonly Asked[],
  from: Seconds,
  to: Seconds,
): Seconds[] => {
  const steps = [...view.supplySteps(group, from, to), ...others.flatMap(readyTimes)];
  if (size.kind === "forecastQuantile" || size.kind === "foresight")
    for (let part = 1; part < PARTS; part++) steps.push(from + Math.floor(((to - from) * part) / PARTS));
  return [...new Set(steps.filter((step) => step >= from && step < to))].sort((a, b) => a - b);
};

const told = (
  view: ReclaimView,
  entry: Asked,
  at: Seconds,
  gpus: Gpus,
  stretches: readonly Stretch[],
): string => {
  const days = formatNumber((contractEnd(entry) - at) / DAY);
  const who = gpus === entry.taken ? "" : ` ${formatGpus(gpus)} of them`;
  const gain = (shortSeconds(stretches, worth(entry, gpus)) / HOUR) * view.values.internalGpuHour;
  return (
    `, and paid ${formatMoney(gpus * priceOf(entry, at))} to leave${who === "" ? "" : " with"}${who} ${days} days before ` +
    `its notice is over: what is short in that time is worth ${formatMoney(gain)}`
  );
};
