/**
 * The words of the command line: options may stand before or after the command, and the command that is
 * recorded with a result reads as a shell would take it.
 */
import { existsSync } from "node:fs";
import { quoted } from "../results/command.ts";
import { UsageError } from "./exit.ts";

export { quoted } from "../results/command.ts";

/** All commands, in the order of the help. */
export const commandNames: readonly string[] = [
  ...["run", "compare", "explain", "seek", "sensitivity", "select", "steady", "report", "verify"],
  ...["sweep", "plan", "shard", "merge", "worker", "status", "export"],
  ...["validate", "trace", "show", "schema", "presets", "init", "serve"],
];

/** Options that take the next word as their value. */
const withValue = new Set([
  ...["-r", "--replications", "--seed", "--policy", "--vary", "--set", "--baseline", "-j", "--jobs"],
  ...["-o", "--output", "--format", "--events", "--series-out", "--progress", "--at", "--tenant"],
  ...[
    "--jobs-out",
    "--workload-out",
    "--perfetto",
    "--folder",
    "--columns",
    "--times",
    "--class",
    "--fractions",
  ],
  ...["--capacity", "--port", "--precision", "--max-replications", "--best", "--indifference"],
  ...["--confidence", "--until", "--method", "--metric", "--size", "--budget"],
  ...[
    "--engine",
    "--redis-url-file",
    "--prefix",
    "--shards",
    "--index",
    "--of",
    "--unit",
    "--minutes",
    "--lock-seconds",
  ],
]);

/**
 * Moves the command to the front, so that options may stand anywhere.
 *
 * @throws UsageError for a scenario where the command should be, which says what was meant
 */
export const commandFirst = (args: readonly string[]): string[] => {
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as string;
    if (word === "--") break;
    if (withValue.has(word)) {
      i++;
      continue;
    }
    if (word.startsWith("-") && word !== "-") continue;
    if (commandNames.includes(word)) return [word, ...args.slice(0, i), ...args.slice(i + 1)];
    if (word !== "help" && (/[./\\]/.test(word) || existsSync(word))) {
      throw new UsageError(
        `${quoted([word])} is no command; did you mean: clawback run ${quoted(args.slice(i))}`,
      );
    }
    break;
  }
  return [...args];
};
