/** The commands of sweeps: a study as a whole, and the pieces of which any engine can make one. */
import { type Command, Option } from "commander";
import { addCommonOptions, addWorkOptions, type CommonFlags, examples, whole } from "./options.ts";
import type { EngineFlags, FolderFlags, ShardFlags, SweepFlags, WorkerFlags } from "./sweep-flags.ts";

export const addSweeps = (program: Command): void => {
  addSweep(program);
  addPieces(program);
  addWorker(program);
  addReading(program);
};

const addEngineOptions = (command: Command): Command =>
  command
    .addOption(
      new Option("--engine <engine>", "what runs the units")
        .choices(["threads", "here", "slurm", "bullmq"])
        .default("threads"),
    )
    .option("--redis-url-file <file>", "for bullmq: a file that holds redis://user:password@host:port")
    .option("--prefix <prefix>", "for bullmq: what all keys in Redis begin with", "clawback")
    .addOption(
      new Option("--minutes <n>", "for slurm: about how long one task of the array works")
        .argParser(whole(1, 1440))
        .default(10),
    );

const addSweep = (program: Command): void => {
  addEngineOptions(
    addWorkOptions(
      program.command("sweep").argument("<study>", "a study file, or one that comes with Clawback"),
    )
      .option("-o, --output <folder>", "the study's folder; default: clawback-out/ and the study's name")
      .option("--fresh", "forgets results of earlier runs")
      .option("--retry", "tries again what was given up")
      .option("-n, --dry-run", "says what would be run, and does not run it")
      .option("--json", "the end as JSON"),
  )
    .summary("runs a study: axes x policies x replications, resumed where it stopped")
    .description(
      "Runs a study into a folder: every point of its axes, all policies on the same demand, many replications. What is in the folder already is not run again. Ctrl-C stops it and loses nothing; the same command goes on.",
    )
    .addHelpText(
      "after",
      examples(
        "sweep notice-and-growth",
        "sweep my-study.yaml -o results/my-study -j 8",
        "sweep my-study.yaml --engine slurm",
      ),
    )
    .action(async (name: string, flags: SweepFlags) =>
      (await import("./commands/sweep.ts")).sweep(name, flags),
    );
};

const addPieces = (program: Command): void => {
  addCommonOptions(program.command("plan").argument("<study>"))
    .option("-o, --output <folder>", "the study's folder; default: clawback-out/ and the study's name")
    .addOption(new Option("--shards <n>", "into how many parts").argParser(whole(1, 100_000)).default(16))
    .summary("prepares a study's folder for any engine")
    .description(
      "Writes a study's folder, and how to run its shards: a line for GNU parallel and a manifest for Kubernetes. Then `merge` makes the results.",
    )
    .addHelpText("after", examples("plan my-study.yaml -o shared/my-study --shards 64"))
    .action(async (name: string, flags: Parameters<typeof import("./commands/plan.ts").plan>[1]) =>
      (await import("./commands/plan.ts")).plan(name, flags),
    );

  addWorkOptions(program.command("shard").argument("<folder>", "a study's folder"))
    .addOption(new Option("--index <i>", "which shard, from 1").argParser(whole(1, 1_000_000)))
    .addOption(new Option("--of <n>", "of how many").argParser(whole(1, 1_000_000)))
    .option("--unit <key>", "runs one unit alone, here, and tells what comes of it")
    .option("--folder <folder>", "where recorded files are, when not where they were")
    .summary("runs one part of a planned study")
    .description(
      "Runs one part of a planned study into a journal of its own. Ends with 75 when it was stopped before its end: run it again.",
    )
    .addHelpText(
      "after",
      examples("shard shared/my-study --index 3 --of 64", "shard my-study --unit 1f2e3d4c5b6a"),
    )
    .action(async (folder: string, flags: ShardFlags) =>
      (await import("./commands/shard.ts")).shard(folder, flags),
    );

  addCommonOptions(program.command("merge").argument("<folder>"))
    .option("--folder <folder>", "where recorded files are, when not where they were")
    .option("--json", "the end as JSON")
    .summary("makes results of what the shards found")
    .description(
      "Takes the journals of all shards into the study's own, and writes the results when all is there.",
    )
    .addHelpText("after", examples("merge shared/my-study"))
    .action(async (folder: string, flags: FolderFlags) =>
      (await import("./commands/merge.ts")).merge(folder, flags),
    );
};

const addWorker = (program: Command): void => {
  addWorkOptions(program.command("worker"))
    .requiredOption("--redis-url-file <file>", "a file that holds redis://user:password@host:port")
    .option("--prefix <prefix>", "what all keys in Redis begin with", "clawback")
    .option("--folder <folder>", "where recorded files are", ".")
    .addOption(
      new Option("--lock-seconds <s>", "how soon the work of a worker that is gone is given to another")
        .argParser(whole(1, 3600))
        .default(30),
    )
    .summary("works for sweeps with --engine bullmq, on any machine")
    .description(
      "Takes units of sweeps from Redis, runs them on threads, and sends the results back, until it is stopped.",
    )
    .addHelpText("after", examples("worker --redis-url-file redis.url -j 8"))
    .action(async (flags: WorkerFlags) => (await import("./commands/worker.ts")).worker(flags));
};

const addReading = (program: Command): void => {
  addCommonOptions(program.command("status").argument("<folder>"))
    .option("--json", "as JSON")
    .summary("tells how far a sweep is")
    .description("Tells how far a sweep is: units done and failed, rate, what is left, and who is at it.")
    .addHelpText("after", examples("status clawback-out/my-study"))
    .action(async (folder: string, flags: CommonFlags & { json?: boolean }) =>
      (await import("./commands/status.ts")).status(folder, flags),
    );

  addCommonOptions(program.command("export").argument("<folder>"))
    .addOption(
      new Option("--format <format>", "csv, parquet or jsonl; default: by the ending of the file").choices([
        "csv",
        "parquet",
        "jsonl",
      ]),
    )
    .option("--runs", "every replication, instead of means")
    .option("-o, --output <file>", "where to; default: standard output")
    .option("--folder <folder>", "where recorded files are, when not where they were")
    .summary("writes a sweep's numbers as CSV, Parquet or JSON lines")
    .description("Writes the numbers of a sweep, finished or not, as a tidy table: for pandas, R, DuckDB.")
    .addHelpText(
      "after",
      examples(
        "export clawback-out/my-study -o means.parquet",
        "export clawback-out/my-study --runs -o runs.csv",
      ),
    )
    .action(async (folder: string, flags: Parameters<typeof import("./commands/export.ts").exportTable>[1]) =>
      (await import("./commands/export.ts")).exportTable(folder, flags),
    );
};

export type { EngineFlags };
