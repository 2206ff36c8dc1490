/**
 * Points in the unit cube for the axes that are drawn. Each axis has a stream of its own, named by the axis, so
 * that one more axis moves no point along the others.
 */
import { openStream } from "../../random/streams.ts";

/** `samples` rows of one quantile an axis, each inside (0, 1); row by row. */
export const drawDesign = (
  design: "random" | "latin",
  samples: number,
  axes: readonly string[],
  seed: string,
): Float64Array => {
  const cube = new Float64Array(samples * axes.length);
  axes.forEach((axis, a) => {
    const stream = openStream(seed, 0, axis, `design ${design}`);
    const strata = design === "latin" ? shuffled(samples, () => stream.next()) : undefined;
    for (let s = 0; s < samples; s++) {
      const u = stream.next();
      cube[s * axes.length + a] = strata === undefined ? u : ((strata[s] as number) + u) / samples;
    }
  });
  return cube;
};

/** Whole numbers below `count` in random order (Fisher and Yates). */
const shuffled = (count: number, draw: () => number): Uint32Array => {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  }
  return order;
};
