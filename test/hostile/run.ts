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

const judged = (tally: Tally, name: string, input: string | Uint8Array): void => {
  const began = process.cpuUsage();
  if (judge(input).isAccepted) tally.accepted++;
  const { user, system } = process.cpuUsage(began);
  const milliseconds = (user + system) / 1000;
  tally.files++;
  if (milliseconds > tally.slowest) Object.assign(tally, { slowest: milliseconds, slowestName: name });
};

const said = (what: string, { files, accepted, slowest, slowestName }: Tally): void =>
  console.log(
    `${what}: ${files}, ${accepted} accepted and begun, ${files - accepted} refused; slowest ${slowest.toFixed(0)} ms of processor time (${slowestName})`,
  );

const main = async (): Promise<void> => {
  const [seed = 1, mutated = 200_000, linked = 100_000] = process.argv.slice(2).map(Number);
  const corpus = newTally();
  for (const { name, bytes } of hostileFiles()) judged(corpus, name, bytes);
  said("corpus", corpus);
  const limits = newTally();
  for (const { path, value, data } of limitCases(2))
    judged(limits, `${path.join(".")} = ${value}`, JSON.stringify(data));
  said("limits", limits);
  const chance = newTally();
  fc.assert(
    fc.property(mutations(), (bytes) => judged(chance, "bytes changed by chance", bytes)),
    { numRuns: mutated, seed },
  );
  said("mutations", chance);
  const links = newTally();
  for (const bomb of bombs) await judgeFragment(bomb);
  await fc.assert(
    fc.asyncProperty(fragments, async (fragment) => {
      links.files++;
      if (await judgeFragment(fragment)) links.accepted++;
    }),
    { numRuns: linked, seed },
  );
  console.log(
    `fragments: ${links.files}, ${links.accepted} read, the others and ${bombs.length} bombs refused`,
  );
  console.log(`seed ${seed}; most memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
};

await main();
