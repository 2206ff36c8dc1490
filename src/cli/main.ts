#!/usr/bin/env node
/**
 * The command line. Commands are described here and loaded when they are called, so that `--help` and
 * `--version` start almost as fast as Node itself.
 */
import { Command, CommanderError } from "commander";
import { VERSION } from "../studies/version.ts";
import { commandFirst } from "./arguments.ts";
import { EXIT, report } from "./exit.ts";
import { addCompareOptions, addStudyOptions, type StudyFlags } from "./options.ts";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.ok);
  throw error;
});

const program = new Command("clawback")
  .description(
    "Simulates a shared GPU cluster whose owner lets capacity to tenants and can take it back after a notice period.",
  )
  .version(VERSION)
  .showSuggestionAfterError()
  .exitOverride()
  .configureOutput({ writeErr: (text) => process.stderr.write(text.replace(/^error: /, "clawback: ")) })
  .addHelpText(
    "after",
    `
A SCENARIO is a file (YAML or JSON), - for standard input, or the name of a preset (clawback presets).

Examples:
  clawback compare colossus                                   policies on the same demand
  clawback compare colossus -o colossus.html                  the same, with a report
  clawback run colossus --set internal.grok-training.demand.growth=4.5
  clawback explain colossus                                   why each notice was served
  clawback init my.yaml && clawback run my.yaml               a scenario of one's own`,
  );

const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  clawback ${line}`).join("\n")}`;

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
      'compare notice-ladder --vary "tenants[0].contract.notice=0 s,2 min,1 day,7 days,30 days,90 days,180 days"',
    ),
  )
  .action(async (name: string, flags: StudyFlags) =>
    (await import("./commands/compare.ts")).compare(name, flags),
  );

addStudyOptions(program.command("explain").argument("<scenario>"))
  .summary("says why each notice was served, and each eviction happened")
  .description(
    "Says for every notice of the first replication whose demand it served, what was short, who else could have been called, what it cost and whether it was needed.",
  )
  .option("--at <date>", "only what was served on or after this date")
  .option("--tenant <name>", "only what concerns this tenant")
  .addHelpText(
    "after",
    examples(
      "explain colossus",
      "explain colossus --policy ahead --tenant anthropic",
      "explain colossus --json",
    ),
  )
  .action(async (name: string, flags: StudyFlags & { at?: string; tenant?: string }) =>
    (await import("./commands/explain.ts")).explain(name, flags),
  );

addCompareOptions(
  addStudyOptions(
    program.command("report").argument("<result>", "a result saved with -o result.json, or a scenario"),
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

addStudyOptions(program.command("verify").argument("<result>", "a result saved with -o result.json"))
  .summary("runs a saved result again and compares the bytes")
  .description(
    "Runs a saved result again from what it holds and compares fingerprints: the same engine and scenario give the same bytes on every machine.",
  )
  .action(async (name: string, flags: StudyFlags) =>
    (await import("./commands/verify.ts")).verify(name, flags),
  );

program
  .command("validate")
  .argument("<file...>", "scenario files")
  .summary("checks scenario files, all problems at once")
  .description("Checks scenario files and tells all problems at once, each with its place and a hint.")
  .option("-q, --quiet", "only problems")
  .action(async (names: string[], flags: { quiet?: boolean }) =>
    (await import("./commands/validate.ts")).validate(names, flags),
  );

program
  .command("show")
  .argument("<file>")
  .summary("prints a scenario")
  .description("Prints a scenario; with --resolved, with every default filled in.")
  .option("--resolved", "with every default filled in")
  .option(
    "--set <path=value>",
    "sets one value first; may be repeated",
    (text: string, all: string[] = []) => [...all, text],
  )
  .action(async (name: string, flags: { resolved?: boolean; set?: string[] }) =>
    (await import("./commands/show.ts")).show(name, flags),
  );

program
  .command("schema")
  .summary("prints the JSON Schema of scenarios")
  .description(
    "Prints the JSON Schema of scenarios, for editors: # yaml-language-server: $schema=./scenario.schema.json",
  )
  .action(async () => (await import("./commands/schema.ts")).schema());

program
  .command("presets")
  .summary("lists the scenarios that come with Clawback")
  .description("Lists the scenarios that come with Clawback, with the question each one answers.")
  .option("--json", "as JSON")
  .action(async (flags: { json?: boolean }) => (await import("./commands/presets.ts")).presets(flags));

program
  .command("init")
  .argument("[file]", "where to write it", "scenario.yaml")
  .summary("writes a small scenario to start from")
  .description("Writes a small, commented scenario to start from. Never overwrites a file.")
  .action(async (file: string) => (await import("./commands/init.ts")).init(file));

for (const command of program.commands)
  command.exitOverride().showSuggestionAfterError().configureOutput(program.configureOutput());

try {
  const names = program.commands.map((command) => command.name());
  await program.parseAsync(commandFirst(process.argv.slice(2), names), { from: "user" });
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  } else {
    process.exitCode = await report(
      error,
      process.stderr.isTTY === true && !process.env.NO_COLOR && !process.argv.includes("--no-color"),
    );
  }
}
