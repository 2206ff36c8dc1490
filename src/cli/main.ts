#!/usr/bin/env node
/** The command line: words in, an exit code out. */
import { CommanderError } from "commander";
import { VERSION } from "../studies/version.ts";
import { commandFirst } from "./arguments.ts";
import { EXIT, ioMessage, report, say } from "./exit.ts";
import { createProgram } from "./program.ts";

// A reader that has seen enough is no error: `clawback run colossus | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(process.exitCode ?? EXIT.ok);
  say(`standard output: ${ioMessage(error)}`);
  process.exit(EXIT.io);
});
process.stderr.on("error", () => {});

const wantsColor =
  process.stderr.isTTY === true && !process.env.NO_COLOR && !process.argv.includes("--no-color");

/** A preset where a command should be. */
const suggestRun = async (words: readonly string[]): Promise<void> => {
  const { presetNames } = await import("../node.ts");
  const preset = presetNames().find((name) => words.includes(name));
  if (preset !== undefined) say(`${preset} is a preset; did you mean: clawback run ${preset}`);
};

const words = process.argv.slice(2);
try {
  await createProgram(VERSION).parseAsync(commandFirst(words), { from: "user" });
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error.code === "commander.unknownCommand") await suggestRun(words);
  } else process.exitCode = await report(error, wantsColor);
}
