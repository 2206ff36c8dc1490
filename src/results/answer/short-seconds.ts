/** How long some internal program had less than it wanted, from its steps of demand and of what it held. */
import type { Story } from "../types.ts";

type Programs = Story["programs"];
type Steps = Programs[0]["demand"];

/** Seconds from `from` up to `until` in which any program held less than its demand. */
export const shortSeconds = (programs: Programs, from: number, until: number): number => {
  const changes = programs.flatMap(({ demand, held }) => [...demand, ...held].map(({ at }) => at));
  const moments = [...new Set([from, ...changes.filter((at) => at > from && at < until)])].sort(
    (a, b) => a - b,
  );
  const levels = programs.map(({ demand, held }) => ({ demand: follow(demand), held: follow(held) }));
  let seconds = 0;
  moments.forEach((at, i) => {
    // every one is followed, not only up to the first that is short: each must see all moments in order
    const isShort = levels.filter(({ demand, held }) => demand(at) > held(at)).length > 0;
    if (isShort) seconds += (moments[i + 1] ?? until) - at;
  });
  return seconds;
};

/** The value at a moment; moments must be asked for in order. */
const follow = (steps: Steps): ((at: number) => number) => {
  let next = 0;
  let value = 0;
  return (at) => {
    for (; next < steps.length && (steps[next]?.at ?? at) <= at; next++) value = steps[next]?.value ?? value;
    return value;
  };
};
