/**
 * The auditor's cash book: who paid whom, lease by lease, from the event log alone. Rent flows to the owner, credits
 * to the tenant; nothing is billed to a lease that was never signed; ending early is charged when a notice ends,
 * and a deal that is signed is a lease that begins.
 */
import type { LoggedEvent } from "../metrics/event-log.ts";

export type CashTotals = {
  /** Dollars to the owner by lease, credits and charges included. */
  readonly cash: { readonly [lease: string]: number };
  readonly deals: { readonly arrived: number; readonly signed: number; readonly lost: number };
};

export class MoneyAudit {
  private readonly cash = new Map<string, number>();
  private readonly signed = new Set<string>();
  /** Deals that came and are not decided. */
  private readonly open = new Set<string>();
  /** Leases that were charged for ending early at this second, until a notice on them ends. */
  private readonly charged = new Set<string>();
  private readonly deals = { arrived: 0, signed: 0, lost: 0 };
  private readonly report: (what: string) => void;

  constructor(report: (what: string) => void) {
    this.report = report;
  }

  take(event: LoggedEvent): void {
    const { kind } = event;
    if (kind === "lease.signed") this.signed.add(String(event.lease));
    else if (kind === "notice.complied" || kind === "notice.enforced")
      this.charged.delete(String(event.target));
    else if (kind.startsWith("billed."))
      this.billed(kind.slice(7), String(event.lease), Number(event.dollars));
    else if (kind.startsWith("deal.")) this.deal(kind.slice(5), String(event.deal), event.lease);
  }

  /** A second is over. */
  pass(): void {
    for (const lease of this.charged)
      this.report(`${lease} is charged for ending early, and no notice ended`);
    this.charged.clear();
  }

  close(): CashTotals {
    this.pass();
    return { cash: Object.fromEntries(this.cash), deals: { ...this.deals } };
  }

  private billed(what: string, lease: string, dollars: number): void {
    if (!this.signed.has(lease)) this.report(`${lease} is billed and was never signed`);
    if (!Number.isFinite(dollars)) this.report(`${lease} is billed ${dollars} dollars`);
    if (what === "rent" && dollars < 0) this.report(`${lease} is billed a rent of ${dollars} dollars`);
    if (what === "credit" && dollars > 0) this.report(`${lease} pays a credit of ${dollars} dollars`);
    if (what === "buyOut" && dollars > 0) this.report(`${lease} pays to be bought out: ${dollars} dollars`);
    if (what === "termination") this.charged.add(lease);
    this.cash.set(lease, (this.cash.get(lease) ?? 0) + dollars);
  }

  private deal(change: string, name: string, lease: unknown): void {
    if (change === "arrived") {
      this.deals.arrived++;
      this.open.add(name);
      return;
    }
    if (!this.open.delete(name)) this.report(`deal ${name} is decided twice, or never came`);
    if (change === "lost") this.deals.lost++;
    else {
      this.deals.signed++;
      if (!this.signed.has(String(lease))) this.report(`deal ${name} is signed without a lease`);
    }
  }
}
