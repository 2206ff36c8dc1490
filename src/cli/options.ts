/** Options that several commands share, and how their values are read. */
import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";

export type StudyFlags = {
  readonly replications?: number;
  readonly seed?: string;
  readonly policy: string[];
  readonly set: { readonly path: string; readonly value: string }[];
  readonly vary?: { readonly path: string; readonly values: string[] };
  readonly baseline?: string;
  readonly jobs: number;
  readonly output: string[];
  readonly format?: "table" | "json" | "jsonl" | "csv" | "markdown";
  readonly json?: boolean;
  readonly events?: string;
  readonly seriesOut?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly progress: "auto" | "bar" | "json" | "none";
  readonly color: boolean;
  readonly dryRun?: boolean;
};

const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}.`);
    }
    return value;
  };

const assignment = (text: string): { path: string; value: string } => {
  const at = text.indexOf("=");
  if (at <= 0)
    throw new InvalidArgumentError("expected PATH=VALUE, such as tenants.anthropic.contract.notice=30 days.");
  return { path: text.slice(0, at).trim(), value: text.slice(at + 1) };
};

const jobCount = (text: string): number => (text === "auto" ? availableParallelism() : whole(1, 256)(text));

const append =
  <T>(read: (text: string) => T) =>
  (text: string, previous: T[] = []): T[] => [...previous, read(text)];

/** Adds the options of a command that simulates. */
export const addStudyOptions = (command: Command): Command =>
  command
    .addOption(new Option("-r, --replications <n>", "independent repetitions").argParser(whole(1, 100_000)))
    .option("--seed <seed>", "names the random streams: the same seed gives the same bytes")
    .addOption(
      new Option("--policy <name>", "a policy of the scenario or a shipped one; may be repeated")
        .argParser(append((text) => text))
        .default([]),
    )
    .addOption(
      new Option("--set <path=value>", "sets one value of the scenario; may be repeated")
        .argParser(append(assignment))
        .default([]),
    )
    .addOption(
      new Option("-j, --jobs <n>", "worker threads; any number gives the same bytes")
        .argParser(jobCount)
        .default(availableParallelism(), "one for each core"),
    )
    .addOption(
      new Option("-o, --output <file>", "also writes .html (the report), .json, .csv or .md; may be repeated")
        .argParser(append((text) => text))
        .default([]),
    )
    .addOption(
      new Option("--format <format>", "what stdout gets").choices([
        "table",
        "json",
        "jsonl",
        "csv",
        "markdown",
      ]),
    )
    .option("--json", "the same as --format json")
    .option("--events <file>", "writes every event of the first replication, as JSON lines")
    .option("--series-out <file>", "writes the time series, as CSV")
    .addOption(
      new Option("--progress <kind>", "on stderr").choices(["auto", "bar", "json", "none"]).default("auto"),
    )
    .option("-q, --quiet", "no messages beside the result")
    .option("-v, --verbose", "more messages")
    .option("--no-color", "no colours")
    .option("-n, --dry-run", "says what would be run, and does not run it");

/** Adds what only a comparison takes. */
export const addCompareOptions = (command: Command): Command =>
  command
    .addOption(
      new Option("--vary <path=v1,v2,...>", "compares at several values of one parameter").argParser(
        (text) => {
          const { path, value } = assignment(text);
          return { path, values: splitValues(value) };
        },
      ),
    )
    .option("--baseline <policy>", "what differences are taken against; default: the first policy");

/** Splits at commas that are not inside brackets, braces or quotes. */
export const splitValues = (text: string): string[] => {
  const values: string[] = [];
  let depth = 0;
  let quote = "";
  let current = "";
  for (const letter of text) {
    if (quote !== "") quote = letter === quote ? "" : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if ("[{(".includes(letter)) depth++;
    else if ("]})".includes(letter)) depth--;
    if (letter === "," && depth === 0 && quote === "") {
      values.push(current.trim());
      current = "";
    } else current += letter;
  }
  return [...values, current.trim()];
};
