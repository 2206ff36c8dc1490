/** The auditor on logs of planned runs: a true one satisfies it, and each kind of lie is found. */
import { describe, expect, test } from "vitest";
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import { audit } from "../../src/validation/audit.ts";
import { gang, program } from "../model/builders.ts";
import { runJobs } from "../model/job-builders.ts";

const HORIZON = 1000;

/** A run on all eight accelerators is noticed for a job at 10, stopped at 70, and starts again at 100. */
const { events } = runJobs({
  capacity: 8,
  horizon: HORIZON,
  rows: [{ submit: 10, gpus: 4, seconds: 30 }],
  plan: {
    programs: [
      program("internal", { sources: [] }),
      program("training", {
        priority: 50,
        sources: [
          {
            kind: "runs",
            runs: [gang("a", 0, 8, 500, { notice: 60 })],
            pools: [{ pool: 0, ratio: 1 }],
          },
        ],
      }),
    ],
  },
});

/** What is said of the log when the first events of a kind are told otherwise. */
const changed = (kind: string, change: (event: LoggedEvent) => readonly LoggedEvent[]): string => {
  let seen = false;
  const told = events.flatMap((event) => {
    if (event.kind !== kind || seen) return event;
    seen = true;
    return change(event);
  });
  expect(seen).toBe(true);
  return audit(told, HORIZON).violations.join("; ");
};

test("a true log has nothing to object to", () => {
  expect(events.filter(({ kind }) => kind.startsWith("run.")).map(({ t, kind }) => [t, kind])).toEqual([
    [0, "run.queued"],
    [0, "run.started"],
    [10, "run.noticed"],
    [70, "run.preempted"],
    [100, "run.started"],
    [600, "run.completed"],
  ]);
  expect(audit(events, HORIZON).violations).toEqual([]);
});

describe("what is found out", () => {
  const issued = "notice.issued";

  test("a run that is stopped without a notice", () => {
    expect(changed(issued, () => [])).toContain("a notice to training/a ends that was not served");
    const silent = events.filter(({ kind }) => !kind.startsWith("notice."));
    expect(audit(silent, HORIZON).violations.join()).toContain("its deadline is nowhere");
  });

  test("a run that is stopped before its deadline, or after it", () => {
    const due = (effectiveAt: number) =>
      audit(
        events.map((event) => (event.kind.startsWith("notice.") ? { ...event, effectiveAt } : event)),
        HORIZON,
      ).violations.join("; ");
    expect(due(80)).toContain("training/a is preempted at 70, its deadline is 80");
    expect(due(60)).toContain("the notice to training/a ends after its deadline 60");
  });

  test("a notice that runs on when its run has been stopped, or outlives its deadline", () => {
    expect(changed("notice.enforced", () => [])).toContain("training/a is preempted, its notice goes on");
    const open = events.filter(({ kind }) => kind !== "notice.enforced" && kind !== "run.preempted");
    expect(audit(open, HORIZON).violations.join("; ")).toContain("training/a outlives its deadline 70");
  });

  test("two notices at a time, one to a run that waits, and one that ends before it begins", () => {
    expect(changed(issued, (event) => [event, event])).toContain("training/a is noticed twice");
    expect(changed("run.started", () => [])).toContain("training/a is noticed and does not run");
    expect(changed(issued, (event) => [{ ...event, effectiveAt: 5 }])).toContain(
      "the notice to training/a takes effect before it is served",
    );
  });

  test("a run that starts twice", () => {
    expect(changed("run.started", (event) => [event, event])).toContain("training/a starts and runs already");
  });
});
