/**
 * How the command line ends: every failure is one message on stderr and one exit code.
 *
 *   0 ok · 1 verify found a difference, or a sweep gave up units · 2 usage · 3 invalid scenario, study or result ·
 *   4 an assertion fails · 5 input or output · 6 out of memory · 70 an invariant broke · 75 try again · 130, 143 signals
 */
import { quoted } from "./arguments.ts";

export const EXIT = {
  ok: 0,
  different: 1,
  someFailed: 1,
  usage: 2,
  invalid: 3,
  asserted: 4,
  io: 5,
  limit: 6,
  bug: 70,
  again: 75,
  interrupted: 130,
  terminated: 143,
} as const;

/** A mistake in how the command was called. */
export class UsageError extends Error {}

/** Stopped with SIGINT or SIGTERM. */
export class Interrupted extends Error {
  readonly code: number;

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(signal === "SIGINT" ? "interrupted" : "terminated");
    this.code = signal === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
  }
}

/** The exit code for whatever was thrown, once it has been told on stderr. */
export const report = async (error: unknown, color: boolean): Promise<number> => {
  const name = error instanceof Error ? error.name : "";
  if (error instanceof Interrupted) {
    say(`${error.message}; nothing was written`);
    return error.code;
  }
  if (name === "RedisError") {
    say((error as Error).message);
    return EXIT.io;
  }
  if (name === "LockedError") {
    say(`${(error as Error).message}; try again when it is done`);
    return EXIT.again;
  }
  if (error instanceof UsageError) {
    say(error.message);
    return EXIT.usage;
  }
  if (name === "InputError") {
    const { formatProblems, InputError } = await import("../index.ts");
    if (error instanceof InputError) {
      process.stderr.write(`${formatProblems(error.problems, { color })}\n`);
      say(`${counted(error.problems.length, "problem")}; nothing was run or written`);
      return EXIT.invalid;
    }
  }
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (typeof code === "string" && /^E[A-Z]+$/.test(code) && name !== "InvariantError") {
    say(ioMessage(error as NodeJS.ErrnoException));
    return EXIT.io;
  }
  if (code === "ERR_WORKER_OUT_OF_MEMORY") {
    say(
      "the memory of a worker ran out; nothing was written. Try a shorter horizon, or fewer workers with -j",
    );
    return EXIT.limit;
  }
  say(`this is a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  say(`to make it happen again: clawback ${quoted(process.argv.slice(2))}`);
  return EXIT.bug;
};

export const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** A message of ours on stderr; what it quotes of the user's cannot move the cursor. */
export const say = (text: string): void => {
  process.stderr.write(`clawback: ${escaped(text)}\n`);
};

/** Control and invisible characters as `\u{1B}`; line breaks stay. */
export const escaped = (text: string): string =>
  text.replace(
    /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) as number).toString(16).toUpperCase()}}`,
  );

/** What went wrong with a file, in plain words. */
export const ioMessage = (error: NodeJS.ErrnoException): string => {
  const path = error.path === undefined ? "" : `${error.path}: `;
  switch (error.code) {
    case "ENOENT":
      return `${path}no such file; \`clawback presets\` lists the scenarios that come with Clawback`;
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return `${path}not permitted`;
    case "EISDIR":
      return `${path}is a folder, a file is needed`;
    case "ENOTDIR":
      return `${path}a part of this path is a file, and a folder is needed`;
    case "ENOSPC":
    case "EDQUOT":
      return `${path}the disk is full; nothing was left half written`;
    default:
      return `${path}${error.message}`;
  }
};
