/**
 * Rolling-horizon planning. At each review the calls of least expected cost are worked out over the horizon, and
 * only those that cannot wait until the next review are made; the rest is thought over again then. Told the future
 * nothing needs a second thought: every notice is drawn up at once, to be served on its day.
 */
import { formatDuration } from "../../base/units.ts";
import type { Call, ReclaimView } from "../../model/decisions.ts";
import type { CandidateVerdict } from "../../model/notice.ts";
import type { Gpus, PolicySettings, Seconds } from "../../model/types.ts";
import type { Return } from "./book.ts";
import { type Candidate, type Outlook, outlookOf } from "./outlook.ts";
import { solve } from "./solve.ts";

/** The calls for one demand group that a plan over so many seconds makes now. */
export const plannedCalls = (
  view: ReclaimView,
  settings: PolicySettings,
  horizon: Seconds,
  group: number,
): Call[] => {
  const outlook = outlookOf(view, settings, horizon, group);
  if (outlook.leases.every(({ lease }) => lease.most === 0)) return [];
  const { returns } = solve(outlook.book);
  const calls: Call[] = [];
  const called = outlook.leases.map(() => 0);
  for (const back of returns) {
    const call = callFor(view, outlook, back, called[back.lease] as Gpus);
    called[back.lease] = (called[back.lease] as Gpus) + back.gpus;
    if (call === undefined) continue;
    calls.push({
      ...call,
      buyOut: false,
      cause: view.cause(group, outlook.book.supply[back.stage] as number),
      because: view.explain ? explain(view, outlook, returns, back) : undefined,
      prefer: (view.groups[group] as ReclaimView["groups"][0]).map(({ pool }) => pool),
    });
  }
  return calls;
};

type Dates = Pick<Call, "lease" | "gpus" | "issueAt" | "effectiveAt">;

/** The call behind a return, if it is to be made now. */
const callFor = (view: ReclaimView, outlook: Outlook, back: Return, before: Gpus): Dates | undefined => {
  const { lease, length } = outlook.leases[back.lease] as Candidate;
  const { issueAt, effectiveAt } = datesOf(outlook, back);
  // What is only handed over later cannot be called yet.
  const whole = before + back.gpus >= lease.most;
  const gpus = whole ? lease.callable - before : Math.min(back.gpus, lease.callable - before);
  if (gpus <= 0) return undefined;
  if (issueAt > view.now) {
    if (!outlook.isForeseen && issueAt >= view.now + outlook.step) return undefined;
    if (spanAt(lease, issueAt) !== lease.callable) return undefined;
  }
  const end = lease.expiry > issueAt ? Math.min(effectiveAt, lease.expiry) : issueAt + length;
  return { lease: lease.id, gpus, issueAt, effectiveAt: end };
};

const datesOf = (outlook: Outlook, back: Return): Pick<Call, "issueAt" | "effectiveAt"> => {
  const { lease, length } = outlook.leases[back.lease] as Candidate;
  const effectiveAt = (outlook.book.starts[back.stage] as Seconds) - lease.turnover;
  return { issueAt: effectiveAt - length, effectiveAt };
};

const spanAt = ({ spans }: Candidate["lease"], at: Seconds): Gpus => {
  let gpus = 0;
  for (const span of spans) if (span.from <= at) gpus = span.gpus;
  return gpus;
};

const explain = (
  view: ReclaimView,
  outlook: Outlook,
  returns: readonly Return[],
  back: Return,
): NonNullable<Call["because"]> => {
  const { book } = outlook;
  const demands = book.demands[back.stage] as readonly number[];
  const demand = Math.round(demands.reduce((sum, demand) => sum + demand, 0) / demands.length);
  const supply = book.supply[back.stage] as number;
  return {
    at: view.now,
    demand,
    supply,
    shortfall: demand - supply,
    horizon: book.starts[back.stage] as Seconds,
    candidates: outlook.leases.map((entry, l) => verdict(view, outlook, returns, entry, l)),
  };
};

const verdict = (
  view: ReclaimView,
  outlook: Outlook,
  returns: readonly Return[],
  { lease, earliest }: Candidate,
  l: number,
): CandidateVerdict => {
  let taken = 0;
  let later: Seconds | undefined;
  for (const back of returns) {
    if (back.lease !== l) continue;
    const { issueAt } = datesOf(outlook, back);
    if (issueAt <= view.now) taken += back.gpus;
    else later ??= issueAt - view.now;
  }
  return {
    lease: lease.name,
    callable: lease.callable,
    earliest: Number.isFinite(earliest) ? earliest : lease.expiry,
    taken: Math.min(taken, lease.callable),
    reason: reasonOf(outlook, lease, taken, later, earliest),
  };
};

const reasonOf = (
  { book, leases, isForeseen }: Outlook,
  lease: Candidate["lease"],
  taken: Gpus,
  later: Seconds | undefined,
  earliest: Seconds,
): string => {
  const l = leases.findIndex((entry) => entry.lease === lease);
  const sure = isForeseen ? "will be" : "is expected to be";
  if (taken > 0) {
    const amount = taken >= lease.most ? "called whole" : "shrunk";
    const rest = later === undefined ? "" : `; more in ${formatDuration(later)}`;
    return `${amount}: what it spares ${sure} worth more than what it earns${rest}`;
  }
  if (later !== undefined) return `to be called in ${formatDuration(later)}, as things stand`;
  if (!Number.isFinite(earliest)) return "its notices for the year are used up";
  if (book.leases[l]?.possible.includes(true) !== true) return "it cannot be back within the plan's horizon";
  return `what it earns ${sure} worth more than what it would spare`;
};
