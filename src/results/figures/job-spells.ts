/**
 * Jobs of one replication as bars, from its events: waiting, running, running on notice, with a mark where a
 * job was preempted. What the chart of jobs draws, and nothing about drawing.
 */
import type { LoggedEvent } from "../../metrics/event-log.ts";

/** A stretch of time in which a job waited or ran. */
export type Stretch = {
  readonly kind: "waiting" | "internal" | "external" | "noticed";
  readonly from: number;
  readonly to: number;
  readonly gpus: number;
};

export type JobLine = {
  readonly job: number;
  readonly name: string;
  readonly stretches: readonly Stretch[];
  /** Seconds at which it was served notice and at which it was stopped before its end. */
  readonly noticed: readonly number[];
  readonly stopped: readonly number[];
};

type Open = {
  readonly job: number;
  readonly name: string;
  readonly isInternal: boolean;
  readonly stretches: Stretch[];
  readonly noticed: number[];
  readonly stopped: number[];
  since: number;
  gpus: number;
  state: "waiting" | "running" | "noticed" | "done";
};

/** A line for each job that the events tell of, by the second of its submission. */
export const jobLinesOf = (events: readonly LoggedEvent[], horizon: number): JobLine[] => {
  const jobs = new Map<number, Open>();
  for (const event of events) {
    if (!event.kind.startsWith("job.")) continue;
    const id = event.job as number;
    const job = jobs.get(id) ?? opened(event, id);
    jobs.set(id, job);
    follow(job, event);
  }
  for (const job of jobs.values()) close(job, horizon);
  return [...jobs.values()];
};

const opened = (event: LoggedEvent, job: number): Open => ({
  job,
  name: String(event.name),
  isInternal: event.class === "internal",
  stretches: [],
  noticed: [],
  stopped: [],
  since: event.t,
  gpus: event.gpus as number,
  state: "waiting",
});

type After = { readonly state: Open["state"]; readonly gpus: number };

/** What an event makes of a job; undefined when it goes on as it was. */
const afterwards = (job: Open, { kind, gpus, becomes }: LoggedEvent): After | undefined => {
  switch (kind) {
    case "job.started":
      return { state: "running", gpus: gpus as number };
    case "job.shrunk":
      return { state: "running", gpus: job.gpus - (gpus as number) };
    case "job.noticed":
      return { state: "noticed", gpus: job.gpus };
    case "job.pardoned":
      return { state: "running", gpus: job.gpus };
    case "job.preempted":
    case "job.shed":
      return {
        state: becomes === "queued" || becomes === "calling" ? "waiting" : "done",
        gpus: gpus as number,
      };
    case "job.completed":
    case "job.killed":
    case "job.refused":
    case "job.gaveUp":
      return { state: "done", gpus: 0 };
    default:
      return undefined;
  }
};

const follow = (job: Open, event: LoggedEvent): void => {
  const after = afterwards(job, event);
  if (after === undefined) return;
  close(job, event.t);
  if (event.kind === "job.noticed") job.noticed.push(event.t);
  if (event.kind === "job.preempted" || event.kind === "job.shed") job.stopped.push(event.t);
  job.state = after.state;
  job.gpus = after.gpus;
  job.since = event.t;
};

const close = ({ stretches, state, since, gpus, isInternal }: Open, at: number): void => {
  if (state === "done" || at <= since || gpus <= 0) return;
  const kind = state === "running" ? (isInternal ? "internal" : "external") : state;
  const last = stretches[stretches.length - 1];
  if (last?.kind === kind && last.to === since && last.gpus === gpus)
    stretches[stretches.length - 1] = { ...last, to: at };
  else stretches.push({ kind, from: since, to: at, gpus });
};
