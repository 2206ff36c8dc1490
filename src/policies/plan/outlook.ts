/**
 * From what a policy sees to a planning problem. Told the future, stages begin wherever anything changes: demand,
 * supply, a price, a lease that can first be back; between them costs run straight, so that no better date is
 * missed. Under a forecast a call is weighed at each coming review, and demand is a handful of quantiles.
 */
import { InputError } from "../../base/errors.ts";
import type { ReclaimView } from "../../model/decisions.ts";
import { nextChange } from "../../model/internal.ts";
import type { LeaseOutlook } from "../../model/lease-outlook.ts";
import type { Gpus, PolicySettings, Seconds } from "../../model/types.ts";
import { normalQuantile } from "../../random/normal-quantile.ts";
import { forecastAt } from "../forecast.ts";
import { lookEvery } from "../trigger.ts";
import type { Book, BookLease } from "./book.ts";

const HOUR = 3600;
const WEEK = 7 * 86_400;
/** Normal scores of the equally likely quantiles that stand for a forecast. */
const QUANTILES = 16;
const SCORES = Array.from({ length: QUANTILES }, (_, i) => normalQuantile((i + 0.5) / QUANTILES));

/** A book and what is needed to act on its solution. */
export type Outlook = {
  readonly book: Book;
  readonly leases: readonly Candidate[];
  /** Seconds until the policy looks again. */
  readonly step: Seconds;
  readonly isForeseen: boolean;
};

export type Candidate = {
  readonly lease: LeaseOutlook;
  /** Length of its notice, and when its capacity could be free at the earliest; Infinity: not at all. */
  readonly length: Seconds;
  readonly earliest: Seconds;
};

/** The planning problem of a demand group at this instant. */
export const outlookOf = (
  view: ReclaimView,
  settings: PolicySettings,
  horizon: Seconds,
  group: number,
): Outlook => {
  const isForeseen = settings.forecast.kind === "perfect";
  const step = Math.max(1, lookEvery(view, settings) || WEEK);
  const end = isForeseen ? view.horizon : Math.min(view.now + horizon, Number.MAX_SAFE_INTEGER);
  const leases = view.outlook(group).map((lease) => candidate(view, settings, lease, step, isForeseen));
  const starts = isForeseen ? breakpoints(view, group, leases, end) : reviews(view, group, leases, step, end);
  const lengths = starts.map((at, k) => {
    const from = isForeseen ? Math.max(at, view.warmUp) : at;
    return Math.max(0, (starts[k + 1] ?? end) - from);
  });
  const book: Book = {
    starts,
    lengths,
    supply: starts.map((at) => view.supplyAt(group, at)),
    demands: starts.map((at, k) => demandsAt(view, settings, group, at, (starts[k + 1] ?? end) - at)),
    value: view.values.internalGpuHour / HOUR,
    leases: leases.map((entry) =>
      bookLease(entry, starts, end, isForeseen ? view.warmUp : 0, isForeseen ? 0 : step),
    ),
  };
  return { book, leases, step, isForeseen };
};

const candidate = (
  view: ReclaimView,
  settings: PolicySettings,
  lease: LeaseOutlook,
  step: Seconds,
  isForeseen: boolean,
): Candidate => {
  const { notice } = settings;
  const length = notice.kind === "fixed" ? Math.max(notice.length, lease.noticeOwner) : lease.noticeOwner;
  const waits = !isForeseen && notice.insideLockout === "refuse";
  const ahead = Math.max(0, lease.callableFrom - view.now);
  const issueAt = view.now + (waits ? Math.ceil(ahead / step) * step : ahead);
  const effectiveAt = Math.max(issueAt + length, lease.effectiveFrom);
  return {
    lease,
    length,
    earliest: lease.exhausted ? Number.POSITIVE_INFINITY : effectiveAt + lease.turnover,
  };
};

/** More reviews than this are not planned for. */
const MOST_REVIEWS = 1_000_000;

/**
 * Now, and whatever the forecast's reviews could have back.
 *
 * @throws InputError when these are too many
 */
const reviews = (
  view: ReclaimView,
  group: number,
  leases: readonly Candidate[],
  step: Seconds,
  end: Seconds,
): Seconds[] => {
  const starts = new Set([view.now]);
  const count = leases.reduce((sum, { earliest }) => sum + Math.max(0, end - earliest) / step, 0);
  if (count > MOST_REVIEWS)
    throw new InputError([
      {
        path: "policies",
        message: `a plan of least expected cost would look ${Math.ceil(count)} times ahead`,
        allowed: `at most ${MOST_REVIEWS} reviews in a plan`,
        hint: "plan less far, or review less often",
      },
    ]);
  for (const { earliest } of leases) for (let at = earliest; at < end; at += step) starts.add(at);
  for (const at of view.supplySteps(group, view.now, end)) starts.add(at);
  return [...starts].sort((a, b) => a - b);
};

const breakpoints = (
  view: ReclaimView,
  group: number,
  leases: readonly Candidate[],
  end: Seconds,
): Seconds[] => {
  const starts = new Set([view.now, ...view.supplySteps(group, view.now, end), view.warmUp]);
  for (const { path } of view.levels(group)) {
    for (
      let step = nextChange(path, Math.floor(view.now / path.every));
      step > 0;
      step = nextChange(path, step)
    )
      starts.add(step * path.every);
  }
  for (const { lease, length, earliest } of leases) {
    const { turnover, spans, expiry } = lease;
    starts.add(earliest);
    for (const at of [...view.monthStarts, view.warmUp, expiry, ...spans.map(({ from }) => from)]) {
      starts.add(at + turnover);
      starts.add(at + turnover + length);
    }
  }
  return [...starts].filter((at) => at >= view.now && at < end).sort((a, b) => a - b);
};

const demandsAt = (
  view: ReclaimView,
  settings: PolicySettings,
  group: number,
  at: Seconds,
  length: Seconds,
): number[] => {
  const { forecast } = settings;
  const ahead = at - view.now;
  const isForeseen = forecast.kind === "perfect";
  const isSpread = forecast.kind === "quantile" || forecast.kind === "law";
  const middle = isForeseen ? ahead : ahead + Math.floor(length / 2);
  return forecastAt(view, forecast, group, isSpread ? SCORES : [0], middle);
};

/** @param step - seconds between dates at which it may be called; 0: any */
const bookLease = (
  { lease, length, earliest }: Candidate,
  starts: readonly Seconds[],
  end: Seconds,
  measuredFrom: Seconds,
  step: Seconds,
): BookLease => {
  const { turnover, spans, feeDuringNotice } = lease;
  const rents = starts.map((at) => {
    const effectiveAt = at - turnover;
    const issueAt = effectiveAt - length;
    return spans.map(({ from }, s) => {
      const until = Math.min(end, spans[s + 1]?.from ?? end);
      const rent = (a: Seconds, b: Seconds): number => {
        const start = Math.max(a, from, measuredFrom);
        const stop = Math.min(b, until);
        return stop > start ? lease.rentOfOne(start, stop) : 0;
      };
      const during = feeDuringNotice === 1 ? 0 : (1 - feeDuringNotice) * rent(issueAt, effectiveAt);
      return during + rent(effectiveAt, end);
    });
  });
  const charges = starts.map((at) => {
    const effectiveAt = at - turnover;
    // What is charged in the second in which the measured window begins still belongs to the time before it.
    const isMeasured = measuredFrom === 0 || effectiveAt > measuredFrom;
    return isMeasured && effectiveAt < end ? lease.charge(1, effectiveAt) : 0;
  });
  const { handedOver } = lease;
  return {
    most: lease.most,
    early:
      handedOver === undefined
        ? undefined
        : (stage, back) => {
            const middle = ((starts[stage] as Seconds) + (starts[stage + 1] ?? end)) / 2 - turnover;
            const issueAt = (starts[back] as Seconds) - turnover - length;
            return length === 0 || middle <= issueAt
              ? 0
              : Math.min(1, handedOver((middle - issueAt) / length));
          },
    ratio: lease.ratio,
    leave: lease.minQuantity,
    possible: starts.map((at) => at >= earliest && (step === 0 || (at - earliest) % step === 0)),
    kept: starts.map((at) => Math.max(keptAt(spans, at), keptAt(spans, at - turnover))),
    lost: (gpus, stage) => {
      const rent = rents[stage] as number[];
      let dollars = gpus * (charges[stage] as number);
      for (let s = 0; s < rent.length; s++)
        dollars += Math.min(gpus, (spans[s] as { gpus: Gpus }).gpus) * (rent[s] as number);
      return dollars;
    },
  };
};

const keptAt = (spans: LeaseOutlook["spans"], at: Seconds): Gpus => {
  let gpus = 0;
  for (const span of spans) if (span.from <= at) gpus = span.gpus;
  return gpus;
};
