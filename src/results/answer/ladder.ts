/** The notice was varied: what each length leaves unmet, and what it costs the tenants. */
import { scaleOfIntervals, write, writeOne } from "../figures/numbers.ts";
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

/** Where the owner is best off, and where both sides together are; the first of equals. */
const leastLost = (rungs: readonly LadderRung[]): string => {
  const least = (cost: (rung: LadderRung) => number): string =>
    rungs.reduce((best, rung) => (cost(rung) < cost(best) ? rung : best)).label;
  const owner = least(({ ownerCost }) => ownerCost.mean);
  const both = least(({ ownerCost, tenantCost }) => ownerCost.mean + tenantCost.mean);
  return owner === both
    ? `The owner is best off at ${owner}, and so are both sides together.`
    : `The owner is best off at ${owner}, both sides together at ${both}.`;
};
