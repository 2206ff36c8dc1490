/** What a study says that went on until enough was known: the best and how surely, or what is still open. */
import { type MetricDefinition, metricDefinitions } from "../../metrics/definitions.ts";
import { shortName } from "../figures/names.ts";
import { writeOne } from "../figures/numbers.ts";
import type { Stopped, StudyResult } from "../types.ts";
import { listed } from "./facts.ts";

/** Sentences, each with a space before it; none for a fixed number of replications. */
export const stoppedSentences = ({ stopped, replications }: StudyResult): string => {
  if (stopped === undefined) return "";
  const sentences = [
    ...(stopped.selection === undefined ? [] : [choice(stopped.selection, replications)]),
    ...stopped.precision.map((precision) => knowledge(precision, replications)),
  ];
  return sentences.map((sentence) => ` ${sentence}`).join("");
};

const choice = (selection: NonNullable<Stopped["selection"]>, replications: number): string => {
  const { metric, confidence, indifference, survivors, isDecided, best } = selection;
  const { label, unit, better } = definitionOf(metric);
  const zone = writeOne(indifference, unit);
  const sure = `${Number((confidence * 100).toPrecision(10))} %`;
  const by = `the ${better === "lower" ? "lowest" : "highest"} ${label.toLowerCase()}`;
  if (isDecided)
    return `With ${sure} confidence ${shortName(best)} has ${by}, or is within ${zone} of it; ${replications} replications decided that.`;
  const open = `${replications} replications do not decide with ${sure} confidence which has ${by}: ${listed(survivors.map(shortName))} remain, ${shortName(best)} in front`;
  return Number.isFinite(selection.needed)
    ? `${open}; at most ${selection.needed} replications would tell them apart by ${zone}.`
    : `${open}.`;
};

const knowledge = (precision: Stopped["precision"][0], replications: number): string => {
  const { metric, entry, isReached, current, halfWidth, isRelative } = precision;
  const { label, unit } = definitionOf(metric);
  const size = (width: number): string => {
    if (!isRelative) return writeOne(width, unit);
    return Number.isFinite(width) ? `${Number((width * 100).toPrecision(2))} % of its mean` : "any width";
  };
  if (isReached)
    return `${label} is known to ± ${size(halfWidth)} or better: ${replications} replications were enough.`;
  return `${label} of ${shortName(entry)} is known to ± ${size(current)} after ${replications} replications, not to ± ${size(halfWidth)} as asked.`;
};

const definitionOf = (metric: string): MetricDefinition =>
  metricDefinitions.find(({ name }) => name === metric) as MetricDefinition;
