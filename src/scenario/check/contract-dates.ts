/**
 * The dates of a contract: signature, start, lockout, end and ramp make sense together.
 */
import { contractDates } from "../compile/contract.ts";
import { shareOf } from "../compile/shares.ts";
import type { Path } from "../explain/finding.ts";
import type { ContractSpec } from "../schema.ts";
import { dateText, inOrder, momentIn, notBeforeStart, type Setting } from "./report.ts";

export function checkDates(setting: Setting, contract: ContractSpec, path: Path): void {
  const { report, epoch, horizon } = setting;
  if (epoch === undefined) return;
  if (contract.start !== undefined) {
    const given = notBeforeStart(
      setting,
      contract.start,
      [...path, "start"],
      "for a lease that already runs, leave `start` out and give `signed`",
    );
    if (given === undefined) return;
  }
  const { start, signed, expiry, lockoutEnd } = contractDates(contract, epoch);
  if (signed > start) {
    report.problem(
      [...path, "signed"],
      `signed on ${dateText(setting, signed)}, after the lease starts on ${dateText(setting, start)}`,
      {
        allowed: `at the latest ${dateText(setting, start)}`,
      },
    );
    return;
  }
  if (expiry <= start) {
    report.problem(
      [...path, "term"],
      `the lease ends on ${dateText(setting, expiry)}, before it starts on ${dateText(setting, start)}`,
      {
        allowed: `longer than from signature to ${dateText(setting, start)}`,
        hint: "the term counts from signature",
      },
    );
  }
  if (lockoutEnd < signed) {
    report.problem([...path, "lockout"], `before the signature on ${dateText(setting, signed)}`, {
      allowed: "a date after signature",
    });
  } else if (lockoutEnd > expiry) {
    report.warn([...path, "lockout"], "lasts longer than the term, so no notice is ever possible");
  }
  if (horizon !== undefined && start > 0 && start >= horizon)
    report.warn([...path, "start"], "after the end of the horizon, so the lease never begins");
}

/** Steps in order, from the start on, rising to the full quantity. */
export function checkRamp(setting: Setting, contract: ContractSpec, path: Path): void {
  const { report, epoch } = setting;
  const { ramp } = contract;
  if (ramp.length === 0) return;
  const start = contract.start === undefined ? 0 : momentIn(setting, contract.start);
  if (start === undefined) return;
  const times = ramp.map(({ at }, i) => {
    const time = momentIn(setting, at, start);
    if (time === undefined || time >= start) return time;
    report.problem(
      [...path, "ramp", i, "at"],
      `${at} is before the lease starts on ${dateText(setting, start)}`,
      { found: String(at), allowed: `a date from ${dateText(setting, start)} on` },
    );
    return undefined;
  });
  inOrder(setting, times, (i) => [...path, "ramp", i, "at"]);
  ramp.forEach(({ quantity }, i) => {
    const before = ramp[i - 1]?.quantity;
    if (before !== undefined && shareOf(quantity) < shareOf(before)) {
      report.problem([...path, "ramp", i, "quantity"], "a ramp does not fall", {
        found: String(quantity),
        allowed: `at least ${before}`,
      });
    }
  });
  const last = ramp.at(-1)?.quantity ?? 1;
  if (shareOf(last) < 1) {
    report.problem(
      [...path, "ramp", ramp.length - 1, "quantity"],
      "the last step of a ramp is the full quantity",
      { found: String(last), allowed: '1 or "100 %"' },
    );
  }
  if (epoch === undefined) return;
  const { expiry } = contractDates(contract, epoch);
  const late = times.findIndex((time) => time !== undefined && time >= expiry);
  if (late >= 0) {
    report.warn([...path, "ramp", late, "at"], "after the end of the term, so the step is never reached");
  }
}
