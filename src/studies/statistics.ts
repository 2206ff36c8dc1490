/**
 * The statistics under one name, as the library offers them: pure functions of values, designs and named streams,
 * of use for any model. What a study of a scenario does with them is in `runStudy`, `seek`, `sensitivity` and
 * `steadyState`.
 */
import { openStream } from "../random/streams.ts";
import { batchMeans } from "../stats/batch-means.ts";
import { meanInterval, pairedInterval } from "../stats/intervals.ts";
import { proportionInterval } from "../stats/proportion.ts";
import { mser5 } from "../stats/warm-up.ts";
import { bootstrapInterval, quantileInterval } from "./bootstrap.ts";
import { latinHypercube } from "./design/latin-hypercube.ts";
import { sobolPoints } from "./design/sobol-sequence.ts";
import { seekCrossing } from "./goal-seek.ts";
import { kimNelson } from "./selection/kim-nelson.ts";
import { allocateBudget, optimalShares } from "./selection/ocba.ts";
import { elementaryEffects, morrisDesign } from "./sensitivity/morris.ts";
import { saltelliDesign, sobolIndices } from "./sensitivity/sobol-indices.ts";

export const statistics = {
  /** A stream of random numbers by name, which resamples and designs are drawn from. */
  openStream,
  meanInterval,
  pairedInterval,
  proportionInterval,
  quantileInterval,
  bootstrapInterval,
  mser5,
  batchMeans,
  kimNelson,
  allocateBudget,
  optimalShares,
  latinHypercube,
  sobolPoints,
  morrisDesign,
  elementaryEffects,
  saltelliDesign,
  sobolIndices,
  seekCrossing,
};
