/** How well several points are known, in one: what the one that is known worst still lacks. */
import type { PrecisionStanding, Standing } from "../stopping.ts";

/** @returns for each precision the widest interval, and the most policies that may be the best; undefined for none */
export const worstStanding = (standings: readonly Standing[]): Standing | undefined => {
  const [first, ...others] = standings;
  if (first === undefined) return undefined;
  return others.reduce(
    (worst, next) => ({
      replications: Math.min(worst.replications, next.replications),
      expected: Math.max(worst.expected, next.expected),
      precision: worst.precision.map((own, i) => wider(own, next.precision[i])),
      survivors: next.survivors.length > worst.survivors.length ? next.survivors : worst.survivors,
    }),
    first,
  );
};

const wider = (a: PrecisionStanding, b: PrecisionStanding | undefined): PrecisionStanding =>
  b !== undefined && b.current > a.current ? b : a;
