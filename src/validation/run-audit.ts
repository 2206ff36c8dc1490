/**
 * The auditor's view of planned runs. From the log alone: a run has one notice at a time, is preempted only at the deadline of
 * its notice, not a second early or late, and outlives none. What it holds is the business of the ledger.
 */
import type { LoggedEvent } from "../metrics/event-log.ts";

export class RunAudit {
  /** Deadlines of the notices that are open, by run; and when the last one ended. */
  private readonly deadlines = new Map<string, number>();
  private readonly ended = new Map<string, number>();
  private readonly running = new Set<string>();
  private readonly report: (what: string) => void;

  constructor(report: (what: string) => void) {
    this.report = report;
  }

  /** A notice to a run is served, or is over. */
  notice(event: LoggedEvent): void {
    const run = String(event.target);
    const deadline = Number(event.effectiveAt);
    if (event.kind === "notice.issued") {
      if (!this.running.has(run)) this.report(`${run} is noticed and does not run`);
      if (this.deadlines.has(run)) this.report(`${run} is noticed twice`);
      if (deadline < event.t) this.report(`the notice to ${run} takes effect before it is served`);
      this.deadlines.set(run, deadline);
      return;
    }
    if (this.deadlines.get(run) !== deadline) this.report(`a notice to ${run} ends that was not served`);
    if (event.t > deadline) this.report(`the notice to ${run} ends after its deadline ${deadline}`);
    this.deadlines.delete(run);
    this.ended.set(run, deadline);
  }

  /** The run changes. */
  take(event: LoggedEvent): void {
    const run = String(event.run);
    switch (event.kind.slice("run.".length)) {
      case "started":
        if (this.running.has(run)) this.report(`${run} starts and runs already`);
        this.running.add(run);
        return;
      case "preempted":
        if (this.ended.get(run) !== event.t)
          this.report(
            `${run} is preempted at ${event.t}, its deadline is ${this.ended.get(run) ?? "nowhere"}`,
          );
        this.stop(run, "preempted");
        return;
      case "completed":
      case "failed":
        this.stop(run, event.kind);
        return;
    }
  }

  /** The run of the simulation is over. */
  close(horizon: number): void {
    for (const [run, deadline] of this.deadlines)
      if (deadline < horizon) this.report(`${run} outlives its deadline ${deadline}`);
  }

  private stop(run: string, how: string): void {
    if (!this.running.delete(run)) this.report(`${run} is ${how} and does not run`);
    if (this.deadlines.has(run)) this.report(`${run} is ${how}, its notice goes on`);
    this.ended.delete(run);
  }
}
