/** The auditor's cash book is itself tested: each planted fault is found, and named. */
import { expect, test } from "vitest";
import { audit } from "../../src/validation/audit.ts";

const signed = { t: 0, kind: "lease.signed", lease: "a", gpus: 5 };
const rent = { t: 10, kind: "billed.rent", lease: "a", dollars: 7 };
const ended = {
  t: 20,
  kind: "notice.complied",
  id: 0,
  target: "a",
  by: "owner",
  notice: "terminate",
  gpus: 5,
  returned: 5,
  effectiveAt: 20,
};
const served = { ...ended, t: 1, kind: "notice.issued", returned: 0 };
const charge = { t: 20, kind: "billed.termination", lease: "a", dollars: -3 };

test("cash is what was billed, lease by lease", () => {
  const { totals, violations } = audit([signed, served, rent, charge, ended], 30);
  expect(violations).toEqual([]);
  expect(totals.cash).toEqual({ a: 4 });
});

test.each([
  [[rent], "at 10: a is billed and was never signed"],
  [[signed, { ...rent, dollars: -1 }], "at 10: a is billed a rent of -1 dollars"],
  [[signed, { ...rent, kind: "billed.credit" }], "at 10: a pays a credit of 7 dollars"],
  [[signed, { ...rent, dollars: Number.NaN }], "at 10: a is billed NaN dollars"],
  [[signed, charge], "at 20: a is charged for ending early, and no notice ended"],
  [
    [{ t: 5, kind: "deal.signed", deal: "d", lease: "a" }, signed],
    "at 5: deal d is decided twice, or never came",
  ],
  [
    [
      { t: 5, kind: "deal.arrived", deal: "d" },
      { t: 5, kind: "deal.signed", deal: "d", lease: "a" },
    ],
    "at 5: deal d is signed without a lease",
  ],
])("%j is found", (events, violation) => {
  expect(audit(events as never, 30).violations).toContain(violation);
});
