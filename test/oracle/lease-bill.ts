/** Money in the oracle for leases: a second's rent, a month's credit, what ending a lease early costs. */
import type { Contract, Plan } from "../../src/model/types.ts";
import { dueAt, isOn, type Lease, last, sum, type World } from "./lease-world.ts";

export const MEAN_MONTH = (365 * 86_400) / 12;

/** Dollars for one accelerator and second, in a month of so many seconds. */
export const rate = ({ fee, gpus }: Contract, month: number): number =>
  fee.kind === "perGpuHour" ? fee.dollars / 3600 : fee.dollars / gpus / month;

const monthAround = ({ monthStarts }: Plan, at: number): number => {
  const next = monthStarts.findIndex((start) => start > at);
  return (monthStarts[next] as number) - (monthStarts[next - 1] as number);
};

export const bill = ({ plan, now }: World, lease: Lease): void => {
  const { terms } = lease;
  if (!isOn(lease, now)) return;
  const share = last(terms.ramp, Math.min(now, lease.endsFrom))?.fee ?? 1;
  // A month is settled in two parts when the share of the fee changes within it.
  if (lease.share !== share) settle(lease);
  lease.share = share;
  const dollars = rate(terms, monthAround(plan, now)) * share;
  const { month } = lease;
  const during = terms.feeDuringNotice;
  const running = lease.notices.filter(({ state }) => state === "running");
  const paid = running.map(({ inUse, vacated }) => during * (inUse + (terms.takeOrPay ? vacated : 0)));
  lease.rent += dollars * (lease.firm + sum(paid));
  const due = dueAt(lease, now);
  const owed = running.map(({ inUse, vacated, missing }) => inUse + vacated + missing);
  month.due += due + sum(owed);
  month.held += lease.firm + sum(running.map(({ inUse, vacated }) => inUse + vacated));
  month.rent += dollars * (due + sum(owed));
};

export const settle = (lease: Lease): void => {
  const { rent, due, held } = lease.month;
  const rungs = lease.terms.slaCredit.filter(({ below }) => due > 0 && held / due < below);
  lease.credits += rent * Math.max(0, ...rungs.map(({ credit }) => credit));
  lease.month = { rent: 0, due: 0, held: 0 };
};

/** What the owner pays for ending a lease, or a part of it, before its term is over. */
export const charge = (terms: Contract, gpus: number, now: number): number => {
  const owner = terms.terminationByOwner;
  const full = rate(terms, MEAN_MONTH) * gpus;
  const left = terms.expiry - now;
  switch (owner.kind) {
    case "fixed":
      return (owner.dollars * gpus) / terms.gpus;
    case "months":
      return owner.months * MEAN_MONTH * full;
    case "shareOfRemaining":
      return owner.share * left * full;
    case "windDown": {
      const lasts = Math.min(owner.lasts, left);
      return owner.lasts === 0 ? 0 : full * (lasts - lasts ** 2 / (2 * owner.lasts));
    }
  }
};
