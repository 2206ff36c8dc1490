/**
 * More hostile input than fits into the suite: `npm run hostile -- SEED MUTATIONS FRAGMENTS`, by default 200,000 and 100,000. The corpus
 * and all limits first; it prints what was tried, the slowest file and the most memory, and ends with 1 at the first input that does
 * anything but be refused or begin to run.
 */
import fc from "fast-check";
import { bombs, fragments } from "./fragments.ts";
import { judge } from "./judge.ts";
import { judgeFragment } from "./judge-fragment.ts";
import { limitCases } from "./limits.ts";
import { mutations } from "./mutations.ts";
import { hostileFiles } from "./texts.ts";

type Tally = { files: number; accepted: number; slowest: number; slowestName: string };

const newTally = (): Tally => ({ files: 0, accepted: 0, slowest: 0, slowestName: "" });

const counted = (tally: Tally, name: string, isAccepted: boolean, began: NodeJS.CpuUsage): void => {
  const { user, system } = process.cpuUsage(began);
  const milliseconds = (user + system) / 1000;
  tally.files++;
  if (isAccepted) tally.accepted++;
  if (milliseconds > tally.slowest) Object.assign(tally, { slowest: milliseconds, slowestName: name });
};

const judged = (tally: Tally, name: string, input: string | Uint8Array): void => {
  const began = process.cpuUsage();
  counted(tally, name, judge(input).isAccepted, began);
};

const judgedFragment = async (tally: Tally, name: string, fragment: string): Promise<void> => {
  const began = process.cpuUsage();
  counted(tally, name, await judgeFragment(fragment), began);
};

const said = (what: string, { files, accepted, slowest, slowestName }: Tally, verb: string): void =>
  console.log(
    `${what}: ${files}, ${accepted} ${verb}, ${files - accepted} refused; slowest ${slowest.toFixed(0)} ms of processor time (${slowestName}), ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB at most so far`,
  );

const BEGUN = "accepted and begun";

const main = async (): Promise<void> => {
  const [seed = 1, mutated = 200_000, linked = 100_000] = process.argv.slice(2).map(Number);
  const corpus = newTally();
  for (const { name, bytes } of hostileFiles()) judged(corpus, name, bytes);
  said("corpus", corpus, BEGUN);
  const limits = newTally();
  for (const { path, value, data } of limitCases(2))
    judged(limits, `${path.join(".")} = ${value}`, JSON.stringify(data));
  said("limits", limits, BEGUN);
  const chance = newTally();
  fc.assert(
    fc.property(mutations(), (bytes) => judged(chance, "bytes changed by chance", bytes)),
    { numRuns: mutated, seed },
  );
  said("mutations", chance, BEGUN);
  const links = newTally();
  await fc.assert(
    fc.asyncProperty(fragments, (fragment) => judgedFragment(links, "a fragment by chance", fragment)),
    { numRuns: linked, seed },
  );
  said("fragments", links, "read");
  const largest = newTally();
  for (const bomb of bombs) await judgedFragment(largest, `a bomb of ${bomb.length} characters`, bomb);
  said("bombs", largest, "read");
  console.log(`seed ${seed}`);
};

await main();
