/** Placement on nodes: hand-worked cases, and the same answers as a naive model on random sequences. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvariantError } from "../../src/base/assert.ts";
import { FITS_NOW, NEVER_FITS, NodeMap } from "../../src/model/node-map.ts";
import type { PlacementRule } from "../../src/model/types.ts";
import { type End, NaiveNodes, someWay, workersOf } from "./naive-nodes.ts";

const RUNS = 2000;
const JOBS = 40;

/** A map whose nodes have these accelerators free: filler jobs, from the last number down, have the rest. */
const mapWithFree = (size: number, free: readonly number[], rule: PlacementRule): NodeMap => {
  const map = new NodeMap([{ count: free.length, gpus: size }], rule, JOBS);
  // Whole nodes go to nodes in order under every rule; shrinking each leaves what is wanted.
  for (let node = 0; node < free.length; node++) {
    map.place(JOBS - 1 - node, size, 0);
    expect(map.nodesOf(JOBS - 1 - node)).toEqual([{ node, gpus: size }]);
  }
  free.forEach((gpus, node) => {
    map.shrink(JOBS - 1 - node, gpus);
  });
  expect(freeOf(map)).toEqual(free);
  return map;
};

const freeOf = (map: NodeMap): number[] => Array.from({ length: map.nodes }, (_, node) => map.freeOn(node));

const endsOf = (ends: readonly End[]) => ({
  count: ends.length,
  atOf: (k: number) => ends[k].at,
  jobOf: (k: number) => ends[k].job,
});

const nodesWith = (...parts: readonly (readonly [number, number])[]) =>
  parts.map(([node, gpus]) => ({ node, gpus }));

describe("a worker goes", () => {
  test("under bestFit to the fullest node that takes it, the lowest number among equals", () => {
    const map = mapWithFree(8, [8, 3, 5, 3, 2], "bestFit");
    map.place(0, 3, 0);
    map.place(1, 3, 0);
    map.place(2, 3, 0);
    map.place(3, 3, 0);
    expect([0, 1, 2, 3].map((job) => map.nodesOf(job)[0].node)).toEqual([1, 3, 2, 0]);
  });

  test("under firstFit to the lowest number that takes it", () => {
    const map = mapWithFree(8, [2, 5, 8, 5], "firstFit");
    map.place(0, 3, 0);
    map.place(1, 3, 0);
    map.place(2, 2, 0);
    expect([0, 1, 2].map((job) => map.nodesOf(job)[0].node)).toEqual([1, 2, 0]);
  });

  test("under worstFit to the emptiest node, the lowest number among equals", () => {
    const map = mapWithFree(8, [2, 5, 8, 8], "worstFit");
    map.place(0, 3, 0);
    map.place(1, 3, 0);
    map.place(2, 1, 0);
    expect([0, 1, 2].map((job) => map.nodesOf(job)[0].node)).toEqual([2, 3, 1]);
  });

  test("under bestFit in a mixed pool to the node with the fewest free, not the smallest shape", () => {
    const map = new NodeMap(
      [
        { count: 1, gpus: 8 },
        { count: 1, gpus: 4 },
      ],
      "bestFit",
      JOBS,
    );
    map.place(0, 5, 0);
    map.place(1, 2, 0);
    expect(map.nodesOf(1)).toEqual(nodesWith([0, 2]));
  });
});

describe("a gang", () => {
  test("spreads its workers one by one, each as the rule says", () => {
    const best = mapWithFree(8, [8, 3, 5], "bestFit");
    best.place(0, 6, 2);
    expect(best.nodesOf(0)).toEqual(nodesWith([1, 2], [2, 4]));
    const worst = mapWithFree(8, [8, 3, 5], "worstFit");
    worst.place(0, 6, 2);
    expect(worst.nodesOf(0)).toEqual(nodesWith([0, 4], [2, 2]));
  });

  test("has a smaller last worker when its size is no multiple", () => {
    const map = mapWithFree(8, [4, 6, 1], "bestFit");
    expect(map.place(0, 9, 4)).toBe(true);
    expect(map.nodesOf(0)).toEqual(nodesWith([0, 4], [1, 4], [2, 1]));
  });

  test("does not fit when only its smaller last worker finds no node", () => {
    const map = mapWithFree(8, [5, 5, 0], "bestFit");
    expect(map.free).toBe(10);
    expect(map.fits(9, 4)).toBe(true);
    expect(map.fits(10, 4)).toBe(false);
  });

  test("leaves no trace when it does not fit", () => {
    const map = mapWithFree(8, [4, 4, 3], "firstFit");
    expect(map.place(0, 11, 4)).toBe(true);
    map.remove(0);
    expect(map.place(0, 12, 4)).toBe(false);
    expect(freeOf(map)).toEqual([4, 4, 3]);
    expect([map.held(0), map.nodesOf(0)]).toEqual([0, []]);
  });

  test("of one worker larger than any node never fits", () => {
    const map = new NodeMap([{ count: 4, gpus: 8 }], "bestFit", JOBS);
    expect(map.fits(16, 16)).toBe(false);
    expect(map.fitsEmpty(16, 16)).toBe(false);
    expect(map.fits(6, 16)).toBe(true);
    expect(map.hold(0, 2 ** 30, 2 ** 30)).toBe(0);
  });

  test("that wants nothing fits where nothing is free", () => {
    const map = mapWithFree(8, [0], "bestFit");
    expect([map.fits(0, 0), map.fits(0, 4), map.place(0, 0, 4), map.fits(1, 0)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

describe("a job that names no worker", () => {
  test("is one worker when it is no larger than the largest node", () => {
    const map = mapWithFree(8, [4, 4], "bestFit");
    expect(map.fits(5, 0)).toBe(false);
    expect(map.fits(4, 0)).toBe(true);
  });

  test("takes whole nodes of the largest shape when it is larger, and the rest elsewhere", () => {
    const map = new NodeMap(
      [
        { count: 2, gpus: 4 },
        { count: 3, gpus: 8 },
      ],
      "bestFit",
      JOBS,
    );
    map.place(0, 1, 0);
    expect(map.place(1, 19, 0)).toBe(true);
    expect(map.nodesOf(1)).toEqual(nodesWith([0, 3], [2, 8], [3, 8]));
    expect(map.fits(16, 0)).toBe(false);
  });

  test("waits for whole nodes though there is more than enough in parts", () => {
    const map = mapWithFree(8, [7, 7, 7, 8], "worstFit");
    expect(map.fits(16, 0)).toBe(false);
    expect(map.fits(15, 0)).toBe(true);
  });
});

describe("what is given back", () => {
  test("is what was placed last", () => {
    const map = mapWithFree(8, [8, 3, 5], "bestFit");
    map.place(0, 12, 4);
    expect(map.nodesOf(0)).toEqual(nodesWith([0, 8], [2, 4]));
    map.shrink(0, 6);
    expect(map.nodesOf(0)).toEqual(nodesWith([0, 2], [2, 4]));
  });

  test("is everything when the job ends", () => {
    const map = mapWithFree(8, [8, 3, 5], "bestFit");
    map.place(0, 12, 4);
    map.remove(0);
    map.remove(0);
    expect(freeOf(map)).toEqual([8, 3, 5]);
  });

  test("is never more than there is, and nothing is placed twice", () => {
    const map = mapWithFree(8, [8], "bestFit");
    map.place(0, 2, 0);
    expect(() => map.shrink(0, 3)).toThrow(InvariantError);
    expect(() => map.place(0, 1, 0)).toThrow(InvariantError);
    expect(() => map.handOver(1, 0)).toThrow(InvariantError);
    expect(() => map.fitsWithout([0, 0], 2, 1, 0)).toThrow(InvariantError);
    map.trial.reset();
    expect(() => map.trial.putBack(0)).toThrow(InvariantError);
  });

  test("may first pass to another number", () => {
    const map = mapWithFree(8, [8, 8], "bestFit");
    map.place(0, 10, 0);
    map.handOver(0, 1);
    expect(map.place(0, 3, 0)).toBe(true);
    expect([map.nodesOf(0), map.nodesOf(1)]).toEqual([nodesWith([1, 3]), nodesWith([0, 8], [1, 2])]);
    map.remove(1);
    expect(freeOf(map)).toEqual([8, 5]);
  });
});

describe("free accelerators in fragments", () => {
  test("are those that no worker of the size can use", () => {
    const map = mapWithFree(8, [8, 7, 3, 0, 6], "bestFit");
    expect([1, 2, 3, 4, 0].map((perWorker) => map.hostable(perWorker))).toEqual([24, 11, 7, 4, 1]);
    expect([1, 2, 3, 4, 0, 9].map((perWorker) => map.fragmentation(perWorker))).toEqual([
      0,
      2 / 24,
      3 / 24,
      8 / 24,
      16 / 24,
      1,
    ]);
  });

  test("are no share of nothing", () => {
    expect(mapWithFree(8, [0, 0], "bestFit").fragmentation(1)).toBe(0);
  });
});

describe("a reservation", () => {
  // Nodes 0 and 1 have 3 and 4 of 8 free; the fillers 39 (5 on node 0) and 38 (4 on node 1) end at 100 and 200.
  const ends = endsOf([
    { at: 100, job: 39 },
    { at: 200, job: 38 },
  ]);

  test("is for the first end at which the head fits, and leaves the rest to longer work", () => {
    const map = mapWithFree(8, [3, 4], "bestFit");
    expect(map.reserve(6, 0, ends)).toBe(0);
    // At 100 node 0 has 8 free, of which the head takes 6: 2 are left there, and all 4 of node 1.
    expect([1, 2, 3, 4, 5].map((gpus) => map.fitsBeside(gpus, 0))).toEqual([true, true, true, true, false]);
    expect(map.placeBeside(0, 3, 0)).toBe(true);
    expect(map.nodesOf(0)).toEqual(nodesWith([1, 3]));
    expect(map.placeBeside(1, 2, 0)).toBe(true);
    expect(map.nodesOf(1)).toEqual(nodesWith([0, 2]));
    expect([map.fitsBeside(1, 0), map.fitsBeside(2, 0), map.fits(1, 0)]).toEqual([true, false, true]);
  });

  test("does not mind work that is over by then", () => {
    const map = mapWithFree(8, [3, 4], "bestFit");
    map.reserve(6, 0, ends);
    expect(map.place(0, 3, 0)).toBe(true);
    expect(map.nodesOf(0)).toEqual(nodesWith([0, 3]));
    // Node 0 is full now but will be back; node 1 is as it was.
    expect([map.fitsBeside(4, 0), map.fitsBeside(5, 0)]).toEqual([true, false]);
    map.remove(0);
    expect([map.fitsBeside(6, 2), map.fitsBeside(7, 2)]).toEqual([true, false]);
  });

  test("counts all that end in its second", () => {
    const map = mapWithFree(8, [3, 4], "bestFit");
    const together = endsOf([
      { at: 100, job: 39 },
      { at: 100, job: 38 },
    ]);
    expect(map.reserve(6, 0, together)).toBe(1);
    expect([map.fitsBeside(6, 2), map.fitsBeside(7, 1)]).toEqual([true, false]);
  });

  test("is for several ends when the head needs whole nodes", () => {
    const map = mapWithFree(8, [3, 4], "bestFit");
    expect(map.reserve(16, 0, ends)).toBe(1);
    expect(map.fitsBeside(1, 0)).toBe(false);
    expect(map.fits(7, 1)).toBe(true);
  });

  test("says when the head fits at once, and when it never will", () => {
    const map = mapWithFree(8, [3, 4], "bestFit");
    expect(map.reserve(4, 0, ends)).toBe(FITS_NOW);
    expect([map.fitsBeside(3, 0), map.fitsBeside(4, 0)]).toEqual([true, false]);
    expect(map.reserve(17, 0, ends)).toBe(NEVER_FITS);
    expect(map.fitsBeside(4, 0)).toBe(true);
  });

  test("passes over ends that are nobody's", () => {
    const map = mapWithFree(8, [3, 4], "bestFit");
    expect(
      map.reserve(
        6,
        0,
        endsOf([
          { at: 50, job: -1 },
          { at: 200, job: 38 },
        ]),
      ),
    ).toBe(1);
  });

  test("forgets what was expected for the one before it", () => {
    // Thirty full nodes of 8; a job has 4 on node 0 beside a filler, and is expected to end first.
    const map = mapWithFree(8, [4, ...new Array<number>(29).fill(0)], "bestFit");
    const [small, second, third] = [0, JOBS - 2, JOBS - 3];
    map.place(small, 4, 0);
    const first = endsOf([
      { at: 10, job: small },
      { at: 20, job: second },
    ]);
    expect(map.reserve(8, 0, first)).toBe(1);
    expect(map.reserve(4, 0, endsOf([{ at: 30, job: third }]))).toBe(0);
    map.remove(third);
    expect([map.fitsBeside(4, 0), map.fitsBeside(5, 0)]).toEqual([true, false]);
  });

  test("binds nobody once it is ended", () => {
    const map = mapWithFree(8, [3, 4], "bestFit");
    map.reserve(16, 0, ends);
    map.endReservation();
    expect(map.placeBeside(0, 7, 1)).toBe(true);
  });
});

const rules = ["bestFit", "firstFit", "worstFit"] as const;
const rule = fc.constantFrom<PlacementRule>(...rules);
const shapes = fc.array(
  fc.record({ count: fc.integer({ min: 1, max: 5 }), gpus: fc.constantFrom(1, 2, 3, 4, 7, 8) }),
  { minLength: 1, maxLength: 3 },
);
const job = fc.nat(JOBS - 1);
const gang = fc.record({
  gpus: fc.integer({ min: 1, max: 24 }),
  perWorker: fc.constantFrom(0, 0, 1, 2, 3, 4, 8),
});
const jobs = fc.uniqueArray(job, { maxLength: 12 });
const stepOf = (gang: fc.Arbitrary<{ gpus: number; perWorker: number }>) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("place" as const), job, gang }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("hold" as const), job, gang }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("remove" as const), job }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("shrink" as const),
        job,
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("handOver" as const), job, to: job }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("trial" as const), jobs, gang }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("reserve" as const),
        jobs,
        gang,
        spread: fc.integer({ min: 1, max: 4 }),
      }),
    },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("beside" as const), job, gang }) },
  );
const step = stepOf(gang);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const pairOf = (shapeList: readonly { count: number; gpus: number }[], by: PlacementRule) => ({
  map: new NodeMap(shapeList, by, JOBS),
  naive: new NaiveNodes(
    shapeList.flatMap(({ count, gpus }) => new Array<number>(count).fill(gpus)),
    by,
  ),
});

/** Does the same on both and expects the same answer. */
const carryOut = (map: NodeMap, naive: NaiveNodes, step: Step): void => {
  if (step.kind === "place" || step.kind === "beside" || step.kind === "hold") {
    const { job, gang } = step;
    if (step.kind === "hold") {
      if (naive.held(job) > gang.gpus) return;
      expect(map.hold(job, gang.gpus, gang.perWorker)).toBe(naive.hold(job, gang.gpus, gang.perWorker));
      return;
    }
    if (naive.held(job) > 0) return;
    const place = step.kind === "place" ? "place" : "placeBeside";
    const fits = step.kind === "place" ? "fits" : "fitsBeside";
    const answer = map[fits](gang.gpus, gang.perWorker);
    expect(map[place](job, gang.gpus, gang.perWorker)).toBe(answer);
    expect(naive[place](job, gang.gpus, gang.perWorker)).toBe(answer);
  } else if (step.kind === "remove") {
    map.remove(step.job);
    naive.shrink(step.job, naive.held(step.job));
  } else if (step.kind === "shrink") {
    const gpus = Math.floor(naive.held(step.job) * step.share);
    map.shrink(step.job, gpus);
    naive.shrink(step.job, gpus);
  } else if (step.kind === "handOver") {
    if (naive.held(step.to) > 0) return;
    map.handOver(step.job, step.to);
    naive.jobs.set(step.to, naive.jobs.get(step.job) ?? []);
    naive.jobs.delete(step.job);
  } else if (step.kind === "trial") tryWithout(map, naive, step.jobs, step.gang);
  else reserveOnBoth(map, naive, step);
};

/** Victims go one by one, half of the first ones come back, as in a spare pass. */
const tryWithout = (
  map: NodeMap,
  naive: NaiveNodes,
  victims: readonly number[],
  { gpus, perWorker }: { gpus: number; perWorker: number },
): void => {
  const { trial } = map;
  const keeps = victims.map((job) => Math.floor(naive.held(job) / 3));
  const expectSame = (gone: readonly number[]): void => {
    let free = naive.free;
    for (const i of gone) free = naive.without(free, victims[i], keeps[i]);
    expect(freeOf(map).map((_, node) => trial.levelOf(node))).toEqual(free);
    expect(trial.free).toBe(free.reduce((a, b) => a + b, 0));
    expect(trial.fits(gpus, perWorker)).toBe(naive.where(free, gpus, perWorker) !== undefined);
  };
  trial.reset();
  victims.forEach((job, i) => {
    trial.without(job, keeps[i]);
    expectSame(victims.map((_, k) => k).filter((k) => k <= i));
  });
  const spared = victims.map((_, k) => k).filter((k) => k % 2 === 0);
  for (const k of spared) trial.putBack(victims[k], keeps[k]);
  expectSame(victims.map((_, k) => k).filter((k) => k % 2 === 1));
  let free = naive.free;
  for (const job of victims) free = naive.without(free, job, 0);
  expect(map.fitsWithout(victims, victims.length, gpus, perWorker)).toBe(
    naive.where(free, gpus, perWorker) !== undefined,
  );
};

const reserveOnBoth = (map: NodeMap, naive: NaiveNodes, step: Step & { kind: "reserve" }): void => {
  const ends = step.jobs.map((job, k) => ({ at: Math.floor(k / step.spread), job }));
  const { gpus, perWorker } = step.gang;
  const index = map.reserve(gpus, perWorker, endsOf(ends));
  const at = naive.reserve(gpus, perWorker, ends);
  if (index === NEVER_FITS) expect(at).toBeUndefined();
  else expect(index === FITS_NOW ? Number.NEGATIVE_INFINITY : ends[index].at).toBe(at);
};

describe("on random sequences", () => {
  test("the map does what the naive model does, and every accelerator is somewhere", () => {
    fc.assert(
      fc.property(shapes, rule, fc.array(step, { maxLength: 60 }), gang, (shapeList, by, steps, probe) => {
        const { map, naive } = pairOf(shapeList, by);
        for (const step of steps) {
          carryOut(map, naive, step);
          expect(freeOf(map)).toEqual(naive.free);
          let placed = 0;
          for (let job = 0; job < JOBS; job++) placed += map.held(job);
          expect(map.free).toBe(freeOf(map).reduce((a, b) => a + b, 0));
          expect(map.free).toBe(map.capacity - placed);
          const { gpus, perWorker } = probe;
          expect(map.fits(gpus, perWorker)).toBe(naive.where(naive.free, gpus, perWorker) !== undefined);
        }
        for (let job = 0; job < JOBS; job++) expect(map.nodesOf(job)).toEqual(naive.nodesOf(job));
        for (const size of [1, 2, 3, 8]) expect(map.hostable(size)).toBe(naive.hostable(size));
      }),
      { numRuns: RUNS },
    );
  });

  test("the same holds in a pool of hundreds of nodes, where a reservation mends what has changed", () => {
    const many = fc.record({ count: fc.integer({ min: 50, max: 300 }), gpus: fc.constantFrom(2, 8, 16) });
    const wide = fc.record({
      gpus: fc.integer({ min: 1, max: 200 }),
      perWorker: fc.constantFrom(0, 1, 3, 8),
    });
    fc.assert(
      fc.property(
        fc.array(many, { minLength: 1, maxLength: 2 }),
        rule,
        fc.array(wide, { minLength: JOBS - 5, maxLength: JOBS }),
        fc.array(stepOf(wide), { minLength: 10, maxLength: 40 }),
        (shapeList, by, running, steps) => {
          const { map, naive } = pairOf(shapeList, by);
          running.forEach((gang, job) => {
            carryOut(map, naive, { kind: "place", job, gang });
          });
          for (const step of steps) carryOut(map, naive, step);
          expect(freeOf(map)).toEqual(naive.free);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("a gang fits exactly when some way of giving its workers to nodes exists", () => {
    const free = fc.array(fc.nat(6), { minLength: 1, maxLength: 4 });
    const wants = fc.record({
      gpus: fc.integer({ min: 1, max: 14 }),
      perWorker: fc.constantFrom(0, 1, 2, 3, 4, 5),
    });
    fc.assert(
      fc.property(free, wants, rule, (levels, { gpus, perWorker }, by) => {
        const map = mapWithFree(6, levels, by);
        expect(map.fits(gpus, perWorker)).toBe(someWay(levels, workersOf(gpus, perWorker, 6)));
      }),
      { numRuns: RUNS },
    );
  });

  test("a head that is promised its nodes fits there at that second, whatever was backfilled", () => {
    const candidate = fc.record({ gang, length: fc.integer({ min: 1, max: 20 }) });
    let longer = 0;
    fc.assert(
      fc.property(
        shapes,
        rule,
        fc.array(candidate, { minLength: 3, maxLength: 16 }),
        candidate,
        fc.array(candidate, { minLength: 6, maxLength: 16 }),
        (shapeList, by, running, head, waiting) => {
          const map = new NodeMap(shapeList, by, JOBS);
          const ends: End[] = [];
          running.forEach(({ gang, length }, job) => {
            if (map.place(job, gang.gpus, gang.perWorker)) ends.push({ at: length, job });
          });
          ends.sort((a, b) => a.at - b.at || a.job - b.job);
          const index = map.reserve(head.gang.gpus, head.gang.perWorker, endsOf(ends));
          fc.pre(index >= 0);
          const shadow = ends[index].at;
          waiting.forEach(({ gang, length }, k) => {
            const job = 20 + k;
            const isBack = length <= shadow;
            const isPlaced = isBack
              ? map.place(job, gang.gpus, gang.perWorker)
              : map.placeBeside(job, gang.gpus, gang.perWorker);
            if (isPlaced) ends.push({ at: length, job });
            if (isPlaced && !isBack) longer++;
          });
          for (const end of ends) if (end.at <= shadow) map.remove(end.job);
          expect(map.place(JOBS - 1, head.gang.gpus, head.gang.perWorker)).toBe(true);
        },
      ),
      { numRuns: RUNS },
    );
    expect(longer).toBeGreaterThan(RUNS / 8);
  });

  test("a job that takes what comes starts when one that waits for all of it would", () => {
    fc.assert(
      fc.property(shapes, rule, fc.array(gang, { maxLength: 12 }), gang, (shapeList, by, running, wants) => {
        const patient = new NodeMap(shapeList, by, JOBS);
        const greedy = new NodeMap(shapeList, by, JOBS);
        running.forEach(({ gpus, perWorker }, job) => {
          expect(greedy.place(job, gpus, perWorker)).toBe(patient.place(job, gpus, perWorker));
        });
        for (let job = 0; job <= running.length; job++) {
          const held = greedy.hold(JOBS - 1, wants.gpus, wants.perWorker);
          expect(held === wants.gpus).toBe(patient.fits(wants.gpus, wants.perWorker));
          patient.remove(job);
          greedy.remove(job);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
