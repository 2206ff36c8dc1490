/** The profile of free capacity against an array with one entry a second. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CapacityProfile } from "../../src/model/capacity-profile.ts";

const HORIZON = 60;
const CAPACITY = 8;

/** A profile that starts at second 0 with so many free. */
const profileOf = (free: number): CapacityProfile => {
  const profile = new CapacityProfile();
  profile.reset(0, free);
  return profile;
};

/** The same as `CapacityProfile`, a second at a time; the last entry stands for all that follows. */
const naiveEarliest = (free: readonly number[], from: number, gpus: number, length: number): number => {
  const last = free.length - 1;
  const isFree = (second: number): boolean => (free[Math.min(second, last)] as number) >= gpus;
  for (let begin = from; begin <= Math.max(from, last); begin++) {
    const until = length === Infinity ? Math.max(begin, last) + 1 : begin + length;
    let second = begin;
    while (second < until && isFree(second)) second++;
    if (second === until) return begin;
  }
  return Infinity;
};

/** The same where the profile goes on to change beyond the array: its own steps say how. */
const naiveFrom = (
  free: readonly number[],
  profile: CapacityProfile,
  from: number,
  gpus: number,
  length: number,
): number =>
  naiveEarliest(
    [...free, ...Array.from({ length: 500 }, (_, k) => profile.freeAt(free.length + k))],
    from,
    gpus,
    length,
  );

/** Breakpoints that an array of seconds has, the one at its beginning included. */
const stepsOf = (free: readonly number[], from: number): number =>
  free.filter((value, second) => second === from || (second > from && value !== free[second - 1])).length;

const moment = fc.integer({ min: 0, max: HORIZON - 1 });
const change = fc.record({
  from: moment,
  to: fc.oneof({ weight: 5, arbitrary: moment }, { weight: 1, arbitrary: fc.constant(Infinity) }),
  gpus: fc.integer({ min: -CAPACITY, max: CAPACITY }),
});
const question = fc.record({
  from: fc.integer({ min: 0, max: HORIZON + 5 }),
  gpus: fc.integer({ min: 0, max: CAPACITY + 1 }),
  length: fc.oneof(fc.integer({ min: 1, max: HORIZON }), fc.constant(Infinity)),
});

describe("the profile", () => {
  test("answers as an array of seconds does, after any changes", () => {
    const changes = fc.array(change, { maxLength: 40 });
    fc.assert(
      fc.property(changes, fc.array(question, { minLength: 1, maxLength: 10 }), (changed, questions) => {
        const profile = profileOf(CAPACITY);
        const naive = new Array<number>(HORIZON).fill(CAPACITY);
        for (const { from, to, gpus } of changed) {
          profile.add(from, to, gpus);
          for (let second = from; second < Math.min(to, HORIZON); second++) naive[second] += gpus;
        }
        expect(naive.map((_, second) => profile.freeAt(second))).toEqual(naive);
        expect(profile.count).toBe(stepsOf(naive, 0));
        for (const { from, gpus, length } of questions) {
          expect(profile.earliest(from, gpus, length)).toBe(naiveEarliest(naive, from, gpus, length));
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("answers so when it has hundreds of steps, too", () => {
    const horizon = 900;
    const place = fc.integer({ min: 0, max: horizon - 1 });
    const far = fc.record({
      from: place,
      length: fc.integer({ min: 1, max: 400 }),
      gpus: fc.integer({ min: -CAPACITY, max: CAPACITY }),
    });
    fc.assert(
      fc.property(
        fc.array(far, { minLength: 300, maxLength: 500 }),
        fc.array(place, { minLength: 40 }),
        (changed, asked) => {
          const profile = profileOf(CAPACITY);
          const naive = new Array<number>(horizon).fill(CAPACITY);
          changed.forEach(({ from, length, gpus }, k) => {
            profile.add(from, from + length, gpus);
            for (let second = from; second < Math.min(from + length, horizon); second++)
              naive[second] += gpus;
            // Every other one is taken back soon, so that blocks empty and join.
            const back = k % 2 === 1 ? changed[k - 1] : undefined;
            if (back === undefined) return;
            profile.add(back.from, back.from + back.length, -back.gpus);
            for (let second = back.from; second < Math.min(back.from + back.length, horizon); second++)
              naive[second] -= back.gpus;
          });
          expect(naive.map((_, second) => profile.freeAt(second))).toEqual(naive);
          for (const from of asked)
            for (const gpus of [-20, 1, 5, 40])
              expect(profile.earliest(from, gpus, 1 + (from % 97))).toBe(
                naiveFrom(naive, profile, from, gpus, 1 + (from % 97)),
              );
        },
      ),
      { numRuns: 60, seed: 11 },
    );
  });

  test("forgets what is over and nothing else", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(moment, change), { maxLength: 60 }), (changed) => {
        const profile = profileOf(CAPACITY);
        const naive = new Array<number>(HORIZON).fill(CAPACITY);
        let now = 0;
        for (const [at, { from, to, gpus }] of changed) {
          now = Math.max(now, Math.min(at, now + 3));
          profile.forget(now);
          // What began before the present still ends after it.
          profile.add(from, to, gpus);
          for (let second = from; second < Math.min(to, HORIZON); second++) naive[second] += gpus;
          const toCome = naive.slice(now);
          expect(toCome.map((_, k) => profile.freeAt(now + k))).toEqual(toCome);
          expect(profile.count).toBe(stepsOf(naive, now));
          expect(profile.earliest(now, 5, 7)).toBe(naiveEarliest(naive, now, 5, 7));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("holds many steps and gives back their room", () => {
    const profile = profileOf(1_000_000);
    const count = 3000;
    for (let k = 0; k < count; k++) {
      // Every other one from the end, so that both sides move.
      const place = k % 2 === 0 ? k : count - k;
      profile.add(10 * place, 10 * place + 5, -1 - place);
    }
    expect(profile.count).toBe(2 * count);
    expect(profile.freeAt(10 * 1234 + 4)).toBe(1_000_000 - 1235);
    expect(profile.freeAt(10 * 1234 + 5)).toBe(1_000_000);
    for (let k = 0; k < count; k++) profile.add(10 * k, 10 * k + 5, 1 + k);
    expect(profile.count).toBe(1);
    expect(profile.earliest(7, 1_000_000, Infinity)).toBe(7);
  });

  test("goes on for ever in the room it has while the past is forgotten", () => {
    const profile = profileOf(4);
    for (let now = 0; now < 100_000; now += 10) {
      profile.forget(now);
      profile.add(now + 20, now + 25, -3);
    }
    expect(profile.count).toBeLessThan(10);
    expect(profile.freeAt(100_010)).toBe(1);
    expect(profile.earliest(100_000, 2, 5)).toBe(100_005);
    expect(profile.earliest(100_000, 2, 6)).toBe(100_015);
  });
});

describe("the earliest place", () => {
  test("is after a gap that is too short", () => {
    const profile = profileOf(4);
    profile.add(0, 10, -4);
    profile.add(15, 20, -2);
    expect(profile.earliest(0, 3, 5)).toBe(10);
    expect(profile.earliest(0, 3, 6)).toBe(20);
    expect(profile.earliest(12, 3, 3)).toBe(12);
    expect(profile.earliest(12, 3, 4)).toBe(20);
    expect(profile.earliest(0, 2, 100)).toBe(10);
  });

  test("is nowhere when there will never be enough", () => {
    const profile = profileOf(4);
    expect(profile.earliest(0, 5, 1)).toBe(Infinity);
    profile.add(100, Infinity, -1);
    expect(profile.earliest(0, 4, 100)).toBe(0);
    expect(profile.earliest(0, 4, 101)).toBe(Infinity);
  });
});

describe("a reset", () => {
  test("starts again with nothing promised", () => {
    const profile = profileOf(4);
    profile.add(5, 10, -4);
    profile.reset(7, 9);
    expect(profile.count).toBe(1);
    expect(profile.freeAt(8)).toBe(9);
  });
});
