/**
 * Placement on 10,000 nodes of 8 accelerators that are nearly full of small and large jobs.
 *
 *   npx tsx test/bench/nodes.ts
 *
 * Prints nanoseconds of an operation for each rule: a question, a job that ends and one that starts, a what-if
 * with four victims, and a reservation in the middle of it all.
 */
import { ExpectedEnds } from "../../src/model/expected-ends.ts";
import { NodeMap } from "../../src/model/node-map.ts";
import type { PlacementRule } from "../../src/model/types.ts";

const NODES = 10_000;
const JOBS = 60_000;
const SIZES = [1, 1, 1, 2, 2, 4, 8, 16, 64];

let word = 2463534242;
const draw = (below: number): number => {
  word ^= word << 13;
  word ^= word >>> 17;
  word ^= word << 5;
  return (word >>> 0) % below;
};

/** Nanoseconds a call, the best of five rounds. */
const nanoseconds = (calls: number, act: (call: number) => void): number => {
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const begin = performance.now();
    for (let call = 0; call < calls; call++) act(call);
    best = Math.min(best, ((performance.now() - begin) * 1e6) / calls);
  }
  return Math.round(best);
};

const measure = (rule: PlacementRule): Record<string, number> => {
  const map = new NodeMap([{ count: NODES, gpus: 8 }], rule, JOBS);
  let running = 0;
  while (map.place(running, SIZES[draw(SIZES.length)], 0)) running++;
  const ends = new ExpectedEnds();
  const endAt = Float64Array.from({ length: running }, () => draw(100_000));
  for (let job = 0; job < running; job++) ends.add(endAt[job], map.held(job), job);
  const exchange = (): void => {
    const job = draw(running);
    const gpus = map.held(job);
    map.remove(job);
    map.place(job, gpus, 0);
  };
  let yes = 0;
  const victims = new Int32Array(4);
  return {
    fits: nanoseconds(1_000_000, (call) => {
      if (map.fits(1 + (call & 63), 0)) yes++;
    }),
    "remove and place": nanoseconds(300_000, exchange),
    "fits without 4": nanoseconds(300_000, () => {
      for (let k = 0; k < 4; k++) victims[k] = (draw(running / 4) << 2) + k;
      if (map.fitsWithout(victims, 4, 64, 0)) yes++;
    }),
    "exchange, reserve 512": nanoseconds(300, () => {
      exchange();
      if (map.reserve(512, 0, ends) >= 0) yes++;
    }),
    "exchange, reserve 8": nanoseconds(30_000, () => {
      exchange();
      if (map.reserve(8, 0, ends) >= 0) yes++;
    }),
    "running jobs": running,
    answers: yes,
  };
};

console.table({ bestFit: measure("bestFit"), firstFit: measure("firstFit"), worstFit: measure("worstFit") });
