/** Blocks that fail and are mended, by hand: lives and repairs are written down, and so is what is out of service when. */
import { describe, expect, test } from "vitest";
import { failurePath } from "../../src/demand/failures.ts";
import { Workshop } from "../../src/demand/workshop.ts";
import type { BlockFailures } from "../../src/model/types.ts";
import { openStream } from "../../src/random/streams.ts";

type Spec = Partial<Pick<BlockFailures, "block" | "crew" | "spares" | "swap">>;

/** Lives by place, one after the other; what is not written down lasts. Every repair takes 10 s. */
const shop = (lives: readonly (readonly number[])[], spec: Spec = {}, horizon = 1000) =>
  new Workshop(
    { block: 1, crew: Number.POSITIVE_INFINITY, spares: 0, swap: 0, ...spec },
    horizon,
    (place, turn) => lives[place]?.[turn] ?? 1e6,
    () => 10,
  );

const outOf = (workshop: Workshop, ...phases: [at: number, gpus: number][]) => {
  const { at, out } = workshop.path(phases.map(([second, value]) => ({ at: second, value })));
  return Array.from(at, (second, i) => [second, out[i]]);
};

describe("without spares", () => {
  test("a block is out of service from its failure until it is mended, and then runs anew", () => {
    expect(outOf(shop([[5, 7]]), [0, 1])).toEqual([
      [5, 1],
      [15, 0],
      [22, 1],
      [32, 0],
    ]);
  });

  test("a block takes all its accelerators with it; those beyond the last whole block do not fail", () => {
    expect(outOf(shop([[5], [7], [9]], { block: 8 }), [0, 23])).toEqual([
      [5, 8],
      [7, 16],
      [15, 8],
      [17, 0],
    ]);
  });

  test("a crew of one mends in the order of failure", () => {
    expect(outOf(shop([[5], [3], [4]], { crew: 1 }), [0, 3])).toEqual([
      [3, 1],
      [4, 2],
      [5, 3],
      [13, 2],
      [23, 1],
      [33, 0],
    ]);
  });

  test("what fails in the second in which another is mended leaves as many out of service", () => {
    expect(outOf(shop([[5], [15]]), [0, 2])).toEqual([
      [5, 1],
      [25, 0],
    ]);
  });
});

describe("with spares", () => {
  test("nothing is missing while the shelf lasts", () => {
    expect(outOf(shop([[5], [6], [7]], { spares: 2 }), [0, 3])).toEqual([
      [7, 1],
      [15, 0],
    ]);
  });

  test("a spare needs its time, a mended block that is waited for does not", () => {
    expect(outOf(shop([[5], [6]], { spares: 1, swap: 3 }), [0, 2])).toEqual([
      [5, 1],
      [6, 2],
      [8, 1],
      [15, 0],
    ]);
  });

  test("what is mended is a spare again", () => {
    expect(outOf(shop([[5, 10, 10]], { spares: 1 }), [0, 1])).toEqual([]);
    // The second failure finds the shelf filled again at 15; the third, at 20, does not.
    expect(outOf(shop([[5, 10, 5]], { spares: 1 }), [0, 1])).toEqual([
      [20, 1],
      [25, 0],
    ]);
  });
});

describe("as the pool changes", () => {
  test("new blocks begin to run when they come on line", () => {
    expect(outOf(shop([[100], [5]]), [0, 1], [50, 2])).toEqual([
      [55, 1],
      [65, 0],
      [100, 1],
      [110, 0],
    ]);
  });

  test("what is out of service leaves first, and the crew has no more to do with it", () => {
    // Two of three are broken at 6, the crew is at the first; one place goes, and with it the block that waits.
    expect(outOf(shop([[5], [6], [500]], { crew: 1 }), [0, 3], [8, 2])).toEqual([
      [5, 1],
      [6, 2],
      [8, 1],
      [15, 0],
      [500, 1],
      [510, 0],
    ]);
  });

  test("a block that leaves while it is being mended is no spare afterwards", () => {
    // The broken block of place 0 goes at 8; were it on the shelf from 15 on, the failure at 20 would go unnoticed.
    expect(outOf(shop([[5], [20]]), [0, 2], [8, 1])).toEqual([
      [5, 1],
      [8, 0],
      [20, 1],
      [30, 0],
    ]);
  });

  test("a spare on its way to a place that goes is on the shelf again", () => {
    expect(outOf(shop([[5], [9]], { spares: 1, swap: 20 }, 60), [0, 2], [7, 1])).toEqual([
      [5, 1],
      [7, 0],
      [9, 1],
      [29, 0],
    ]);
  });

  test("a smaller pool loses its last blocks, and blocks that come back run anew", () => {
    expect(outOf(shop([[400], [30, 5]]), [0, 2], [20, 1], [40, 2])).toEqual([
      [70, 1],
      [80, 0],
      [85, 1],
      [95, 0],
      [400, 1],
      [410, 0],
    ]);
  });
});

describe("drawn by name", () => {
  const DAY = 86_400;
  const drawn = (gpus: number, over: Partial<BlockFailures> = {}, horizon = 200 * DAY) =>
    failurePath(
      { name: "p", phases: [{ at: 0, value: gpus }] },
      {
        block: 8,
        between: { kind: "exponential", mean: 30 * DAY },
        repair: { kind: "exponential", mean: 5 * DAY },
        crew: Number.POSITIVE_INFINITY,
        spares: 0,
        swap: 0,
        ...over,
      },
      horizon,
      (entity, purpose) => openStream("seed", 0, entity, purpose),
    );

  test("a longer horizon keeps the path of a shorter one", () => {
    const [short, long] = [drawn(80), drawn(80, {}, 400 * DAY)];
    expect([...long.at.filter((at) => at < 200 * DAY)]).toEqual([...short.at]);
  });

  test("more blocks fail at other times, and those that were there as before", () => {
    const times = (gpus: number) => new Set(drawn(gpus, { repair: { kind: "constant", value: 1 } }).at);
    const more = times(160);
    for (const at of times(80)) expect(more.has(at)).toBe(true);
    expect(more.size).toBeGreaterThan(times(80).size);
  });

  test("more hands, or more spares, never leave more out of service in all", () => {
    const total = (over: Partial<BlockFailures>): number => {
      const { at, out } = drawn(80, over);
      return out.reduce((sum, value, i) => sum + value * ((at[i + 1] ?? 200 * DAY) - (at[i] as number)), 0);
    };
    const byCrew = [1, 2, 3, 10].map((crew) => total({ crew }));
    expect([...byCrew].sort((a, b) => b - a)).toEqual(byCrew);
    const bySpares = [0, 1, 3, 50].map((spares) => total({ spares }));
    expect([...bySpares].sort((a, b) => b - a)).toEqual(bySpares);
    expect(bySpares.at(-1)).toBe(0);
  });
});
