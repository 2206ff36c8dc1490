/**
 * How the command line ends: every failure is one message on stderr and one exit code.
 *
 *   0 ok · 2 usage · 3 invalid scenario or result · 5 input or output · 70 an invariant broke · 130, 143 signals
 */
export const EXIT = {
  ok: 0,
  usage: 2,
  invalid: 3,
  io: 5,
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;

/** A mistake in how the command was called. */
export class UsageError extends Error {}

/** Stops with SIGINT or SIGTERM; the second one stops at once. */
export class Interrupted extends Error {
  readonly code: number;

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(signal === "SIGINT" ? "interrupted" : "terminated");
    this.code = signal === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
  }
}

/** The exit code for whatever was thrown, once it has been told on stderr. */
export const report = async (error: unknown, colour: boolean): Promise<number> => {
  const say = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  if (error instanceof Interrupted) {
    say(`clawback: ${error.message}; nothing was written`);
    return error.code;
  }
  if (error instanceof UsageError) {
    say(`clawback: ${error.message}`);
    return EXIT.usage;
  }
  const name = error instanceof Error ? error.name : "";
  if (name === "InputError") {
    const { formatProblems, InputError } = await import("../index.ts");
    if (error instanceof InputError) {
      say(formatProblems(error.problems, { color: colour }));
      const n = error.problems.length;
      say(`clawback: ${n} problem${n === 1 ? "" : "s"}; nothing was run or written`);
      return EXIT.invalid;
    }
  }
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (typeof code === "string" && /^E[A-Z]+$/.test(code) && name !== "InvariantError") {
    say(`clawback: ${ioMessage(error as NodeJS.ErrnoException)}`);
    return EXIT.io;
  }
  say(`clawback: this is a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  say(`clawback: to make it happen again: clawback ${process.argv.slice(2).join(" ")}`);
  return EXIT.bug;
};

const ioMessage = (error: NodeJS.ErrnoException): string => {
  const path = error.path === undefined ? "" : `${error.path}: `;
  switch (error.code) {
    case "ENOENT":
      return `${path}no such file; \`clawback presets\` lists the scenarios that come with Clawback`;
    case "EACCES":
    case "EPERM":
      return `${path}not permitted`;
    case "EISDIR":
      return `${path}is a folder, a file is needed`;
    case "ENOSPC":
      return `${path}the disk is full; nothing was left half written`;
    default:
      return `${path}${error.message}`;
  }
};
