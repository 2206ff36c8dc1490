/**
 * How far a gang gets in a spell: first the restart, if it begins with one, then work, and after each stretch of
 * `every` seconds of work a checkpoint that takes `cost` seconds. The step that makes notice periods matter is
 * here too: a notice that reaches the gang and lasts for a checkpoint saves all its work.
 */
import type { Seconds } from "./types.ts";

export type Checkpointing = {
  /** Seconds lost at the beginning of the spell. */
  readonly restart: Seconds;
  /** Seconds of work between checkpoints; 0: none are written. */
  readonly every: Seconds;
  readonly cost: Seconds;
};

/** Seconds until `work` seconds of work are done; no checkpoint is written at the very end. */
export const spellLength = (work: Seconds, { restart, every, cost }: Checkpointing): Seconds => {
  const checkpoints = every > 0 ? Math.max(0, Math.ceil(work / every) - 1) : 0;
  return restart + work + checkpoints * cost;
};

/** Seconds of work done after `elapsed` seconds of the spell; at most `most`, the work there is. */
export const workDone = (
  elapsed: Seconds,
  most: Seconds,
  { restart, every, cost }: Checkpointing,
): Seconds => {
  const past = Math.max(0, elapsed - restart);
  if (every === 0) return Math.min(most, past);
  const cycle = every + cost;
  const cycles = Math.floor(past / cycle);
  return Math.min(most, cycles * every + Math.min(every, past - cycles * cycle));
};

/** Seconds of work that checkpoints of this spell hold after `elapsed` seconds. */
export const workSaved = (elapsed: Seconds, { restart, every, cost }: Checkpointing): Seconds =>
  every === 0 ? 0 : Math.floor(Math.max(0, elapsed - restart) / (every + cost)) * every;

/** Seconds until the checkpoint that is being worked towards or written is complete. */
export const toNextCheckpoint = (elapsed: Seconds, { restart, every, cost }: Checkpointing): Seconds => {
  if (elapsed < restart) return restart - elapsed + every + cost;
  return every + cost - ((elapsed - restart) % (every + cost));
};

/**
 * Whether a notice saves the work: it was delivered, there is a checkpoint to write, and it lasts for one. A notice of
 * no length saves nothing, even when a checkpoint costs no time.
 */
export const savesWork = (length: Seconds, delivered: boolean, { every, cost }: Checkpointing): boolean =>
  every > 0 && delivered && length > 0 && length >= cost;

/**
 * Young's interval: the time between checkpoints that loses least, to first order: sqrt(2 x cost x MTBF) (J. W. Young,
 * "A first order approximation to the optimum checkpoint interval", CACM 17 (1974)).
 *
 * @param cost - seconds a checkpoint takes
 * @param mtbf - mean seconds between failures of the gang
 * @returns whole seconds, at least 1; 0 (no checkpoints) when nothing ever fails
 */
export const youngInterval = (cost: Seconds, mtbf: Seconds): Seconds =>
  mtbf === Number.POSITIVE_INFINITY ? 0 : Math.max(1, Math.round(Math.sqrt(2 * cost * mtbf)));
