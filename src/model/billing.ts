/**
 * Billing. GPU-seconds are accrued exactly; an invoice turns them into dollars whenever the price may change:
 * at the start of a calendar month, at a ramp step, at the end. Only what is held is billed, so a partial
 * delivery is billed pro rata; capacity on the owner's notice is billed at `feeDuringNotice`.
 */
import { KIND } from "./events.ts";
import type { Lease } from "./lease.ts";
import { entitled } from "./lease.ts";
import type { Notice } from "./notice.ts";
import type { FeeSchedule, Plan, Seconds, TerminationCharge } from "./types.ts";
import type { World } from "./world.ts";

const HOUR = 3600;

/** Brings the integrals of a lease up to now. Call it before anything about the lease changes. */
export const accrue = (world: World, lease: Lease): void => {
  const { books } = lease;
  const elapsed = world.now - books.since;
  books.since = world.now;
  if (elapsed === 0) return;
  let byOwner = 0;
  let afterwards = 0;
  let byTenant = 0;
  let vacated = 0;
  let noticed = 0;
  const metered = lease.contract.fee.kind === "perMwMonth";
  for (const notice of lease.open) {
    const billable = notice.inUseTotal + (lease.contract.takeOrPay ? notice.vacatedTotal : 0);
    const late = notice.by === "owner" ? timeInOffRamp(lease, notice, world.now - elapsed, world.now) : 0;
    if (notice.by === "owner") {
      byOwner += billable * (elapsed - late);
      afterwards += billable * late;
    } else byTenant += billable * elapsed;
    vacated += notice.vacatedTotal;
    noticed += notice.inUseTotal + notice.vacatedTotal + notice.missing;
    if (metered) {
      const watts =
        wattsOf(world.plan, notice.inUse) +
        (lease.contract.takeOrPay ? wattsOf(world.plan, notice.vacated) : 0);
      if (notice.by === "owner") {
        books.wattsNoticed += watts * (elapsed - late);
        books.wattsOffRamp += watts * late;
      } else books.watts += watts * elapsed;
    }
  }
  const held = lease.firmTotal + heldOnNotice(lease);
  const due = entitled(lease) + noticed;
  books.firm += lease.firmTotal * elapsed;
  books.ownerNoticed += byOwner;
  books.offRamp += afterwards;
  books.tenantNoticed += byTenant;
  books.due += due * elapsed;
  books.held += held * elapsed;
  books.dueTotal += due * elapsed;
  books.heldTotal += held * elapsed;
  books.usedTotal += (held - vacated) * elapsed;
  if (metered) books.watts += wattsOf(world.plan, lease.firm) * elapsed;
};

/** Of a stretch of time, what lies beyond the notice that the contract demands. */
const timeInOffRamp = (lease: Lease, notice: Notice, from: Seconds, to: Seconds): Seconds => {
  const { noticeOwner, offRamp } = lease.contract;
  return offRamp.lasts === 0 ? 0 : Math.max(0, to - Math.max(from, notice.issuedAt + noticeOwner));
};

const heldOnNotice = (lease: Lease): number => {
  let sum = 0;
  for (const notice of lease.open) sum += notice.inUseTotal + notice.vacatedTotal;
  return sum;
};

const wattsOf = (plan: Plan, counts: readonly number[]): number => {
  let watts = 0;
  for (let pool = 0; pool < counts.length; pool++)
    watts += (counts[pool] as number) * (plan.pools[pool] as { watts: number }).watts;
  return watts;
};

/** Bills what has accrued since the last invoice; all of it lies in the month that holds `within`. */
export const invoice = (world: World, lease: Lease, within: Seconds, monthEnds: boolean): void => {
  accrue(world, lease);
  const { books, contract } = lease;
  const full = books.firm + books.tenantNoticed;
  const month = monthLength(world.plan, within);
  const rent =
    lease.feeScale *
    lease.feeShare *
    (rentFor(contract.fee, contract.gpus, month, full, books.watts) +
      contract.feeDuringNotice *
        rentFor(contract.fee, contract.gpus, month, books.ownerNoticed, books.wattsNoticed) +
      contract.offRamp.fee * rentFor(contract.fee, contract.gpus, month, books.offRamp, books.wattsOffRamp));
  books.firm = 0;
  books.ownerNoticed = 0;
  books.offRamp = 0;
  books.tenantNoticed = 0;
  books.watts = 0;
  books.wattsNoticed = 0;
  books.wattsOffRamp = 0;
  if (rent !== 0) {
    books.rent += rent;
    world.observer.billed?.(world.now, lease, "rent", rent);
  }
  if (monthEnds) credit(world, lease, month);
};

/** A month has begun: the one before is billed, and leases that ended in it are let go. */
export const billMonth = (world: World, index: number): void => {
  for (const living of world.living) invoice(world, living, world.now - 1, true);
  for (let i = world.living.length - 1; i >= 0; i--)
    if (world.living[i]?.state === "ended") world.living.splice(i, 1);
  const next = world.plan.monthStarts[index + 1];
  if (next !== undefined && next < world.plan.horizon)
    world.simulator.schedule(next, KIND.month, 0, index + 1);
};

const credit = (world: World, lease: Lease, month: Seconds): void => {
  const { books, contract } = lease;
  const delivered = books.due === 0 ? 1 : books.held / books.due;
  const due = books.due;
  books.due = 0;
  books.held = 0;
  let share = 0;
  for (const rung of contract.slaCredit) if (delivered < rung.below) share = Math.max(share, rung.credit);
  if (share === 0) return;
  const dollars =
    share *
    lease.feeScale *
    lease.feeShare *
    rentFor(contract.fee, contract.gpus, month, due, due * firstWatts(world.plan, lease));
  books.credits += dollars;
  world.observer.billed?.(world.now, lease, "credit", -dollars);
};

/** Dollars for so many GPU-seconds (or watt-seconds) inside one calendar month. */
export const rentFor = (
  fee: FeeSchedule,
  gpus: number,
  month: Seconds,
  gpuSeconds: number,
  wattSeconds: number,
): number => {
  switch (fee.kind) {
    case "perMonth":
      return (fee.dollars * gpuSeconds) / (gpus * month);
    case "perGpuHour":
      return (fee.dollars * gpuSeconds) / HOUR;
    case "perMwMonth":
      return (fee.dollars * (wattSeconds / 1e6)) / month;
  }
};

/** Seconds in the calendar month that holds a second of the horizon. */
export const monthLength = (plan: Plan, at: Seconds): Seconds => {
  const starts = plan.monthStarts;
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  return (starts[low + 1] as number) - (starts[low] as number);
};

/** A year of 365 days holds this many seconds a month. */
const MEAN_MONTH = (365 * 86_400) / 12;

/** Dollars a month for the full quantity, taking a mean month. */
export const monthlyFee = (
  plan: Plan,
  lease: { readonly contract: Lease["contract"]; readonly feeScale: number },
): number => {
  const { fee, gpus } = lease.contract;
  return (
    lease.feeScale *
    rentFor(fee, gpus, MEAN_MONTH, gpus * MEAN_MONTH, gpus * firstWatts(plan, lease) * MEAN_MONTH)
  );
};

const firstWatts = (plan: Plan, lease: { readonly contract: Lease["contract"] }): number =>
  (plan.pools[lease.contract.pools[0] as number] as { watts: number }).watts;

/** Dollars for one accelerator-hour at the full fee: what the owner forgoes by calling it. */
export const feePerGpuHour = (
  plan: Plan,
  lease: { readonly contract: Lease["contract"]; readonly feeScale: number },
): number => monthlyFee(plan, lease) / (lease.contract.gpus * (MEAN_MONTH / HOUR));

/** Dollars for each accelerator and day by which a lease with a buy-out clause ends early. */
export const buyOutPerGpuDay = (
  plan: Plan,
  lease: { readonly contract: Lease["contract"]; readonly feeScale: number },
): number => {
  const price = lease.contract.buyOut?.price;
  if (price === undefined) return 0;
  return price.kind === "perGpuDay" ? price.dollars : price.share * 24 * feePerGpuHour(plan, lease);
};

/** Pays the tenant for the days by which a notice was cut short. */
export const payBuyOut = (world: World, lease: Lease, gpus: number, bought: Seconds): void => {
  const dollars = (buyOutPerGpuDay(world.plan, lease) * gpus * bought) / (24 * HOUR);
  if (dollars === 0) return;
  lease.books.buyOut += dollars;
  world.observer.billed?.(world.now, lease, "buyOut", -dollars);
};

/**
 * Dollars for ending a whole lease early.
 *
 * @param monthly - its full fee for a mean month
 * @param remaining - seconds to the end of its term
 */
export const chargeFor = (charge: TerminationCharge, monthly: number, remaining: Seconds): number => {
  switch (charge.kind) {
    case "fixed":
      return charge.dollars;
    case "months":
      return charge.months * monthly;
    case "shareOfRemaining":
      return charge.share * monthly * (remaining / MEAN_MONTH);
    case "windDown": {
      // The area below a line from the full fee down to nothing, cut off at the end of the term.
      const run = Math.min(charge.lasts, remaining);
      return charge.lasts === 0 ? 0 : (monthly * (run - (run * run) / (2 * charge.lasts))) / MEAN_MONTH;
    }
  }
};

/** Charges for ending `gpus` of a lease ahead of its term; `sign` is +1 when the tenant pays. */
export const chargeTermination = (
  world: World,
  lease: Lease,
  charge: TerminationCharge,
  gpus: number,
  sign: 1 | -1,
): void => {
  const part = gpus / lease.gpus;
  const monthly = monthlyFee(world.plan, lease) * (lease.gpus / lease.contract.gpus);
  const remaining = Math.max(0, lease.expiry - world.now);
  const dollars = sign * part * chargeFor(charge, monthly, remaining);
  if (dollars === 0) return;
  lease.books.termination += dollars;
  world.observer.billed?.(world.now, lease, "termination", dollars);
};
