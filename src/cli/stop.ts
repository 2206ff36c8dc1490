/** What the options say about when to stop replicating. */
import {
  InputError,
  LEAST_REPLICATIONS,
  MOST_REPLICATIONS,
  metricNamed,
  parseAmount,
  parsePrecision,
  type StopRequest,
} from "../index.ts";
import { UsageError } from "./exit.ts";
import type { StudyFlags } from "./options.ts";

type StopFlags = Pick<
  StudyFlags,
  "precision" | "best" | "indifference" | "confidence" | "replications" | "maxReplications"
>;

/**
 * The rule that options ask for; undefined when they ask for none.
 *
 * @param written - replications of the scenario, the least unless -r says otherwise
 * @throws UsageError when an option has nothing to act on
 */
export const stopOfFlags = (flags: StopFlags, written: number): StopRequest | undefined => {
  const { best, precision } = flags;
  for (const name of ["indifference", "confidence"] as const)
    if (flags[name] !== undefined && best === undefined)
      throw new UsageError(`--${name} says how to choose; choose with --best METRIC`);
  if (best === undefined && precision.length === 0) {
    if (flags.maxReplications === undefined) return undefined;
    throw new UsageError(
      "--max-replications says where --precision or --best give up; use -r for a fixed number",
    );
  }
  const most = flags.maxReplications ?? MOST_REPLICATIONS;
  const least = flags.replications ?? Math.min(most, Math.max(LEAST_REPLICATIONS, written));
  return {
    precision: precision.map(parsePrecision),
    ...(best === undefined ? {} : { best: bestOf(best, flags) }),
    least,
    most,
  };
};

/** What to choose by. @throws InputError */
export const bestOf = (
  metric: string,
  flags: Pick<StopFlags, "indifference" | "confidence">,
): NonNullable<StopRequest["best"]> => {
  const { value: indifference, isRelative } = amountOf("indifference", flags.indifference ?? "1%");
  const confidence = amountOf("confidence", flags.confidence ?? "95%").value;
  return { metric: metricNamed(metric, "best"), indifference, isRelative, confidence };
};

const amountOf = (name: string, text: string): NonNullable<ReturnType<typeof parseAmount>> => {
  const amount = parseAmount(text);
  if (amount !== undefined) return amount;
  throw new InputError([
    { path: `--${name}`, message: "expected a number above 0, or a percentage such as 0.5%", found: text },
  ]);
};
