/**
 * What users have had: GPU-seconds that fade with a half-life, what is in use counted up to now. A user with less,
 * for its weight, goes first.
 */
import { log, pow } from "../random/elementary.ts";
import type { UserRange } from "./job-queue.ts";
import type { Seconds } from "./types.ts";

const LN_2 = log(2);

/** Brings up to date what a user has had. */
export const ageUse = (range: UserRange, now: Seconds, halfLife: Seconds): void => {
  const elapsed = now - range.at;
  if (elapsed === 0) return;
  range.at = now;
  if (halfLife === Number.POSITIVE_INFINITY) {
    range.had += range.inUse * elapsed;
    return;
  }
  const kept = pow(2, -elapsed / halfLife);
  range.had = range.had * kept + range.inUse * (halfLife / LN_2) * (1 - kept);
};

/** Users in the order in which they are served: least had for their weight first, then by number. */
export const orderUsers = (
  ranges: readonly UserRange[],
  now: Seconds,
  halfLife: Seconds,
  order: Int32Array,
): void => {
  for (const range of ranges) ageUse(range, now, halfLife);
  order.sort((a, b) => {
    const left = ranges[a] as UserRange;
    const right = ranges[b] as UserRange;
    return left.had / left.weight - right.had / right.weight || left.user - right.user;
  });
};
