/** The lockout calendar on contracts whose dates can be worked out by hand. */
import { describe, expect, test } from "vitest";
import { callOn, lockoutCalendar } from "../../src/model/calendar.ts";
import { contract, DAY, plan, tenant } from "./builders.ts";

const days = (call: ReturnType<typeof callOn>) =>
  call && [call.issueAt / DAY, call.effectiveAt / DAY, call.returnAt / DAY, call.gpus];

const locked = contract(600, { lockoutEnd: 50 * DAY, noticeOwner: 30 * DAY, turnover: 3 * DAY });

describe("a call", () => {
  test("waits for the end of a lockout that bars the issue", () => {
    expect(days(callOn(locked, 0))).toEqual([50, 80, 83, 600]);
    expect(days(callOn(locked, 60 * DAY))).toEqual([60, 90, 93, 600]);
  });

  test("is served at once inside one that bars the effect, and takes effect when that ends", () => {
    const barred = { ...locked, lockoutMeaning: "effective" as const };
    expect(days(callOn(barred, 0))).toEqual([0, 50, 53, 600]);
    expect(days(callOn(barred, 30 * DAY))).toEqual([30, 60, 63, 600]);
  });

  test("counts the off-ramp", () => {
    expect(days(callOn({ ...locked, offRamp: { lasts: 10 * DAY, fee: 1 } }, 0))).toEqual([50, 90, 93, 600]);
  });

  test("is a non-renewal when the term ends first, and nothing once it has ended", () => {
    const short = { ...locked, expiry: 70 * DAY };
    expect(days(callOn(short, 0))).toEqual([50, 70, 73, 600]);
    expect(callOn(short, 0)?.isNonRenewal).toBe(true);
    expect(callOn(short, 70 * DAY)).toBeUndefined();
  });

  test("takes what the ramp has let by then", () => {
    const ramped = contract(600, {
      start: 10 * DAY,
      noticeOwner: 0,
      ramp: [
        { at: 10 * DAY, gpus: 200, fee: 1 },
        { at: 40 * DAY, gpus: 600, fee: 1 },
      ],
    });
    expect([0, 39, 40].map((day) => days(callOn(ramped, day * DAY)))).toEqual([
      [10, 10, 10, 200],
      [39, 39, 39, 200],
      [40, 40, 40, 600],
    ]);
  });
});

describe("the calendar", () => {
  const subject = plan({
    horizon: 100 * DAY,
    tenants: [tenant("a"), tenant("b")],
    contracts: [
      { ...locked, name: "a", minQuantity: 200 },
      contract(100, { name: "b", tenant: 1, noticeOwner: 7 * DAY, noticeTenant: 20 * DAY }),
    ],
  });

  test("has a row a lease and a column a month", () => {
    const { dates, rows } = lockoutCalendar(subject);
    expect(dates.map((at) => at / DAY)).toEqual([0, 30, 60, 90]);
    expect(rows.map(({ lease, gpus, shrinkable }) => [lease, gpus, shrinkable])).toEqual([
      ["a", 600, 400],
      ["b", 100, 100],
    ]);
    expect(rows.map(({ calls }) => calls.map((call) => (call?.returnAt ?? 0) / DAY))).toEqual([
      [83, 83, 93, 123],
      [7, 37, 67, 97],
    ]);
    expect(rows.map(({ tenantLeaves }) => tenantLeaves / DAY)).toEqual([80, 20]);
  });

  test("adds up what can be back by when", () => {
    expect(lockoutCalendar(subject).callable.map(({ at, value }) => [at / DAY, value])).toEqual([
      [7, 100],
      [83, 700],
    ]);
    expect(lockoutCalendar(subject, 60 * DAY).callable.map(({ at, value }) => [at / DAY, value])).toEqual([
      [67, 100],
      [93, 700],
    ]);
  });

  test("of one tenant leaves the others out", () => {
    expect(lockoutCalendar(subject, 0, "b").callable).toEqual([{ at: 7 * DAY, value: 100 }]);
  });
});
