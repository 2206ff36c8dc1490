/**
 * Streams whose names are alike must not be: what matters in a simulation with thousands of them is the
 * first few draws across streams. The full million keys is `CLAWBACK_LONG=1`; the suite takes 200,000.
 */
import { describe, expect, test } from "vitest";
import { hashText } from "../../src/base/hash.ts";
import { openStream } from "../../src/random/streams.ts";

const STREAMS = 200_000;
const KEYS = process.env.CLAWBACK_LONG === "1" ? 1_000_000 : 200_000;

describe("golden vectors", () => {
  test.each([
    ["s", 0, "e", "p", [3837191538, 2884167554, 705923846, 3284704610], 0.32971825387239506],
    ["", 0, "", "", [1285942834, 4257082846, 2587732816, 635047391], 0.4384447303537259],
    ["12", 3, "tenant", "arrivals", [1775928939, 3075217006, 3929613760, 1561186782], 0.49298755312791354],
    ["1212", 3, "tenant", "arrivals", [1708397849, 2298443794, 339915033, 2030134565], 0.4055930578638993],
  ])("(%j, %i, %j, %j) begins as it always did", (seed, replication, entity, purpose, state, first) => {
    const stream = openStream(seed, replication, entity, purpose);
    expect(stream.state()).toEqual(state);
    expect(stream.next()).toBe(first);
  });
});

test("a stream opened twice draws the same twice", () => {
  const [a, b] = [0, 1].map(() => openStream("seed", 1, "tenant", "arrivals"));
  for (let i = 0; i < 100; i++) expect(a.next()).toBe(b.next());
});

test("names that run into each other when put in a row are different streams", () => {
  const names: [string, number, string, string][] = [
    ["a", 1, "bc", "d"],
    ["a", 1, "b", "cd"],
    ["a", 11, "b", "cd"],
    ["a1", 1, "b", "cd"],
    ["a", 1, "", "bcd"],
    ["a", 1, "bcd", ""],
    ["1:a", 1, "bc", "d"],
    ["a1;2:bc", 1, "", "d"],
  ];
  expect(new Set(names.map((name) => openStream(...name).next())).size).toBe(names.length);
});

describe(`the first draws of ${STREAMS.toLocaleString("en")} streams that differ in one number`, () => {
  const first = new Float64Array(STREAMS);
  const second = new Float64Array(STREAMS);
  const states = new Set<string>();
  for (let i = 0; i < STREAMS; i++) {
    const stream = openStream("seed", i % 1000, `job-${Math.floor(i / 1000)}`, "runtime");
    states.add(stream.state().join());
    first[i] = stream.next();
    second[i] = stream.next();
  }

  test("all begin in different states", () => {
    expect(states.size).toBe(STREAMS);
  });

  test("are uniform", () => {
    for (const draws of [first, second]) {
      const sorted = draws.slice().sort();
      let distance = 0;
      for (let i = 0; i < STREAMS; i++) {
        distance = Math.max(distance, sorted[i] - i / STREAMS, (i + 1) / STREAMS - sorted[i]);
      }
      expect(distance * Math.sqrt(STREAMS)).toBeLessThan(1.95); // Kolmogorov–Smirnov, 99.9 %
    }
  });

  test("have as many runs above and below one half as independent ones", () => {
    let runs = 1;
    let above = 0;
    for (let i = 0; i < STREAMS; i++) {
      if (first[i] > 0.5) above++;
      if (i > 0 && first[i] > 0.5 !== first[i - 1] > 0.5) runs++;
    }
    const product = 2 * above * (STREAMS - above);
    const mean = product / STREAMS + 1;
    const variance = (product * (product - STREAMS)) / (STREAMS * STREAMS * (STREAMS - 1));
    expect(Math.abs(runs - mean) / Math.sqrt(variance)).toBeLessThan(4);
  });

  test("have as many ascents as independent ones", () => {
    let ascents = 0;
    for (let i = 1; i < STREAMS; i++) if (first[i] > first[i - 1]) ascents++;
    expect(Math.abs(ascents - (STREAMS - 1) / 2) / Math.sqrt((STREAMS + 1) / 12)).toBeLessThan(4);
  });

  test.each([1, 2, 3, 7, 10, 100, 999, 1000, 1001])("are not correlated at lag %i", (lag) => {
    let sum = 0;
    for (let i = lag; i < STREAMS; i++) sum += (first[i] - 0.5) * (first[i - lag] - 0.5);
    expect(Math.abs(sum * 12) / Math.sqrt(STREAMS - lag)).toBeLessThan(4);
  });

  test.each([
    ["first draws of neighbours", first, first.subarray(1)],
    ["first draws of namesakes in other replications", first, first.subarray(1000)],
    ["first and second draws", first, second],
    ["second draws and the neighbour's first", second, first.subarray(1)],
  ])("pairs of %s fill the unit square evenly", (_, x, y) => {
    const SIDE = 32;
    const pairs = Math.min(x.length, y.length);
    const counts = new Float64Array(SIDE * SIDE);
    for (let i = 0; i < pairs; i++) counts[Math.floor(x[i] * SIDE) * SIDE + Math.floor(y[i] * SIDE)]++;
    const expected = pairs / (SIDE * SIDE);
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    const degrees = SIDE * SIDE - 1;
    expect(Math.abs(chiSquare - degrees) / Math.sqrt(2 * degrees)).toBeLessThan(4);
  });
});

test(`${KEYS.toLocaleString("en")} keys do not collide`, () => {
  const keys = new Set<string>();
  for (let i = 0; i < KEYS; i++) keys.add(hashText(`4:seed${i};5:grok-8:arrivals`));
  expect(keys.size).toBe(KEYS);
});
