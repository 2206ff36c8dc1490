/**
 * What Clawback promises to keep, and where each promise is shown: the tests that are run for it, or the long run whose last figure is
 * on record. `then` is where the bar goes later.
 */

/** What a run of the tests left behind. */
export type Seen = {
  /** Tests of files whose path contains this text: how many passed, of how many. */
  readonly tests: (...paths: readonly string[]) => string;
  /** The first group of the first line printed that matches; "?" when there is none. */
  readonly printed: (pattern: RegExp) => string;
  /** The first group of the first match in a file of the repository; "not yet" when there is none. */
  readonly inFile: (path: string, pattern: RegExp) => string;
  /** The last figure of a long run, with its date. */
  readonly recorded: (row: string) => string;
  /** Most memory of a run of so many years, in MiB. */
  readonly peak: (years: number) => number;
};

export type Row = {
  readonly area: string;
  readonly promise: string;
  readonly bar: string;
  readonly command: string;
  readonly figure: (seen: Seen) => string;
  /** What the row does not show, or where the bar is not reached; whoever shows it takes the sentence away. */
  readonly unshown?: string;
};

/** Test files that are run for the table, but for those in a browser. */
export const unitFiles: readonly string[] = [
  "test/hostile",
  "test/golden",
  "test/oracle",
  "test/properties",
  "test/supply-chain",
];
export const browserFiles: readonly string[] = [
  ...["test/browser/fingerprint.test.ts", "test/browser/report.test.ts", "test/browser/charts.test.ts"],
];

const row = (
  area: string,
  promise: string,
  bar: string,
  command: string,
  figure: Row["figure"],
  unshown?: string,
): Row => ({ area, promise, bar, command, figure, ...(unshown === undefined ? {} : { unshown }) });

export const rows: readonly Row[] = [
  row(
    "determinism",
    "the same bytes in Node, Chromium and Firefox, with one worker or many, in any order",
    "60 scenarios, 0 differences",
    "npx vitest run --project browser test/browser/fingerprint.test.ts",
    (seen) =>
      `60 scenarios; on one thread, on two, units backwards, in Chromium, in Firefox: ${seen.tests("browser/fingerprint")}`,
    "engines on one x86-64 machine; WebKit and arm64 were not tried",
  ),
  row(
    "change",
    "what happens changes only when it is meant to",
    "60 scenarios, lane by lane",
    "npx vitest run test/golden",
    (seen) => seen.tests("test/golden"),
  ),
  row(
    "conservation",
    "no GPU-second, job or cent is lost",
    "20,000 random scenarios, 0 violations",
    "npm run conservation",
    (seen) =>
      `in the suite: ${seen.tests("properties/leases", "properties/jobs", "properties/money")}; long: ${seen.recorded("conservation")}`,
  ),
  row(
    "whole scenarios",
    "the same for anything that the language can say",
    "20,000 scenarios, 0 violations",
    "npm run fuzz",
    (seen) => seen.recorded("fuzz"),
  ),
  row(
    "correctness",
    "the engine is the specification",
    "10,000 tiny scenarios, 0 differences",
    "npx vitest run test/oracle",
    (seen) => `in the suite: ${seen.tests("test/oracle")}; long: ${seen.recorded("oracle")}`,
    "the second engine leaves out several pools, nodes, power and more: the list is in [its page](oracle.md)",
  ),
  row(
    "relations",
    "what must not matter does not, what scales does so exactly",
    "16 relations on 500 scenarios each",
    "CLAWBACK_RELATION_RUNS=500 npx vitest run --project unit test/properties",
    (seen) =>
      `in the suite: ${seen.tests("properties/job-relations", "properties/lease-relations", "properties/lease-scales", "properties/lease-apart")}; long: ${seen.recorded("relations")}`,
  ),
  row(
    "test strength",
    "a planted bug is found",
    "all of 40",
    "npm run planted",
    (seen) =>
      seen.inFile(
        "web/docs/planted-bugs.md",
        /^(\d+ of \d+ have been planted, and \d+ of those are caught)/m,
      ),
    "the planted bugs are those that somebody thought of; no share of random mutations has been measured",
  ),
  row(
    "theory",
    "agrees with closed forms; a bias of 1 % is noticed",
    "all |z| < 5",
    "npm run theory",
    (seen) =>
      `${seen.inFile("web/docs/theory.md", /^(\d+ figures of \d+ models)/m)}, largest |z| ${seen.inFile("web/docs/theory.md", /largest \|z\| is ([\d.]+)/)}`,
  ),
  row(
    "durability",
    "kill -9 loses and doubles nothing",
    "500 trials, 0",
    "npm run chaos",
    (seen) => seen.recorded("chaos"),
    "a kill leaves the operating system running: nobody has cut the power",
  ),
  row(
    "disk",
    "a full disk keeps what is there",
    "200 points, 0 corrupt",
    "npm run chaos -- --disk 200",
    (seen) => seen.recorded("disk"),
    "the full disk is a tmpfs; no other file system was filled",
  ),
  row(
    "poison",
    "a sweep goes on past units that crash, hang or eat memory",
    "100 % contained",
    "npm run chaos -- --poison 20",
    (seen) => seen.recorded("poison"),
    "how much slower a sweep is beside poisoned units has not been measured",
  ),
  row(
    "Ctrl-C",
    "ends with 130 within 2 s, and the same command goes on to the same bytes",
    "200 trials",
    "npm run chaos -- --signal SIGINT --trials 100 --points 60",
    (seen) => seen.recorded("interrupt"),
    "2 of 187 did not end with 130: one by the signal itself, as happens when it comes while Node is ending, one by SIGABRT, for a reason that is not known",
  ),
  row(
    "hostile input",
    "no crash, no hang, no silent change",
    "1,500 files and 200,000 mutations; ≤ 2 s and ≤ 256 MiB a file",
    "npm run hostile",
    (seen) =>
      `in the suite: ${seen.printed(/hostile corpus: (\d+)/)} files, ${seen.printed(/hostile limits: (\d+)/)} at limits, ${seen.printed(/hostile mutations: (\d+)/)} mutations, ${seen.tests("hostile/scenarios", "hostile/command")}; long: ${seen.recorded("hostile")}`,
    "changes are by chance; no coverage guides them",
  ),
  row(
    "share links",
    "a bomb is refused, damage too",
    "100,000 fragments, ≤ 50 ms each",
    "npm run hostile",
    (seen) =>
      `in the suite: ${seen.printed(/hostile fragments: (\d+)/)} fragments, ${seen.tests("hostile/fragments")}; long: ${seen.recorded("fragments")}`,
  ),
  row(
    "memory",
    "constant in the horizon",
    "50 years to 1 year: ≤ 1.10",
    "npm run bar",
    (seen) => {
      const [short, long] = [seen.peak(1), seen.peak(50)];
      return `${(long / short).toFixed(2)} (${short.toFixed(0)} and ${long.toFixed(0)} MiB), 4 runs on one thread; \`npm run bench -- horizon\`: 60 runs 1.03 on one thread, 1.05 on two; a sweep 0.97`;
    },
    "four runs in one process are beyond the bar: V8 lets its heap grow while there is room, and what is in use does not grow; the threads of larger studies have a bounded young generation and keep to it",
  ),
  row(
    "web",
    "a name never executes, loads or links",
    "40 names in charts and exports: 0 foreign requests, 0 violations",
    "npm run test:browser",
    (seen) => `report and charts: ${seen.tests("browser/report", "browser/charts")}`,
  ),
  row(
    "supply chain",
    "exact, checked, few and free",
    "budget and licences hold; two builds are the same",
    "npx vitest run test/supply-chain; npm run reproducible",
    (seen) => `${seen.tests("supply-chain")}; builds: ${seen.recorded("reproducible")}`,
  ),
];
