/** The notice was varied: what each length leaves unmet, and what it costs the tenants. */
import { fixed, halfWidth, scaleOfIntervals, write, writeOne } from "../figures/numbers.ts";
import type { LadderRung, StudyResult } from "../types.ts";
import { listed } from "./facts.ts";

/** How many rungs are told; of a longer ladder, these spread over it. */
const MOST_RUNGS = 6;

export const ladder = (result: StudyResult): string => {
  const policy = result.ladder[0]?.policy ?? "";
  const rungs = result.ladder
    .filter((rung) => rung.policy === policy)
    .sort((a, b) => a.noticeSeconds - b.noticeSeconds);
  const [shortest, longest] = [rungs[0], rungs[rungs.length - 1]] as [LadderRung, LadderRung];
  const told = spread(rungs);
  const scale = scaleOfIntervals(
    "share",
    told.map(({ unmetShare }) => unmetShare),
  );
  const steps = told.map(({ unmetShare, label }) => `${write(unmetShare.mean, scale)} at ${label}`);
  const head = `In the mean each step from ${shortest.label} to ${longest.label} of notice leaves more internal demand unmet`;
  const trend = rises(rungs)
    ? head
    : `From ${shortest.label} to ${longest.label} of notice, internal demand is unmet`;
  return `${trend} under ${policy}: ${listed(steps)}. ${tenants(shortest, longest)}${leastLost(rungs)}`.trim();
};

const rises = (rungs: readonly LadderRung[]): boolean =>
  rungs.every(
    ({ unmetShare }, i) => i === 0 || unmetShare.mean > (rungs[i - 1] as LadderRung).unmetShare.mean,
  );

const spread = (rungs: readonly LadderRung[]): readonly LadderRung[] => {
  if (rungs.length <= MOST_RUNGS) return rungs;
  const chosen = Array.from({ length: MOST_RUNGS }, (_, i) =>
    Math.round((i * (rungs.length - 1)) / (MOST_RUNGS - 1)),
  );
  return chosen.map((i) => rungs[i] as LadderRung);
};

const tenants = (shortest: LadderRung, longest: LadderRung): string => {
  const [before, after] = [shortest.tenantCost.mean, longest.tenantCost.mean];
  if (before === after) return "";
  return (
    `Evictions cost the tenants ${writeOne(before, "$")} at ${shortest.label} ` +
    `and ${writeOne(after, "$")} at ${longest.label}. `
  );
};

/** Where the owner is best off, and where both sides together are: the bottom of their cost, and its two ends. */
const leastLost = (rungs: readonly LadderRung[]): string => {
  const owner = lowest(rungs, ({ ownerCost }) => ownerCost.mean);
  const both = lowest(rungs, ({ totalCost }) => totalCost.mean);
  const scale = scaleOfIntervals(
    "$",
    rungs.map(({ totalCost }) => totalCost),
  );
  const spread = both.totalCost.n > 1 ? halfWidth(both.totalCost) : 0;
  const range = spread > 0 ? ` ± ${fixed(spread / scale.divisor, scale.decimals)}` : "";
  const ends = [rungs[0], rungs[rungs.length - 1]]
    .filter((rung): rung is LadderRung => rung !== undefined && rung !== both)
    .map(({ totalCost, label }) => `${write(totalCost.mean, scale)} at ${label}`);
  const head =
    owner === both
      ? `The owner is best off at ${owner.label}, and so are both sides together`
      : `The owner is best off at ${owner.label}, both sides together at ${both.label}`;
  const cost = `they lose ${write(both.totalCost.mean, scale)}${range} there, against ${listed(ends)}`;
  return `${head}: ${cost}${rivals(rungs, both)}.`;
};

const lowest = (rungs: readonly LadderRung[], cost: (rung: LadderRung) => number): LadderRung =>
  rungs.reduce((best, rung) => (cost(rung) < cost(best) ? rung : best));

/** Rungs that may be as good, as far as the replications tell. */
const rivals = (rungs: readonly LadderRung[], best: LadderRung): string => {
  const unclear = rungs.filter((rung) => rung !== best && rung.aboveLeast.low <= 0);
  if (unclear.length === 0) return "";
  const names = listed(unclear.map(({ label }) => label));
  return `; ${names} may be as good, the interval of the difference contains 0`;
};
