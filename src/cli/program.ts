/**
 * All commands with their options and help. Each is loaded when it is called, so that `--help` and
 * `--version` start almost as fast as Node itself.
 */
import { Command, Option } from "commander";
import type { TraceFlags } from "./commands/trace.ts";
import { escaped } from "./exit.ts";
import {
  addCommonOptions,
  addCompareOptions,
  addSetOption,
  addStudyOptions,
  addWorkOptions,
  type CommonFlags,
  examples,
  type StudyFlags,
  type WorkFlags,
  whole,
} from "./options.ts";
import { addPoints } from "./point-commands.ts";
import { addSweeps } from "./sweep-commands.ts";

export const createProgram = (version: string): Command => {
  const program = new Command("clawback")
    .description(
      "Simulates a shared GPU cluster whose owner lets capacity to tenants and can take it back after a notice period.",
    )
    .version(version)
    .addHelpText("after", HELP);
  addStudies(program);
  addPoints(program);
  addResults(program);
  addSweeps(program);
  addScenarios(program);
  addPage(program);
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .showSuggestionAfterError()
      .configureOutput({
        writeErr: (text) => process.stderr.write(escaped(text.replace(/^error: /, "clawback: "))),
      });
  }
  return program;
};

const HELP = `
A SCENARIO is a file (YAML or JSON), - for standard input, or the name of a preset (clawback presets).
Options may stand anywhere on the line. Results go to stdout, messages and progress to stderr.

Examples:
  clawback compare colossus                                   policies on the same demand
  clawback compare colossus -o colossus.html                  the same, with a report
  clawback run colossus --set internal.grok-training.demand.growth=4.5
  clawback explain colossus                                   why each notice was served
  clawback sweep notice-and-growth                            a study: many points, resumed where it stopped
  clawback init my.yaml && clawback run my.yaml               a scenario of one's own

Exit codes: 0 ok, 1 verify found a difference or a sweep gave up units, 2 usage, 3 invalid scenario, study or result,
4 an assertion of the scenario fails, 5 input or output, 6 out of memory, 70 a bug, 75 try again, 130 interrupted.`;

const addStudies = (program: Command): void => {
  addStudyOptions(program.command("run").argument("<scenario...>", "one or several scenarios"))
    .summary("simulates a scenario under its first policy, or the ones named")
    .description(
      "Simulates a scenario under its first policy, or those named with --policy: what happened, when, to whom.",
    )
    .addHelpText(
      "after",
      examples(
        "run colossus",
        "run colossus --policy ahead -r 100",
        "run colossus --precision unmetShare:5%",
        "run my.yaml --events events.jsonl --json",
      ),
    )
    .action(async (names: string[], flags: StudyFlags) =>
      (await import("./commands/run.ts")).run(names, flags),
    );

  addCompareOptions(addStudyOptions(program.command("compare").argument("<scenario>")))
    .summary("compares policies, or values of a parameter, on the same demand")
    .description(
      "Compares all policies of a scenario, or those named, on the same demand: paired differences with 95 % intervals.",
    )
    .addHelpText(
      "after",
      examples(
        "compare colossus",
        "compare colossus --policy reactive --policy ahead -r 200 -o colossus.html",
        "compare colossus --best netValue --indifference 0.5% --confidence 95%",
        'compare colossus --policy reactive --vary "tenants.anthropic.contract.notice.owner=7 days,30 days,90 days"',
      ),
    )
    .action(async (name: string, flags: StudyFlags) =>
      (await import("./commands/compare.ts")).compare(name, flags),
    );

  addStudyOptions(program.command("explain").argument("<scenario>"))
    .summary("says why each notice was served, and each eviction happened")
    .description(
      "Says for every notice of the first replication, under the first policy or those named, whose demand it served, what was short, who else could have been called, what it cost and whether it was needed.",
    )
    .option("--at <date>", "only what is open on this date, and who holds what then")
    .option("--tenant <name>", "only what concerns this tenant")
    .option("--calendar", "only what can be called when, by the contracts: nothing is simulated")
    .addHelpText(
      "after",
      examples(
        "explain colossus",
        "explain colossus --policy ahead --tenant anthropic",
        "explain colossus --calendar",
        "explain colossus --json",
      ),
    )
    .action(async (name: string, flags: StudyFlags & { at?: string; tenant?: string; calendar?: boolean }) =>
      (await import("./commands/explain.ts")).explain(name, flags),
    );
};

const addResults = (program: Command): void => {
  addCompareOptions(
    addStudyOptions(
      program
        .command("report")
        .argument("<result>", "a result saved with -o result.json, a study's folder, or a scenario"),
    ),
  )
    .summary("writes one self-contained HTML file")
    .description(
      "Writes one self-contained HTML file: charts, tables, definitions, provenance. Takes a saved result, or a scenario, which it compares first.",
    )
    .addHelpText("after", examples("report colossus -o colossus.html", "report result.json"))
    .action(async (name: string, flags: StudyFlags) =>
      (await import("./commands/report.ts")).writeReport(name, flags),
    );

  addWorkOptions(program.command("verify").argument("<result>", "a result saved with -o result.json"))
    .summary("runs a saved result again and compares the bytes")
    .description(
      "Runs a saved result again from what it holds and compares fingerprints: the same engine and scenario give the same bytes on every machine. Ends with 1 when they differ.",
    )
    .option("--json", "the verdict as JSON")
    .option("--folder <folder>", "where the traces of the scenario are; default: beside the scenario")
    .addHelpText("after", examples("compare colossus -o result.json", "verify result.json"))
    .action(async (name: string, flags: WorkFlags & { json?: boolean; folder?: string }) =>
      (await import("./commands/verify.ts")).verify(name, flags),
    );
};

const addTrace = (program: Command): void => {
  addCommonOptions(program.command("trace").argument("<file>", "a log of jobs: SWF or CSV, gz accepted"))
    .summary("tells what a trace of jobs holds")
    .description(
      "Tells what a trace of jobs holds: rows, span, sizes, load against a capacity, and what would be left out, cut or made up.",
    )
    .option("--format <format>", "swf, csv, philly, helios, alibaba-openb-2023, ...; default: by the name")
    .option("--columns <field=column,...>", "columns of a CSV, such as submit=timestamp,run=duration,gpus=3")
    .option("--times <unit>", "unit of its times: seconds, milliseconds or utc")
    .option("--class <values>", "only rows of these classes: HP,Spot or column=HP,Spot")
    .option("--fractions <how>", "fractions of an accelerator: refuse or roundUp")
    .addOption(
      new Option("--capacity <gpus>", "accelerators to measure the load against").argParser(
        whole(1, 10_000_000),
      ),
    )
    .option("--json", "as JSON")
    .addHelpText("after", examples("trace log.swf.gz --capacity 128", "trace jobs.csv --format philly"))
    .action(async (file: string, flags: TraceFlags) =>
      (await import("./commands/trace.ts")).trace(file, flags),
    );
};

const addScenarios = (program: Command): void => {
  addCommonOptions(program.command("validate").argument("<file...>", "scenario files"))
    .summary("checks scenario files, all problems at once")
    .description("Checks scenario files and tells all problems at once, each with its place and a hint.")
    .option("--json", "problems and warnings as JSON")
    .addHelpText("after", examples("validate my.yaml", "validate scenarios/*.yaml --json"))
    .action(async (names: string[], flags: CommonFlags & { json?: boolean }) =>
      (await import("./commands/validate.ts")).validate(names, flags),
    );

  addTrace(program);
  addCommonOptions(addSetOption(program.command("show").argument("<file>", "a scenario")))
    .summary("prints a scenario")
    .description("Prints a scenario; with --resolved or --set, with every default filled in.")
    .option("--resolved", "with every default filled in")
    .addHelpText(
      "after",
      examples("show colossus > my.yaml", "show my.yaml --resolved", 'show my.yaml --set "horizon=2 years"'),
    )
    .action(async (name: string, flags: Parameters<typeof import("./commands/show.ts").show>[1]) =>
      (await import("./commands/show.ts")).show(name, flags),
    );

  addCommonOptions(program.command("schema"))
    .summary("prints the JSON Schema of scenarios, or of studies")
    .description(
      "Prints the JSON Schema of scenarios, or of studies, for editors: # yaml-language-server: $schema=./scenario.schema.json",
    )
    .option("--study", "of study files")
    .addHelpText("after", examples("schema > scenario.schema.json", "schema --study > study.schema.json"))
    .action(async (flags: { study?: boolean }) => (await import("./commands/schema.ts")).schema(flags));

  addCommonOptions(program.command("presets"))
    .summary("lists the scenarios that come with Clawback")
    .description("Lists the scenarios that come with Clawback, with the question each one answers.")
    .option("--json", "as JSON")
    .addHelpText("after", examples("presets", "run colossus", "show colossus > my.yaml"))
    .action(async (flags: { json?: boolean }) => (await import("./commands/presets.ts")).presets(flags));

  addCommonOptions(program.command("init").argument("[file]", "where to write it", "scenario.yaml"))
    .summary("writes a small scenario to start from")
    .description("Writes a small, commented scenario to start from. Never overwrites a file.")
    .addHelpText("after", examples("init my.yaml"))
    .action(async (file: string, flags: CommonFlags) =>
      (await import("./commands/init.ts")).init(file, flags),
    );
};

const addPage = (program: Command): void => {
  addCommonOptions(program.command("serve"))
    .summary("serves the page on loopback, until Ctrl-C")
    .description(
      "Serves the page on 127.0.0.1 and prints its address on stdout. Nobody else can reach it, and nothing leaves the browser.",
    )
    .addOption(
      new Option("--port <n>", "the port; 0 takes a free one").argParser(whole(0, 65_535)).default(4173),
    )
    .addHelpText("after", examples("serve", "serve --port 0"))
    .action(async (flags: CommonFlags & { port: number }) =>
      (await import("./commands/serve.ts")).serve(flags),
    );
};
