/** The auditor on logs of jobs: a true one gives the totals, and each kind of lie is found. */
import { describe, expect, test } from "vitest";
import { EventLog, type LoggedEvent } from "../../src/metrics/event-log.ts";
import { audit } from "../../src/validation/audit.ts";
import { HandDriven, spot, stream } from "./hand-driven.ts";

const HORIZON = 1000;

/** A tenant's job has both accelerators, is noticed for an internal one, and comes back after it. */
const story = (): LoggedEvent[] => {
  const events: LoggedEvent[] = [{ t: 0, kind: "installed", pool: "pool", gpus: 2 }];
  const cluster = new HandDriven({
    horizon: HORIZON,
    streams: [
      { stream: stream(), rows: [[100, 1, 200]] },
      { stream: spot(), rows: [[0, 2, 600]] },
    ],
    observe: (world) => new EventLog(world, (event) => events.push(event)),
  });
  const [e, i] = [0, 1];
  cluster.submit(0, e);
  cluster.start(0, e);
  cluster.submit(100, i);
  cluster.notice(100, e, 150, i);
  cluster.preempt(150, e);
  cluster.start(150, i);
  cluster.complete(350, i);
  cluster.start(350, e);
  cluster.complete(950, e);
  return events;
};

const changed = (
  kind: string,
  change: (event: LoggedEvent) => LoggedEvent | readonly LoggedEvent[],
  nth = 0,
): readonly string[] => {
  let seen = -1;
  const events = story().flatMap((event) => {
    if (event.kind === kind) seen++;
    return event.kind === kind && seen === nth ? change(event) : event;
  });
  return audit(events, HORIZON).violations;
};

describe("a true log", () => {
  const { totals, violations } = audit(story(), HORIZON);

  test("has nothing to object to", () => {
    expect(violations).toEqual([]);
  });

  test("gives the ledger's totals", () => {
    expect(totals.accounts.external).toBe(2 * 150 + 2 * 600);
    expect(totals.accounts.internal).toBe(200);
    expect(totals.accounts.free).toBe(200 + 2 * 50);
    expect(totals.installed).toBe(2000);
  });

  test("gives demand: what internal jobs have and what they wait for", () => {
    expect(totals.unmet).toBe(50);
    expect(totals.demand).toBe(250);
  });

  test("gives the totals of jobs", () => {
    expect(totals.jobs).toEqual({
      states: { completed: 2 },
      submitted: 2,
      starts: 3,
      preemptions: 1,
      notices: 1,
      queued: 50 + 200,
      waited: 50 + 2 * 200,
      used: 300 + 200 + 1200,
    });
  });
});

describe("a log that lies", () => {
  test.each([
    ["a second early", 149],
    ["a second late", 151],
  ])("is found when a job is stopped %s", (_, t) => {
    const late = story().filter(({ kind, t: at }) => kind !== "job.started" || at !== 150);
    const events = late.map((event) => (event.kind === "job.preempted" ? { ...event, t } : event));
    expect(audit(events, HORIZON).violations.join()).toContain(`is preempted at ${t}, its deadline is 150`);
  });

  test("is found when there was no notice", () => {
    expect(changed("job.noticed", () => []).join()).toContain("is preempted without a notice");
  });

  test("is found when a job outlives its deadline", () => {
    const events = story().filter(({ t }) => t <= 100);
    expect(audit(events, HORIZON).violations.join()).toContain("outlives its deadline 150");
    expect(audit(events, 150).violations).toEqual([]);
  });

  test("is found when a job runs on fewer accelerators than it has", () => {
    const violations = changed("job.completed", (event) => ({ ...event, gpus: 1 }), 1);
    expect(violations.join()).toContain("it runs on 2 in pool");
  });

  test("is found when a job starts on less than it takes", () => {
    const violations = changed("job.started", (event) => ({ ...event, gpus: 1 }));
    expect(violations.join()).toContain("starts on 1, it wants from 2 to 2");
  });

  test("is found when accelerators are used twice", () => {
    const violations = changed("job.started", (event) => [event, { ...event, job: 1 }]);
    expect(violations.join()).toContain("pool/free would hold -2");
  });

  test("is found when a job's accelerators go into another's account", () => {
    const violations = changed("job.started", (event) => ({ ...event, to: "internal" }));
    expect(violations.join()).toContain("starts into internal");
  });

  test("is found when a finished job goes on", () => {
    const violations = changed("job.completed", (event) => [event, { ...event, kind: "job.started" }], 1);
    expect(violations.join()).toContain("is started while it is over");
  });

  test("is found when a job is in a state that it was never submitted to", () => {
    expect(changed("job.submitted", () => []).join()).toContain("never submitted");
  });

  test("is found when a pool's accounts do not add up", () => {
    const violations = changed("job.completed", (event) => ({ ...event, to: "turnover" }));
    expect(violations.join()).toContain("job.completed moves from internal to turnover");
  });
});
