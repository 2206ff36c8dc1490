/** Options that several commands share, and how their values are read. */
import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";

/** What every command takes. */
export type CommonFlags = {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color: boolean;
};

/** What every command takes that simulates. */
export type WorkFlags = CommonFlags & {
  readonly jobs: number;
  readonly progress: "auto" | "bar" | "json" | "none";
};

export type Assignment = { readonly path: string; readonly value: string };

export type StudyFlags = WorkFlags & {
  readonly replications?: number;
  readonly precision: readonly string[];
  readonly maxReplications?: number;
  readonly best?: string;
  readonly indifference?: string;
  readonly confidence?: string;
  readonly seed?: string;
  readonly policy: readonly string[];
  readonly set: readonly Assignment[];
  readonly vary?: { readonly path: string; readonly values: readonly string[] };
  readonly baseline?: string;
  readonly output: readonly string[];
  readonly format?: "table" | "json" | "jsonl" | "csv" | "markdown";
  readonly json?: boolean;
  readonly events?: string;
  readonly seriesOut?: string;
  readonly jobsOut?: string;
  readonly perfetto?: string;
  readonly workloadOut?: string;
  readonly dryRun?: boolean;
};

/** What commands take that evaluate a scenario at many points. */
export type PointFlags = WorkFlags & {
  readonly replications?: number;
  readonly seed?: string;
  readonly policy?: string;
  readonly set: readonly Assignment[];
  /** Ranges as they were written. */
  readonly vary: readonly string[];
  readonly json?: boolean;
};

/** What a choice of the best policy takes. */
export type SelectFlags = Omit<PointFlags, "policy" | "vary"> & {
  readonly policy: readonly string[];
  readonly metric: string;
  readonly method: "ocba" | "kn";
  readonly budget: number;
  readonly indifference?: string;
  readonly confidence?: string;
};

/** Adds what every command takes. */
export const addCommonOptions = (command: Command): Command =>
  command
    .option("-q, --quiet", "no messages beside the result")
    .option("-v, --verbose", "more messages")
    .option("--no-color", "no colours; NO_COLOR does the same");

/** Adds what every command takes that simulates. */
export const addWorkOptions = (command: Command): Command =>
  addCommonOptions(
    command
      .addOption(
        new Option("-j, --jobs <n>", "worker threads; any number gives the same bytes")
          .argParser(jobCount)
          .default(Math.min(256, availableParallelism()), "one for each core"),
      )
      .addOption(
        new Option("--progress <kind>", "on stderr").choices(["auto", "bar", "json", "none"]).default("auto"),
      ),
  );

/** Adds `--set`. */
export const addSetOption = (command: Command): Command =>
  command.addOption(
    new Option("--set <path=value>", "sets one value of the scenario; may be repeated")
      .argParser(append(assignment))
      .default([], "none"),
  );

/** Adds what decides the runs of a study and where its result goes. */
export const addStudyOptions = (command: Command): Command =>
  addWorkOptions(
    addSetOption(
      command
        .addOption(
          new Option(
            "-r, --replications <n>",
            "independent repetitions, with --precision and --best the least; default: as in the scenario",
          ).argParser(whole(1, 100_000)),
        )
        .addOption(
          new Option(
            "--precision <metric:width>",
            "goes on until half of the 95 % interval is this narrow: unmetShare:5% of the mean, or unmetShare:0.002; may be repeated",
          )
            .argParser(append((text) => text))
            .default([], "none"),
        )
        .addOption(
          new Option(
            "--max-replications <n>",
            "where --precision and --best give up; default: 10,000",
          ).argParser(whole(2, 100_000)),
        )
        .addOption(
          new Option(
            "--seed <seed>",
            "names the random streams: the same seed gives the same bytes",
          ).argParser(seedText),
        )
        .addOption(
          new Option("--policy <name>", "a policy of the scenario or a shipped one; may be repeated")
            .argParser(append((text) => text))
            .default([], "see above"),
        ),
    )
      .addOption(
        new Option(
          "-o, --output <file>",
          "also writes .html (the report), .json (a result for report and verify), .csv or .md; may be repeated",
        )
          .argParser(append((text) => text))
          .default([], "none"),
      )
      .addOption(
        new Option("--format <format>", "what stdout gets: table, json, jsonl, csv or markdown").choices([
          ...["table", "json", "jsonl", "csv", "markdown"],
        ]),
      )
      .option("--json", "the same as --format json")
      .option("--events <file>", "writes every event of the first replication, as JSON lines")
      .option("--series-out <file>", "writes the time series, as CSV")
      .option("--jobs-out <file>", "writes what became of every job of the first replication, as CSV")
      .option(
        "--workload-out <file>",
        "writes the jobs of the first replication as they were submitted, in the Standard Workload Format",
      )
      .option("--perfetto <file>", "writes the first replication as a trace for ui.perfetto.dev")
      .option("-n, --dry-run", "says what would be run, and does not run it"),
  );

/** Adds what commands take that run one policy and write no files. */
export const addPolicyOptions = (command: Command): Command =>
  addWorkOptions(
    addSetOption(
      command
        .option("--policy <name>", "a policy of the scenario or a shipped one; default: the first")
        .addOption(
          new Option("-r, --replications <n>", "repetitions; default: as in the scenario").argParser(
            whole(1, 100_000),
          ),
        )
        .addOption(new Option("--seed <seed>", "names the random streams").argParser(seedText))
        .option("--json", "as JSON"),
    ),
  );

/** The same at many points of a scenario's parameters. */
export const addPointOptions = (command: Command): Command =>
  addPolicyOptions(
    command.addOption(
      new Option("--vary <path=low..high>", "a parameter and its range; may be repeated where it says so")
        .argParser(append((text) => text))
        .default([], "none"),
    ),
  );

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
    .option(
      "--best <metric>",
      "goes on until the best policy by this metric is known (the procedure of Kim and Nelson)",
    )
    .option(
      "--indifference <width>",
      "with --best: differences below this do not matter, 0.5% of the best mean or in the unit of the metric; default: 1%",
    )
    .option("--confidence <share>", "with --best: how sure the choice must be; default: 95%")
    .option("--baseline <policy>", "what differences are taken against; default: the first policy");

/** Adds what a choice of the best policy takes. */
export const addSelectOptions = (command: Command): Command =>
  addWorkOptions(
    addSetOption(
      command
        .addOption(
          new Option("--method <method>", "ocba or kn (the procedure of Kim and Nelson)")
            .choices(["ocba", "kn"])
            .default("ocba"),
        )
        .option("--metric <metric>", "what to choose by", "netValue")
        .addOption(
          new Option("--budget <n>", "runs in all, at the most").argParser(whole(2, 1_000_000)).default(500),
        )
        .addOption(
          new Option("-r, --replications <n>", "of each policy to begin with; default: 10").argParser(
            whole(2, 100_000),
          ),
        )
        .option("--indifference <width>", "with kn, as in compare; default: 1%")
        .option("--confidence <share>", "with kn, as in compare; default: 95%")
        .addOption(
          new Option("--policy <name>", "a policy to choose from; may be repeated")
            .argParser(append((text) => text))
            .default([], "all of the scenario"),
        )
        .addOption(new Option("--seed <seed>", "names the random streams").argParser(seedText))
        .option("--json", "as JSON"),
    ),
  );

/** Reads a whole number between two. */
export const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
    }
    return value;
  };

const jobCount = (text: string): number => (text === "auto" ? availableParallelism() : whole(1, 256)(text));

/** As the scenario language takes it. */
const seedText = (text: string): string => {
  if (text === "" || text.length > 200 || /[\p{Cc}\p{Cs}]/u.test(text))
    throw new InvalidArgumentError("Expected 1 to 200 printable characters.");
  return text;
};

const assignment = (text: string): Assignment => {
  const at = text.indexOf("=");
  if (at <= 0)
    throw new InvalidArgumentError(
      'Expected PATH=VALUE, such as "tenants.anthropic.contract.notice=30 days".',
    );
  return { path: text.slice(0, at).trim(), value: text.slice(at + 1) };
};

const append =
  <T>(read: (text: string) => T) =>
  (text: string, previous: readonly T[] = []): T[] => [...previous, read(text)];

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

/** The last part of a help text. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  clawback ${line}`).join("\n")}`;
