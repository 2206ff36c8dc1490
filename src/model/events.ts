/**
 * Everything that can happen, and in which order within one instant. The number of a kind is its key in
 * the agenda; the phase decides among kinds at the same second. Reviews and dispatch are no events: the
 * engine settles once, after all facts up to phase 5. Who gives up does so after that: what can start in the
 * last second of its patience does.
 */

export const kinds = [
  "phase", // a pool's installed capacity changes
  "power", // a site's power limit changes
  "outage",
  "repair",
  "failures", // blocks of a pool fail, or are in service again; the argument is the step of its path
  "runDone",
  "jobEnd", // done, or failed: the argument says which
  "vacate", // a tenant on notice hands back a part
  "wiped", // turnover is over
  "deadline", // a notice takes effect
  "jobDeadline", // of a job's notice
  "leaseStart",
  "ramp",
  "lockoutEnd",
  "renewal",
  "expiry",
  "reprice", // a renewed term begins, at the market's price
  "graceEnd", // of a delivery that is late
  "demand",
  "submit", // of a run
  "arrive", // jobs are submitted, the argument is the first
  "jobGiveUp", // of a job that never started
  "exempt", // a job has run for its guaranteed time
  "quota", // of external jobs is worked out anew
  "giveUp", // of a run that never started
  "exit", // a tenant serves notice of its own accord
  "review",
  "market", // its price moves
  "relet",
  "deal", // a prospect looks at what is on offer
  "month",
  "sample",
] as const;

export type EventKind = (typeof kinds)[number];

/** Number of each kind, as the agenda knows it. */
export const KIND = Object.fromEntries(kinds.map((kind, index) => [kind, index])) as {
  readonly [K in EventKind]: number;
};

const phases: { readonly [K in EventKind]: number } = {
  phase: 0,
  power: 0,
  outage: 0,
  repair: 0,
  failures: 0,
  runDone: 1,
  jobEnd: 1,
  vacate: 1,
  wiped: 1,
  deadline: 2,
  jobDeadline: 2,
  leaseStart: 3,
  ramp: 3,
  lockoutEnd: 3,
  renewal: 3,
  expiry: 3,
  reprice: 3,
  graceEnd: 3,
  demand: 4,
  submit: 4,
  arrive: 4,
  jobGiveUp: 6,
  exempt: 4,
  quota: 4,
  giveUp: 6,
  exit: 4,
  review: 5,
  market: 4,
  relet: 7,
  deal: 7,
  month: 8,
  sample: 8,
};

/** Phase of each kind, by number. */
export const PHASE_OF_KIND: readonly number[] = kinds.map((kind) => phases[kind]);

/** The engine reviews and dispatches after the events of this phase. */
export const SETTLE_PHASE = 5;
