/**
 * The lockout calendar: what can be called when, by the contracts alone. It knows neither demand nor policy nor what
 * was called before: it says what the owner may do, lease by lease and date by date, and what could be back by when.
 */
import { noticeGiven } from "./lease.ts";
import type { Contract, Gpus, Plan, Seconds, Step } from "./types.ts";

/** A call on a day, on the contract's own terms. */
export type EarliestCall = {
  /** When it is served: that day, or when the lockout ends. */
  readonly issueAt: Seconds;
  readonly effectiveAt: Seconds;
  /** When the last of it is wiped and the owner's. */
  readonly returnAt: Seconds;
  /** What is let then, by the ramp: a call of the whole takes all of it. */
  readonly gpus: Gpus;
  /** The term ends first: it is not called but not renewed. */
  readonly isNonRenewal: boolean;
};

export type CalendarRow = {
  readonly lease: string;
  readonly tenant: string;
  readonly gpus: Gpus;
  /** What can be called without ending the lease. */
  readonly shrinkable: Gpus;
  readonly start: Seconds;
  readonly expiry: Seconds;
  readonly lockoutEnd: Seconds;
  /** Notice and off-ramp. */
  readonly notice: Seconds;
  /** As early as the contract allows; undefined when the term ends before anything can be called. */
  readonly earliest: EarliestCall | undefined;
  /** The first day on which the tenant may be gone of its own accord. */
  readonly tenantLeaves: Seconds;
  /** One an element of `dates`: what a notice on that day brings. */
  readonly calls: readonly (EarliestCall | undefined)[];
};

export type LockoutCalendar = {
  /** Asked on this day. */
  readonly at: Seconds;
  /** That day, and the starts of the months after it inside the horizon. */
  readonly dates: readonly Seconds[];
  readonly rows: readonly CalendarRow[];
  /** Accelerators that can be back by a date when all are called as early as their contracts allow. */
  readonly callable: readonly Step<Gpus>[];
};

/**
 * Of the leases in the plan; those that prospects and successors sign later are not known yet.
 *
 * @param at - the day on which it is asked, in seconds since the start
 * @param of - only leases of this tenant; default: all
 */
export const lockoutCalendar = (plan: Plan, at: Seconds = 0, of?: string): LockoutCalendar => {
  const dates = [at, ...plan.monthStarts.filter((start) => start > at && start < plan.horizon)];
  const nameOf = ({ tenant }: Contract): string => (plan.tenants[tenant] as { name: string }).name;
  const asked = plan.contracts.filter((contract) => of === undefined || nameOf(contract) === of);
  const rows = asked.map((contract): CalendarRow => {
    const calls = dates.map((date) => callOn(contract, date));
    return {
      lease: contract.name,
      tenant: nameOf(contract),
      gpus: contract.gpus,
      shrinkable: Math.max(0, contract.gpus - contract.minQuantity),
      start: contract.start,
      expiry: contract.expiry,
      lockoutEnd: contract.lockoutEnd,
      notice: noticeGiven(contract),
      earliest: calls[0],
      tenantLeaves: effectOf(contract, contract.noticeTenant, servedOn(contract, at)),
      calls,
    };
  });
  return { at, dates, rows, callable: callableBy(rows) };
};

/** What a notice to end the lease brings when it is wanted on a day; undefined when the term is over by then. */
export const callOn = (contract: Contract, at: Seconds): EarliestCall | undefined => {
  const issueAt = servedOn(contract, at);
  if (issueAt >= contract.expiry) return undefined;
  const effectiveAt = effectOf(contract, noticeGiven(contract), issueAt);
  return {
    issueAt,
    effectiveAt,
    returnAt: effectiveAt + contract.turnover,
    gpus: letAt(contract, issueAt),
    isNonRenewal: effectiveAt >= contract.expiry,
  };
};

/** A lease is called once it runs, and outside of its lockout where that bars the issue. */
const servedOn = ({ start, lockoutEnd, lockoutMeaning }: Contract, at: Seconds): Seconds =>
  Math.max(at, start, lockoutMeaning === "issue" ? lockoutEnd : at);

const effectOf = (
  { expiry, lockoutEnd, lockoutMeaning }: Contract,
  notice: Seconds,
  issueAt: Seconds,
): Seconds =>
  Math.min(expiry, Math.max(issueAt + notice, lockoutMeaning === "effective" ? lockoutEnd : issueAt));

const letAt = ({ ramp }: Contract, at: Seconds): Gpus => {
  let gpus = 0;
  for (const step of ramp) if (step.at <= at) gpus = step.gpus;
  return gpus;
};

const callableBy = (rows: readonly CalendarRow[]): Step<Gpus>[] => {
  const steps: { at: Seconds; value: Gpus }[] = [];
  let value = 0;
  const calls = rows.flatMap(({ earliest }) => (earliest === undefined ? [] : [earliest]));
  for (const { returnAt, gpus } of [...calls].sort((a, b) => a.returnAt - b.returnAt)) {
    value += gpus;
    const last = steps[steps.length - 1];
    if (last?.at === returnAt) last.value = value;
    else steps.push({ at: returnAt, value });
  }
  return steps;
};
