/**
 * Invariants. A broken invariant is our bug, never the user's: the run stops at once, because every
 * number after it would be wrong. Checks are written `if (bad) fail("…")`, so that the message is
 * built only when it is read.
 */

/** An invariant of the simulator broke: a bug. Bad input is an `InputError` instead. */
export class InvariantError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InvariantError";
  }
}

/**
 * Stops the run.
 *
 * @param message - what was expected and what was found
 * @throws InvariantError always
 */
export function fail(message: string): never {
  throw new InvariantError(message);
}
