/**
 * How long rises of level demand wait. Each rise stands in a line of its claim: what is granted serves the oldest,
 * what is no longer wanted leaves from the end, and what is taken away again waits anew. The waits add up to the
 * integral of unmet demand, so that their mean over the accelerators asked for is that integral over the rises.
 */
import type { Gpus, Seconds } from "../model/types.ts";

type Waiting = { readonly since: Seconds; gpus: Gpus };
type Line = { target: Gpus; unmet: Gpus; since: Seconds; readonly waiting: Waiting[] };

/** What a claim wants and has. */
export type Wanting = { readonly id: number; readonly target: Gpus; readonly covered: Gpus };

export class StepClock {
  /** Accelerators asked for, and GPU-seconds waited, in the measured window; the longest wait in it. */
  asked = 0;
  waited = 0;
  longest = 0;
  private readonly lines: Line[] = [];
  private readonly from: Seconds;

  /** @param from - start of the measured window */
  constructor(from: Seconds) {
    this.from = from;
  }

  see(at: Seconds, { id, target, covered }: Wanting): void {
    const unmet = Math.max(0, target - covered);
    let line = this.lines[id];
    if (line === undefined) {
      if (target === 0) return;
      line = { target: 0, unmet: 0, since: at, waiting: [] };
      this.lines[id] = line;
    }
    if (line.target === target && line.unmet === unmet) return;
    this.pass(line, at);
    const rise = target - line.target;
    if (rise > 0) {
      if (at >= this.from) this.asked += rise;
      line.waiting.push({ since: at, gpus: rise });
      line.unmet += rise;
    } else this.withdraw(line, Math.min(-rise, line.unmet), at);
    if (line.unmet > unmet) this.serve(line, line.unmet - unmet, at);
    else if (line.unmet < unmet) line.waiting.push({ since: at, gpus: unmet - line.unmet });
    line.target = target;
    line.unmet = unmet;
  }

  /** The run is over: who still waits has waited until now. */
  close(at: Seconds): void {
    for (const line of this.lines) {
      if (line === undefined) continue;
      this.pass(line, at);
      for (const { since } of line.waiting) this.note(since, at);
    }
  }

  private pass(line: Line, at: Seconds): void {
    this.waited += line.unmet * Math.max(0, at - Math.max(this.from, line.since));
    line.since = at;
  }

  private serve(line: Line, gpus: Gpus, at: Seconds): void {
    for (let left = gpus; left > 0; ) {
      const oldest = line.waiting[0] as Waiting;
      const n = Math.min(left, oldest.gpus);
      oldest.gpus -= n;
      left -= n;
      if (oldest.gpus > 0) return;
      line.waiting.shift();
      this.note(oldest.since, at);
    }
  }

  private withdraw(line: Line, gpus: Gpus, at: Seconds): void {
    line.unmet -= gpus;
    for (let left = gpus; left > 0; ) {
      const youngest = line.waiting[line.waiting.length - 1] as Waiting;
      const n = Math.min(left, youngest.gpus);
      youngest.gpus -= n;
      left -= n;
      if (youngest.gpus > 0) return;
      line.waiting.pop();
      this.note(youngest.since, at);
    }
  }

  private note(since: Seconds, at: Seconds): void {
    this.longest = Math.max(this.longest, at - Math.max(this.from, since));
  }
}
