/** What must hold, in exact integers, when a run is over: the ledger, the books of the jobs and the auditor agree. */
import { METRIC } from "../../src/metrics/definitions.ts";
import type { RunResult } from "../../src/metrics/outcome.ts";
import { RUNNING } from "../../src/model/job-store.ts";
import { ACCOUNTS, accounts, EXTERNAL, INTERNAL } from "../../src/model/ledger.ts";
import type { World } from "../../src/model/world.ts";
import type { AuditReport } from "../../src/validation/audit.ts";
import { Violation } from "../properties/invariants.ts";

/** @throws Violation with the first identity that does not hold */
export const holdAtEnd = (world: World, result: RunResult, { totals, violations }: AuditReport): void => {
  if (violations.length > 0) throw new Violation(`the auditor: ${violations.slice(0, 3).join("; ")}`);
  const { ledger, plan } = world;
  const { horizon } = plan;
  for (let account = 0; account < ACCOUNTS; account++) {
    const name = accounts[account] as string;
    equal(name, ledger.integral(account, horizon), totals.accounts[name] ?? 0);
  }
  jobBooks(world);
  money(world, totals.money);
  const { metrics } = result;
  for (const name of Object.keys(METRIC) as (keyof typeof METRIC)[]) {
    const value = metrics[METRIC[name]] as number;
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
      throw new Violation(`${name} is ${value}`);
    if (name.endsWith("GpuHours") && value < 0) throw new Violation(`${name} is ${value}`);
  }
  if (plan.warmUp > 0) return;
  equal("notices issued", metrics[METRIC.noticesIssued] as number, totals.noticesIssued);
  close("installed", (metrics[METRIC.installedGpuHours] as number) * 3600, totals.installed);
  close("revenue of jobs", metrics[METRIC.jobRevenue] as number, jobFees(world));
  close(
    "revenue of leases",
    metrics[METRIC.revenue] as number,
    (totals.money.rent ?? 0) + (metrics[METRIC.jobRevenue] as number),
  );
};

/** What was used for whatever end adds up to what the ledger says was in use. */
function jobBooks({ jobs, ledger, plan, claims, runs }: World): void {
  const used = { internal: 0, external: 0 };
  jobs.totals.forEach((sums, stream) => {
    const { safe, lostByPreemption, lostByFailure, restarting, checkpointing } = sums;
    equal(
      `use of stream ${stream}`,
      sums.used,
      safe + lostByPreemption + lostByFailure + restarting + checkpointing,
    );
    used[sideOf(plan.streams[stream]?.program)] += sums.used;
  });
  for (let job = 0; job < jobs.table.count; job++) {
    if (jobs.state[job] !== RUNNING) continue;
    const stream = plan.streams[jobs.table.stream[job] as number];
    used[sideOf(stream?.program)] +=
      (jobs.held[job] as number) * (plan.horizon - (jobs.since[job] as number));
  }
  equal("use by jobs of tenants", used.external, ledger.integral(EXTERNAL, plan.horizon));
  if (claims.length === 0 && runs.length === 0)
    equal("use by internal jobs", used.internal, ledger.integral(INTERNAL, plan.horizon));
}

const sideOf = (program: number | undefined) => (program === -1 ? "external" : "internal");

function money({ leases }: World, billed: { readonly [what: string]: number }): void {
  const sum = (of: (books: (typeof leases)[0]["books"]) => number): number =>
    leases.reduce((total, lease) => total + of(lease.books), 0);
  close(
    "rent",
    sum((books) => books.rent),
    billed.rent ?? 0,
  );
  close(
    "credits",
    sum((books) => books.credits),
    -(billed.credit ?? 0),
  );
  close(
    "termination",
    sum((books) => books.termination),
    billed.termination ?? 0,
  );
  close(
    "buy-outs",
    sum((books) => books.buyOut),
    -(billed.buyOut ?? 0),
  );
}

/** Dollars that tenants' jobs paid. */
const jobFees = ({ ledger, plan, jobs }: World): number => {
  let fees = 0;
  plan.streams.forEach((stream, s) => {
    fees += ((jobs.totals[s]?.used ?? 0) / 3600) * stream.feePerGpuHour;
  });
  for (let job = 0; job < jobs.table.count; job++) {
    if (jobs.state[job] !== RUNNING) continue;
    const stream = plan.streams[jobs.table.stream[job] as number];
    fees +=
      (((jobs.held[job] as number) * (plan.horizon - (jobs.since[job] as number))) / 3600) *
      (stream?.feePerGpuHour ?? 0);
  }
  return ledger.pools === 0 ? 0 : fees;
};

function equal(what: string, is: number, must: number): void {
  if (is !== must) throw new Violation(`${what}: ${is}, by the other count ${must}`);
}

/** Sums of dollars and hours, added up in another order. */
function close(what: string, is: number, must: number): void {
  if (!(Math.abs(is - must) <= 1e-9 * Math.max(1, Math.abs(is), Math.abs(must))))
    throw new Violation(`${what}: ${is}, by the other count ${must}`);
}
