/**
 * What is wrong with an input, told all at once: each problem says where it is, what was found and
 * what is allowed, so that a file can be mended in one go.
 */

/** One thing wrong with an input. Only `path` and `message` are always known. */
export type Problem = {
  /** Place in the data, such as `tenants[3].contract.gpus`; empty for the input as a whole. */
  path: string;
  /** What is wrong, as a sentence without a full stop. */
  message: string;
  /** The offending value as the user wrote it. */
  found?: string;
  /** What would be accepted. */
  allowed?: string;
  /** A likely remedy. */
  hint?: string;
  /** Line in `file`, from 1. */
  line?: number;
  /** Column in `file`, from 1. */
  column?: number;
  /** The file it came from, as the user named it. */
  file?: string;
  /** The text of that line, for a caret below it. */
  sourceLine?: string;
  /** How many columns the caret covers. */
  span?: number;
};

/** An input was refused. Carries every problem found, in the order of the file where one is known. */
export class InputError extends Error {
  readonly problems: readonly Problem[];

  /** @param problems - at least one */
  constructor(problems: readonly Problem[]) {
    super(problems.map(summary).join("\n"));
    this.name = "InputError";
    this.problems = problems;
  }
}

/**
 * A run that is sound and too large, which only the run shows: so much is wanted for so long that it cannot be counted
 * exactly.
 *
 * @param what - whose time integral it is, in the plural
 * @param at - the second by which it is too large
 */
export const tooMuchToCount = (what: string, at: number): InputError =>
  new InputError([
    {
      path: "horizon",
      message: `by second ${at} ${what} add up to 2^53 and more over time, and can no longer be counted exactly`,
      allowed: "below 2^53 GPU-seconds",
      hint: "shorten the horizon, or bound what waits by `queue` or `patience`",
    },
  ]);

/** `file:line:column: path: message`, leaving out what is unknown. */
function summary(problem: Problem): string {
  const place: string[] = [];
  if (problem.file !== undefined) place.push(problem.file);
  if (problem.line !== undefined) place.push(String(problem.line));
  if (problem.line !== undefined && problem.column !== undefined) place.push(String(problem.column));
  const where = [place.join(":"), problem.path].filter((part) => part !== "");
  return [...where, problem.message].join(": ");
}
