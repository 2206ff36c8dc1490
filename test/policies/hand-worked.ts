/**
 * Schedules worked by hand, with the reasons. First one workload under every order and backfill: read down, they show
 * what an order does; across, what backfill does. Then small ones that each turn on a single rule.
 *
 * Reservations and promises count with estimates; `A 0-10 (15)` is a job that runs from 0 to 10 and was believed to
 * run until 15.
 */
import type { Backfill, Order, Row, Settings } from "../oracle/schedule.ts";

export type HandWorked = {
  readonly title: string;
  readonly jobs: readonly Row[];
  readonly settings: Settings;
  readonly start: readonly number[];
  /** Where it is not the start and the run time. */
  readonly end?: readonly number[];
  readonly why: string;
};

const row = (submit: number, gpus: number, seconds: number, over: Partial<Row> = {}): Row => ({
  submit,
  gpus,
  seconds,
  estimate: Math.max(1, seconds),
  priority: 0,
  user: 0,
  ...over,
});

/** Six jobs, A to F, on four accelerators. A and B ask for five seconds more than they need. */
const six: readonly Row[] = [
  row(0, 3, 10, { estimate: 15, priority: 2, user: 1 }), // A
  row(1, 2, 25, { estimate: 30, priority: 1, user: 2 }), // B
  row(2, 3, 25, { priority: 1, user: 0 }), // C
  row(3, 2, 10, { priority: 1, user: 0 }), // D
  row(4, 1, 25, { priority: 3, user: 1 }), // E
  row(5, 2, 5, { priority: 3, user: 1 }), // F
];

type Starts = readonly [A: number, B: number, C: number, D: number, E: number, F: number];

const ofSix = (order: Order, backfill: Backfill, start: Starts, why: string): HandWorked => ({
  title: `${order}, ${backfill}`,
  jobs: six,
  settings: { capacity: 4, order, backfill, atEstimate: "kill" },
  start,
  why,
});

/** Under conservative all orders give the same first promises: each of these jobs comes alone, and takes what is left. */
const promises =
  "Promised on arrival: B 15-45, C 45-70, D 15-25, E 25-50, F 70-75. A ends at 10, five early: all move.";

export const everyCombination: readonly HandWorked[] = [
  ofSix(
    "fcfs",
    "none",
    [0, 10, 35, 60, 60, 70],
    `One accelerator stays idle beside A. B 10-35. C needs three and waits for B: C 35-60. D and E 60 on; F needs two,
     one is left until D ends at 70.`,
  ),
  ofSix(
    "fcfs",
    "easy",
    [0, 10, 39, 29, 4, 64],
    `At 1 the head B is given 15, when A is believed to end; it leaves two over. E uses one of them: 4-29. At 10 B
     starts (40); the head C is given 40. At 29 E ends, and D is over by 39: it passes. B ends at 35, five early, but
     now D stands in the way: C is given 39, F would be over at 40 and needs more than the one left over. C 39-64, then F.`,
  ),
  ofSix(
    "fcfs",
    "conservative",
    [0, 10, 35, 10, 20, 60],
    `${promises} B 10-40, C 40-65 (E has one until 50), D 10-20 beside B, E 20-45, F 65-70. At 35 B ends: C moves to 35
     (three beside E), F to 60.`,
  ),
  ofSix(
    "priority",
    "none",
    [0, 15, 40, 65, 4, 10],
    `E comes at 4 and goes first: one is free. F goes first at 5 and waits for A: 10-15. B 15-40; C needs three: at 29,
     when E ends, there are two, so C 40-65; D has waited behind C and starts when it ends.`,
  ),
  ofSix(
    "priority",
    "easy",
    [0, 15, 40, 29, 4, 10],
    `As without backfill up to 29: C is the head since 15 and is given 45, when B is believed to end. At 29 E ends, two are
     free, D would be over by 39: it passes. C starts when B ends at 40.`,
  ),
  ofSix(
    "priority",
    "conservative",
    [0, 10, 35, 15, 25, 10],
    `${promises} E first: from 15 to 25 B and D have all, so it stays at 25. F: four are free until 15, so 10-15. B fits
     beside F, D and E: 10-40. C 40-65 beside E. D stays at 15, as F and B have all until then. At 35 B ends: C 35.`,
  ),
  ofSix(
    "sjf",
    "none",
    [0, 45, 20, 10, 20, 10],
    `By estimate: F 5, D 10, C and E 25, B 30. At 10: F 10-15 and D 10-20. C is next; at 15 two are free, it needs
     three. At 20: C and E until 45. B, the longest, goes last.`,
  ),
  ofSix(
    "sjf",
    "easy",
    [0, 50, 25, 15, 4, 10],
    `The head is B at 1, C at 2, D at 3. At 4, D is given 15 and leaves two over: E takes one, 4-29. At 10 three are
     free: F 10-15; D needs two, one is left: D 15-25. C is given 25, when D leaves it three of four: 25-50. B is the last.`,
  ),
  ofSix(
    "sjf",
    "conservative",
    [0, 15, 40, 10, 20, 10],
    `${promises} F 10-15, D 10-20 beside it. C stays at 45 behind B; E 20-45; B stays at 15. It starts then (45) and ends at
     40: C moves to 40, beside E.`,
  ),
  ofSix(
    "smallest",
    "none",
    [0, 10, 40, 29, 4, 35],
    `By size: E, then B, D, F, then C. E comes at 4 and fits: 4-29. At 10: B 10-35; D needs two, one is left. At 29
     D 29-39, at 35 F 35-40; C needs three: at 39 there are two, at 40 four.`,
  ),
  ofSix(
    "smallest",
    "easy",
    [0, 10, 40, 29, 4, 35],
    "As without backfill, and always so: when the smallest does not fit, nobody behind it does.",
  ),
  ofSix(
    "smallest",
    "conservative",
    [0, 10, 35, 10, 25, 20],
    `${promises} E stays at 25, as B and D have all from 15. B 10-40 beside D and E. D 10-20. F 20-25, where B leaves two
     until E begins. C 40-65. At 35 B ends: C moves to 35, beside E.`,
  ),
  ofSix(
    "fairShare",
    "none",
    [0, 35, 10, 60, 35, 60],
    `C and D are user 0's, A, E and F user 1's, B user 2's. At 10 user 1 has had 30 GPU-seconds, the others nothing: C
     10-35, then its user's D, which needs two of one. At 35 users 2, 1, 0 have had 0, 30, 75: B and E until 60; F does not
     fit. At 60 user 1 has had 55: F, and D beside it.`,
  ),
  ofSix(
    "fairShare",
    "easy",
    [0, 35, 10, 40, 4, 35],
    `At 4 the head is C, which is given 15 and leaves one over: E takes it, 4-29. At 10 C starts, to 35. At 35 users 2,
     1, 0 have had 0, 55, 75: B and F; D follows F at 40.`,
  ),
  ofSix(
    "fairShare",
    "conservative",
    [0, 10, 40, 10, 20, 35],
    `${promises} User 0 first: C stays at 45, as B and D have all from 15; D 10-20. User 2: B 10-40. User 1: E 20-45, F 40-45.
     At 35 B ends. User 0 has had 20, user 1 45: C first, but F stands at 40, so it stays at 45; then F moves to 35. At
     40 F ends, and C moves to 40.`,
  ),
];

const twoUsers: readonly Row[] = [
  row(0, 4, 8, { user: 0 }),
  row(100, 4, 4, { user: 1 }),
  row(101, 4, 5, { user: 1 }),
  row(102, 4, 5, { user: 0 }),
  row(103, 4, 5, { user: 1 }),
];

/** The first runs twice as long as it said. */
const overrun: readonly Row[] = [
  row(0, 3, 20, { estimate: 10 }),
  row(1, 4, 10),
  row(2, 1, 8),
  row(3, 1, 12),
  row(3, 1, 1),
];

/** The head and the third both fit at 10; the fourth is small and long. */
const protectedThird: readonly Row[] = [
  row(0, 3, 10),
  row(1, 2, 10),
  row(1, 2, 10),
  row(2, 1, 30),
  row(3, 1, 7),
];

const fcfs = (capacity: number, backfill: Backfill, over: Partial<Settings> = {}): Settings => ({
  capacity,
  order: "fcfs",
  backfill,
  atEstimate: "kill",
  ...over,
});

const fairShare = (over: Partial<Settings>): Settings => fcfs(4, "none", { order: "fairShare", ...over });

export const singleRules: readonly HandWorked[] = [
  {
    title: "several ends at one instant count together",
    jobs: [row(0, 3, 10), row(0, 3, 10), row(1, 5, 10), row(2, 2, 20), row(3, 3, 5)],
    settings: fcfs(8, "easy"),
    start: [0, 0, 10, 2, 20],
    why: `The third needs three more than the two that are free. One end at 10 would do, but both happen then: it leaves
          three over, and the fourth, which runs until 22, may use two of them. One is left beside the third until 20.`,
  },
  {
    title: "what the head leaves over is used once",
    jobs: [row(0, 5, 10), row(1, 6, 10), row(2, 1, 30), row(3, 2, 30), row(4, 2, 5), row(5, 1, 20)],
    settings: fcfs(8, "easy"),
    start: [0, 10, 2, 20, 4, 9],
    why: `The head is given 10 and leaves two over. The third takes one for long; the fourth needs two and is too long. The
          fifth is over by 9 and takes nothing of it. At 9 the last takes the other one. The fourth waits for the head.`,
  },
  {
    title: "EASY protects the head alone",
    jobs: protectedThird,
    settings: fcfs(4, "easy"),
    start: [0, 10, 20, 2, 10],
    why: `The head is given 10 and leaves two over; the fourth takes one of them until 32. At 10 the head has two, one is
          free, the third needs two and is given 20. The last is over by then and passes.`,
  },
  {
    title: "conservative protects everyone",
    jobs: protectedThird,
    settings: fcfs(4, "conservative"),
    start: [0, 10, 10, 20, 3],
    why: "The second and the third are promised 10 and fill it up to 20, so the fourth gets 20. The last ends at 10: 3.",
  },
  {
    title: "a job is killed at its estimate",
    jobs: overrun,
    settings: fcfs(4, "easy"),
    start: [0, 10, 2, 20, 20],
    end: [10, 20, 10, 32, 21],
    why: "The first is stopped at 10, the third ends then, the second has all until 20.",
  },
  {
    title: "a job that runs late is expected to end a second from now",
    jobs: overrun,
    settings: fcfs(4, "easy", { atEstimate: "extend" }),
    start: [0, 20, 2, 30, 10],
    end: [20, 30, 10, 42, 11],
    why: `At 10 the third ends and the first runs on: the head is given 11. The last is over by then and passes; the fourth is
          not, and the head leaves nothing over.`,
  },
  {
    title: "a late job may leave more over for who waited before",
    jobs: [row(0, 3, 8), row(0, 1, 8, { estimate: 7 }), row(1, 5, 5), row(3, 1, 5), row(7, 1, 5)],
    settings: fcfs(8, "easy", { atEstimate: "extend" }),
    start: [0, 0, 8, 7, 7],
    why: `The head is given 7 and leaves nothing over; the fourth would run until 8. At 7 the second runs on, until 8 as it
          seems, when the first ends, too: that leaves three over, and whoever comes last finds the fourth gone before it.`,
  },
  {
    title: "promises that a late job breaks are given anew",
    jobs: overrun,
    settings: fcfs(4, "conservative", { atEstimate: "extend" }),
    start: [0, 20, 2, 30, 10],
    end: [20, 30, 10, 42, 11],
    why: `Promised 10, 20 and 20. At 10 the first runs on, until 11 as it seems: 11, 21, 21; the last moves forward to 10,
          where one is free for a second. At 11 they become 12 and 22. At 20 the first ends: 20 and 30.`,
  },
  {
    title: "a job of zero seconds is over at once",
    jobs: [row(0, 2, 10), row(1, 2, 0), row(2, 1, 5), row(2, 1, 5), row(3, 2, 0), row(4, 2, 5)],
    settings: fcfs(2, "none"),
    start: [0, 10, 10, 10, 15, 15],
    why: "At 10 the second comes and goes, and the next two start; at 15 likewise.",
  },
  {
    title: "what users have had never fades",
    jobs: twoUsers,
    settings: fairShare({ halfLife: Infinity }),
    start: [0, 100, 104, 109, 114],
    why: "At 104 user 0 has had 32, user 1 has had 16: the third. At 109 it is 32 against 36: the fourth.",
  },
  {
    title: "what users have had fades",
    jobs: twoUsers,
    settings: fairShare({ halfLife: 10 }),
    start: [0, 100, 109, 104, 114],
    why: `At 104 the 32 of user 0 are more than nine half-lives old, less than 0.1; the 16 of user 1 are fresh: the fourth.
          At 109 user 0 has had some 17 more, user 1 has some 10 left: the third.`,
  },
  {
    title: "what users have had is divided by their weights",
    jobs: twoUsers,
    settings: fairShare({ weights: [2, 1] }),
    start: [0, 100, 109, 104, 114],
    why: "At 104 it is 32 / 2 against 16: a tie, which the lower user wins. At 109 it is 52 / 2 against 16.",
  },
];
