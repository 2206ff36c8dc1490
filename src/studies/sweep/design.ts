/**
 * Points in the unit cube for the axes that are drawn. With random draws and Latin hypercubes each axis has a stream of
 * its own, named by the axis, so that one more axis moves no point along the others; with Sobol sequences that holds
 * for one that is put last.
 */
import { InputError } from "../../base/errors.ts";
import { openStream } from "../../random/streams.ts";
import type { Study } from "../../scenario/study-schema.ts";
import { latinHypercube } from "../design/latin-hypercube.ts";
import { MOST_DIMENSIONS, sobolPoints } from "../design/sobol-sequence.ts";

/** Half of the distance between two coordinates of a Sobol sequence. */
const HALF_CELL = 2 ** -33;

/**
 * @returns for each axis `samples` quantiles, each inside (0, 1)
 * @throws InputError when there are more axes than a Sobol sequence has dimensions
 */
export const drawDesign = (
  design: Study["design"],
  samples: number,
  axes: readonly string[],
  seed: string,
): readonly Float64Array[] => {
  const stream = (axis: string) => openStream(seed, 0, axis, `design ${design}`);
  if (design === "sobol") return sobolColumns(samples, axes, stream("axes"));
  return axes.map((axis) => {
    const own = stream(axis);
    if (design === "random") return Float64Array.from({ length: samples }, () => own.next());
    return Float64Array.from(latinHypercube(1, samples, own), ([place]) => place as number);
  });
};

/** A coordinate may be 0, where a distribution has no quantile: points are put in the middle of their cells. */
const sobolColumns = (
  samples: number,
  axes: readonly string[],
  stream: ReturnType<typeof openStream>,
): readonly Float64Array[] => {
  if (axes.length === 0) return [];
  if (axes.length > MOST_DIMENSIONS)
    throw new InputError([
      {
        path: "design",
        message: `${axes.length} axes are drawn, and Sobol sequences have at most ${MOST_DIMENSIONS} dimensions`,
        found: "sobol",
        hint: "use latinHypercube",
      },
    ]);
  const points = sobolPoints(axes.length, samples, stream);
  return axes.map((_, a) => Float64Array.from(points, (point) => (point[a] as number) + HALF_CELL));
};
