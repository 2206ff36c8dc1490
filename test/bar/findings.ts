/** What the checks of the bar have found so far, and the tests that keep it found: `page.test.ts` sees to it that they are there. */
export type Finding = {
  /** Who found it, and where the whole list is when there is one. */
  readonly by: string;
  /** What the engine, a sweep or the tests did wrong. */
  readonly fault: string;
  /** The file of tests that pins it. */
  readonly pinned: string;
};

const finding = (by: string, fault: string, pinned: string): Finding => ({ by, fault, pinned });

const FUZZER = "fuzzer";
const PLANTED = "planted faults that nobody noticed";

export const findings: readonly Finding[] = [
  finding(
    "review",
    "rules of leases and planned runs, from a series that changed events to a lease that was revived after its breach",
    "test/model/regressions.test.ts",
  ),
  finding(
    "[second engine](oracle.md)",
    "eight rules of notices, supply, credits and late delivery; the page lists them",
    "test/model/regressions.test.ts",
  ),
  finding(
    "[relations between runs](oracle.md)",
    "eight ways in which pools that share nobody touched each other, or a run held capacity too late; the page lists them",
    "test/model/regressions-apart.test.ts",
  ),
  finding(
    FUZZER,
    "an estimate of Infinity times a run time of nothing stopped the run",
    "test/fuzz/regressions/estimate-without-bound.json",
  ),
  finding(
    FUZZER,
    "a job that waited for called capacity held accelerators that were still being wiped",
    "test/fuzz/regressions/hold-on-nodes-being-wiped.json",
  ),
  finding(
    FUZZER,
    "a lease renewed a million times in one instant",
    "test/fuzz/regressions/renewals-at-once.json",
  ),
  finding(
    "[fuzzer](fuzzing.md)",
    "nine more rules of substitutes, limits, laws without a shape, elastic tenants, names of runs, plans and sums past counting; the page lists them",
    "test/model/regressions.test.ts",
  ),
  finding(
    "schedules worked by hand",
    "a more important job had to wait for what a less important one started on, when that had been held for it",
    "test/model/jobs.test.ts",
  ),
  finding(
    "conservation, scenario 1,765 of its long run",
    "notices that waited for the end of a lockout did not count for yearly limits and least gaps: several were served at once",
    "test/model/regressions.test.ts",
  ),
  finding(
    "kills over Redis",
    "when Redis came back empty, workers that had not seen the study failed its units",
    "test/cli/sweep-redis.test.ts",
  ),
  finding(
    "hostile files through the command line",
    "`validate` asked whether a file is a study by an expression that took the square of the number of blank lines",
    "test/scenario/study.test.ts",
  ),
  finding(
    "two builds in two folders",
    "comments in the built files named where the packages lay on the machine",
    "test/supply-chain/reproducible.ts",
  ),
  finding(
    "100 interrupted sweeps",
    "a signal between two works of a command, or after the last, killed it: it had no exit code",
    "test/cli/interruptible.test.ts",
  ),
  finding(PLANTED, "no test knew in which month its first second lies", "test/model/contracts.test.ts"),
  finding(
    PLANTED,
    "no test told who is cut off first when capacity fails: the important or the unimportant tenant",
    "test/model/shedding.test.ts",
  ),
  finding(
    PLANTED,
    "no test held three programs of equal priority to thirds of a capacity that three does not divide",
    "test/model/shares.test.ts",
  ),
  finding(
    PLANTED,
    "no test told which of several less important programs gives way first",
    "test/model/displacement.test.ts",
  ),
  finding(
    PLANTED,
    "no test saw a planned run let go of what it held when all that it had called was there and did not do",
    "test/model/regressions-apart.test.ts",
  ),
  finding(
    PLANTED,
    "no test gave a job a fixed notice shorter than its own",
    "test/model/job-notice-lengths.test.ts",
  ),
  finding(PLANTED, "no test held jobs of tenants to their quota", "test/model/quota.test.ts"),
  finding(
    "the test that this took",
    "a quota was a share of what had worked when the run began, whatever failed or lacked power since",
    "test/model/quota.test.ts",
  ),
  finding(
    PLANTED,
    "no test among the worked ones moved the head's reservation with a job that is late",
    "test/model/reservations.test.ts",
  ),
  finding(
    PLANTED,
    "no test told whether a lease's second notice is delivered by the second draw or by the first again",
    "test/model/draws.test.ts",
  ),
];
