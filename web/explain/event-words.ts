/** One event of a run in a sentence, for whoever steps through it. Names stand in it as they are: text, not markup. */
import { formatGpus, formatMoney, type LoggedEvent } from "../../src/index.ts";

/** What happened, without its date. */
export const wordsOf = (event: LoggedEvent): string => {
  const [topic, change] = event.kind.split(".");
  const gpus = `${formatGpus(Number(event.gpus))} GPUs`;
  switch (topic) {
    case "installed":
      return `${String(event.pool)}: ${gpus} on line`;
    case "demand":
      return `${String(event.program)} wants ${gpus}`;
    case "lease":
      return `lease of ${String(event.lease)} ${leaseWords[change] ?? change}${ofReason(event)}`;
    case "notice":
      return `notice ${String(event.id)} on ${String(event.target)} ${noticeWords[change] ?? change}: ${gpus}${
        event.cause === "" || event.cause === undefined ? "" : `, for ${String(event.cause)}`
      }`;
    case "run":
      return `run ${String(event.run)} ${change === "gaveUp" ? "gave up" : change}`;
    case "job":
      return `job ${String(event.name)} ${jobWords[change] ?? change}: ${gpus}`;
    case "billed":
      return `${String(event.lease)} is billed ${formatMoney(Number(event.dollars))} (${change})`;
    case "relet":
      return `${gpus} let again as ${String(event.lease)}`;
    default:
      return `${gpus} in ${String(event.pool)} ${topic}: ${String(event.from)} to ${String(event.to)}${
        event.who === undefined ? "" : `, ${String(event.who)}`
      }`;
  }
};

/** Whether an event is one that a planner looks for: a notice, an eviction, a lease, capacity, a job stopped. */
export const isTurn = ({ kind }: LoggedEvent): boolean =>
  kind.startsWith("notice.") ||
  kind === "installed" ||
  kind === "lease.started" ||
  kind === "lease.ended" ||
  kind === "relet" ||
  kind === "job.preempted" ||
  kind === "job.shed" ||
  kind === "run.preempted";

const ofReason = ({ reason }: LoggedEvent): string =>
  typeof reason === "string" && reason !== ""
    ? ` (${reason.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)})`
    : "";

const leaseWords: { readonly [change: string]: string } = {
  signed: "is signed",
  started: "starts",
  ramped: "grows",
  active: "is complete",
  winding: "winds down",
  renewed: "is renewed",
  unrenewed: "is not renewed",
  proRata: "pays for what it holds",
  ended: "ends",
};

const noticeWords: { readonly [change: string]: string } = {
  queued: "waits for the end of the lockout",
  issued: "is served",
  complied: "is complied with",
  enforced: "is enforced",
  rescinded: "is taken back",
  refused: "is refused",
  moot: "is overtaken",
};

const jobWords: { readonly [change: string]: string } = {
  submitted: "is submitted",
  started: "starts",
  noticed: "is served notice",
  pardoned: "may go on",
  gaveUp: "gives up waiting",
  preempted: "is preempted",
  shed: "is stopped by force",
  completed: "completes",
  killed: "is killed at its estimate",
  shrunk: "shrinks",
  refused: "is refused",
  failed: "falls back to its checkpoint",
  held: "holds, and waits for the rest",
  unheld: "lets go of what it held",
};
