import { describe, expect, test } from "vitest";
import { InvariantError } from "../../src/base/assert.ts";
import { type Process, Simulator } from "../../src/kernel/simulator.ts";

const SETTLE = 5;
const KINDS = [0, 3, 5, 6, 9]; // phase of each kind: kind 2 has the settle phase itself

/** A process that writes down what happens, and does what a test tells it to. */
function recorder(
  simulator: Simulator,
  during: (kind: number, argument: number) => void = () => undefined,
  settling: () => void = () => undefined,
): Process & { story: string[] } {
  const story: string[] = [];
  return {
    story,
    handle(kind, entity, argument) {
      story.push(`${simulator.now}: phase ${KINDS[kind]}, ${entity}`);
      during(kind, argument);
    },
    settle() {
      story.push(`${simulator.now}: settle`);
      settling();
    },
  };
}

describe("an instant", () => {
  test("runs the earlier phases, settles once, then runs the later ones", () => {
    const simulator = new Simulator(KINDS, SETTLE);
    for (const kind of [4, 3, 2, 1, 0, 4, 0]) simulator.schedule(10, kind, kind);
    const process = recorder(simulator);
    expect(simulator.step(process)).toBe(true);
    expect(process.story).toEqual([
      "10: phase 0, 0",
      "10: phase 0, 0",
      "10: phase 3, 1",
      "10: phase 5, 2",
      "10: settle",
      "10: phase 6, 3",
      "10: phase 9, 4",
      "10: phase 9, 4",
    ]);
    expect(simulator.eventsHandled).toBe(7);
    expect(simulator.step(process)).toBe(false);
  });

  test("settles even if it has later events only", () => {
    const simulator = new Simulator(KINDS, SETTLE);
    simulator.schedule(3, 4, 0);
    const process = recorder(simulator);
    simulator.step(process);
    expect(process.story).toEqual(["3: settle", "3: phase 9, 0"]);
  });

  test("takes in what is scheduled for a phase still to come", () => {
    const simulator = new Simulator(KINDS, SETTLE);
    simulator.schedule(7, 1, 1);
    const process = recorder(
      simulator,
      (kind, argument) => {
        if (kind === 1 && argument === 0) {
          simulator.schedule(7, 1, 0, 1); // the same phase, a lower entity
          simulator.schedule(7, 2, 2);
        }
        if (kind === 3 && argument === 0) {
          simulator.schedule(7, 3, 4, 1);
          simulator.cancel(simulator.schedule(7, 4, 5));
          simulator.schedule(7, 4, 6);
        }
      },
      () => simulator.schedule(7, 3, 3),
    );
    simulator.step(process);
    expect(process.story).toEqual([
      "7: phase 3, 1",
      "7: phase 3, 0",
      "7: phase 5, 2",
      "7: settle",
      "7: phase 6, 3",
      "7: phase 6, 4",
      "7: phase 9, 6",
    ]);
  });

  test.each([
    ["a handler, to an earlier phase", 1, 0, "handle"],
    ["a late handler, to the settle phase", 4, 2, "handle"],
    ["a late handler, to an earlier late phase", 4, 3, "handle"],
    ["settling, to an early phase", 1, 1, "settle"],
    ["settling, to the settle phase", 1, 2, "settle"],
  ])("refuses what goes back: from %s", (_, from, to, where) => {
    const simulator = new Simulator(KINDS, SETTLE);
    simulator.schedule(7, from, 1);
    const back = () => simulator.schedule(7, to, 1);
    const process = where === "handle" ? recorder(simulator, back) : recorder(simulator, undefined, back);
    expect(() => simulator.step(process)).toThrow(InvariantError);
  });

  test("is over once it has run", () => {
    const simulator = new Simulator(KINDS, SETTLE);
    simulator.schedule(7, 1, 1);
    simulator.step(recorder(simulator));
    expect(() => simulator.schedule(7, 4, 1)).toThrow(InvariantError);
    expect(() => simulator.schedule(6, 4, 1)).toThrow(InvariantError);
    simulator.schedule(8, 0, 1);
    expect(simulator.pending).toBe(1);
  });

  test("with more events than allowed is a livelock", () => {
    const simulator = new Simulator(KINDS, SETTLE, 100);
    simulator.schedule(0, 1, 0);
    const process = recorder(simulator, () => simulator.schedule(simulator.now, 1, 0));
    expect(() => simulator.step(process)).toThrow(/livelock: more than 100 events at second 0/);
    expect(simulator.eventsHandled).toBe(101);
  });

  test("with as many events as allowed is none, nor are as many in the next", () => {
    const simulator = new Simulator(KINDS, SETTLE, 100);
    for (let i = 0; i < 200; i++) simulator.schedule(i < 100 ? 0 : 1, i % 5, 0);
    simulator.run(recorder(simulator), 1);
    expect(simulator.eventsHandled).toBe(200);
  });
});

describe("running", () => {
  const ticking = (): Simulator => {
    const simulator = new Simulator(KINDS, SETTLE);
    for (const at of [0, 10, 20, 30]) simulator.schedule(at, 0, 1);
    return simulator;
  };

  test("goes up to and including its end, and moves the clock there", () => {
    const simulator = ticking();
    const process = recorder(simulator);
    simulator.run(process, 20);
    expect(process.story.filter((line) => line.endsWith("settle"))).toEqual([
      "0: settle",
      "10: settle",
      "20: settle",
    ]);
    expect([simulator.now, simulator.nextTime, simulator.pending]).toEqual([20, 30, 1]);
    simulator.run(process, 25);
    expect(simulator.now).toBe(25);
    simulator.run(process, Infinity);
    expect([simulator.now, simulator.nextTime]).toEqual([30, Infinity]);
  });

  test("in two parts is the same as in one", () => {
    const [whole, parts] = [ticking(), ticking()];
    const [once, twice] = [recorder(whole), recorder(parts)];
    whole.run(once, 30);
    parts.run(twice, 10);
    parts.run(twice, 10);
    parts.run(twice, 30);
    expect(twice.story).toEqual(once.story);
  });

  test("past the last event leaves a clock that does not go back", () => {
    const simulator = ticking();
    simulator.run(recorder(simulator), 100);
    expect(() => simulator.schedule(99, 0, 1)).toThrow(InvariantError);
    const process = recorder(simulator);
    simulator.schedule(100, 0, 2);
    simulator.run(process, 100);
    expect(process.story).toEqual(["100: phase 0, 2", "100: settle"]);
  });

  test("reaches what is scheduled as it runs", () => {
    const simulator = new Simulator(KINDS, SETTLE);
    let settled = 0;
    simulator.schedule(0, 4, 0);
    const process: Process = {
      handle: () => undefined,
      settle: () => {
        settled++;
        simulator.schedule(simulator.now + 10, 1, 0);
      },
    };
    simulator.run(process, 1000);
    expect(settled).toBe(101);
    expect(simulator.pending).toBe(1);
  });
});

test("cancelling takes an event out, once", () => {
  const simulator = new Simulator(KINDS, SETTLE);
  const id = simulator.schedule(4, 0, 0);
  expect([simulator.cancel(id), simulator.cancel(id), simulator.pending]).toEqual([true, false, 0]);
});

test("after a reset the same run gives the same story", () => {
  const simulator = new Simulator(KINDS, SETTLE);
  const stories = [0, 1].map(() => {
    for (let i = 0; i < 50; i++) simulator.schedule((i * 37) % 11, i % 5, i % 3);
    const process = recorder(simulator);
    simulator.run(process, 5);
    simulator.reset();
    return process.story;
  });
  expect(stories[1]).toEqual(stories[0]);
  expect([simulator.now, simulator.eventsHandled, simulator.pending]).toEqual([0, 0, 0]);
});
