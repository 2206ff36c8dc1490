import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvariantError } from "../../src/base/assert.ts";
import { EventQueue, MAX_ENTITY, NO_EVENT, NO_PHASE } from "../../src/kernel/event-queue.ts";

const PHASES = [3, 1, 1, 15, 0];

const popped = (queue: EventQueue): number[][] => {
  const events: number[][] = [];
  while (queue.pop()) events.push([queue.at, queue.phase, queue.entity, queue.argument]);
  return events;
};

describe("the order", () => {
  test("is by time, then phase, then entity, then the order of scheduling", () => {
    const queue = new EventQueue(PHASES);
    queue.schedule(5, 1, 7, 1);
    queue.schedule(5, 2, 7, 2);
    queue.schedule(5, 1, 6, 3);
    queue.schedule(5, 4, 9, 4);
    queue.schedule(4, 3, 9, 5);
    queue.schedule(5, 3, 0, 6);
    queue.schedule(5, 1, 7, 7);
    expect(popped(queue)).toEqual([
      [4, 15, 9, 5],
      [5, 0, 9, 4],
      [5, 1, 6, 3],
      [5, 1, 7, 1],
      [5, 1, 7, 2],
      [5, 1, 7, 7],
      [5, 15, 0, 6],
    ]);
  });

  test("holds for an event that joins the instant being run", () => {
    const queue = new EventQueue(PHASES);
    for (const entity of [4, 8, 2]) queue.schedule(10, 0, entity);
    queue.pop();
    expect(queue.entity).toBe(2);
    queue.schedule(10, 0, 6);
    queue.schedule(10, 4, 9);
    queue.schedule(10, 0, 4, 1);
    expect(popped(queue).map(([, , entity, argument]) => [entity, argument])).toEqual([
      [9, 0],
      [4, 0],
      [4, 1],
      [6, 0],
      [8, 0],
    ]);
  });

  test("holds for 100,000 events of one second, phase and entity", () => {
    const queue = new EventQueue([0]);
    for (let i = 0; i < 100_000; i++) queue.schedule(7, 0, 1, i);
    for (let i = 0; i < 100_000; i++) {
      queue.pop();
      if (queue.argument !== i) expect.fail(`event ${queue.argument} came as number ${i}`);
    }
  });

  test("holds for an event that is earlier than one already looked at", () => {
    const queue = new EventQueue(PHASES);
    queue.schedule(1_000_000, 0, 1);
    expect(queue.peekTime()).toBe(1_000_000);
    queue.schedule(20, 0, 2);
    expect(queue.peekTime()).toBe(20);
    expect(popped(queue).map(([at]) => at)).toEqual([20, 1_000_000]);
  });

  test("holds up to the last safe integer", () => {
    const queue = new EventQueue(PHASES);
    const times = [Number.MAX_SAFE_INTEGER, 2 ** 32, 2 ** 32 - 1, 2 ** 31, 2 ** 33 + 5, 0, 2 ** 52];
    for (const at of times) queue.schedule(at, 0, MAX_ENTITY, -(2 ** 31));
    expect(popped(queue).map(([at]) => at)).toEqual(times.sort((a, b) => a - b));
    expect([queue.entity, queue.argument]).toEqual([MAX_ENTITY, -(2 ** 31)]);
  });
});

describe("an event", () => {
  test("comes out as it went in", () => {
    const queue = new EventQueue(PHASES);
    const id = queue.schedule(12, 3, 345, -6);
    expect(queue.pop()).toBe(true);
    const { at, kind, entity, argument, phase } = queue;
    expect({ at, kind, entity, argument, phase }).toEqual({
      at: 12,
      kind: 3,
      entity: 345,
      argument: -6,
      phase: 15,
    });
    expect(queue.id).toBe(id);
    expect(queue.pop()).toBe(false);
  });

  const queueAt10 = (): EventQueue => {
    const queue = new EventQueue(PHASES);
    queue.schedule(10, 0, 0);
    queue.pop();
    return queue;
  };

  test.each([
    ["before the last one popped", 9, 0, 0, 0],
    ["at no time", Number.NaN, 0, 0, 0],
    ["at half a second", 10.5, 0, 0, 0],
    ["at Infinity", Infinity, 0, 0, 0],
    ["beyond the safe integers", 2 ** 53, 0, 0, 0],
    ["of an unknown kind", 10, 5, 0, 0],
    ["of kind -1", 10, -1, 0, 0],
    ["of kind 0.5", 10, 0.5, 0, 0],
    ["of entity -1", 10, 0, -1, 0],
    ["of entity 2^24", 10, 0, 2 ** 24, 0],
    ["of entity 1.5", 10, 0, 1.5, 0],
    ["with half an argument", 10, 0, 0, 0.5],
    ["with an argument of 33 bits", 10, 0, 0, 2 ** 31],
  ])("%s is refused and changes nothing", (_, at, kind, entity, argument) => {
    const queue = queueAt10();
    expect(() => queue.schedule(at, kind, entity, argument)).toThrow(InvariantError);
    expect(queue.size).toBe(0);
    expect(queue.pop()).toBe(false);
  });

  test("at the time of the last one popped is accepted", () => {
    const queue = queueAt10();
    queue.schedule(10, 4, 0);
    expect(popped(queue)).toEqual([[10, 0, 0, 0]]);
  });
});

test.each([[[16]], [[-1]], [[0.5]], [[Number.NaN]], [new Array(256).fill(0)]])(
  "the phases %j are refused",
  (phases) => {
    expect(() => new EventQueue(phases)).toThrow(InvariantError);
  },
);

describe("a cancelled event", () => {
  test("does not come, and cannot be cancelled again", () => {
    const queue = new EventQueue(PHASES);
    queue.schedule(1, 0, 0, 1);
    const id = queue.schedule(2, 0, 0, 2);
    expect(queue.cancel(id)).toBe(true);
    expect(queue.cancel(id)).toBe(false);
    expect(queue.size).toBe(1);
    expect(popped(queue)).toEqual([[1, 3, 0, 1]]);
  });

  test("may belong to the instant being run", () => {
    const queue = new EventQueue(PHASES);
    const ids = [1, 2, 3].map((entity) => queue.schedule(5, 0, entity));
    queue.pop();
    expect(queue.cancel(ids[0])).toBe(false);
    expect(queue.cancel(ids[1])).toBe(true);
    expect(queue.cancel(queue.schedule(5, 0, 2))).toBe(true);
    expect(queue.peekPhase()).toBe(3);
    expect(queue.cancel(ids[2])).toBe(true);
    expect([queue.peekPhase(), queue.peekTime(), queue.pop()]).toEqual([NO_PHASE, Infinity, false]);
  });

  test("does not answer to the name of one that ran, though it has its place", () => {
    const queue = new EventQueue(PHASES);
    const names = new Set<number>();
    let last = -1;
    for (let at = 0; at < 10_000; at++) {
      const id = queue.schedule(at, 0, 0);
      expect(queue.cancel(last)).toBe(false);
      queue.pop();
      names.add(id);
      last = id;
    }
    expect(names.size).toBe(10_000);
  });

  test.each([-1, NO_EVENT, 0.5, 2 ** 24, 2 ** 52, Number.NaN, Infinity])("%d is nobody's name", (id) => {
    const queue = new EventQueue(PHASES);
    queue.schedule(1, 0, 0);
    expect(queue.cancel(id)).toBe(false);
    expect(queue.size).toBe(1);
  });

  test("leaves room: cancelling for ever needs no more memory", () => {
    const queue = new EventQueue([0], 16);
    for (let i = 0; i < 1000; i++) queue.schedule(2 ** 20 + i, 0, i);
    for (let i = 0; i < 300_000; i++) queue.cancel(queue.schedule(2 ** 20 + (i % 5000), 0, 3));
    expect(queue.size).toBe(1000);
    expect(popped(queue)).toHaveLength(1000);
  });
});

describe("looking ahead", () => {
  test("tells the earliest time, and the phase once the queue has moved there", () => {
    const queue = new EventQueue(PHASES);
    expect([queue.peekTime(), queue.peekPhase(), queue.advance()]).toEqual([Infinity, NO_PHASE, false]);
    queue.schedule(30, 3, 0);
    queue.schedule(30, 1, 0);
    expect([queue.peekTime(), queue.peekPhase(), queue.at]).toEqual([30, NO_PHASE, 0]);
    expect([queue.advance(), queue.at, queue.peekPhase()]).toEqual([true, 30, 1]);
    expect([queue.advance(), queue.size]).toEqual([true, 2]);
  });
});

test("a cleared queue is as good as new", () => {
  const used = new EventQueue(PHASES);
  for (let i = 0; i < 500; i++) used.schedule(i * i * 1000, i % 5, i);
  for (let i = 0; i < 100; i++) used.pop();
  used.schedule(used.at, 0, 1);
  used.clear();
  expect([used.size, used.at, used.peekTime(), used.pop()]).toEqual([0, 0, Infinity, false]);
  const fresh = new EventQueue(PHASES);
  for (const queue of [used, fresh])
    for (let i = 0; i < 500; i++) queue.schedule((i * 7919) % 1000, i % 5, i % 3, i);
  expect(popped(used)).toEqual(popped(fresh));
});

/** The specification: a list, searched in full each time. */
class ListQueue {
  at = 0;
  private serial = 0;
  private events: { order: number[]; id: number; argument: number }[] = [];

  schedule(id: number, at: number, kind: number, entity: number, argument: number): void {
    this.events.push({ order: [at, PHASES[kind], entity, this.serial++], id, argument });
  }
  cancel(id: number): boolean {
    const found = this.events.findIndex((event) => event.id === id);
    if (found >= 0) this.events.splice(found, 1);
    return found >= 0;
  }
  pop(): { at: number; id: number; argument: number } | undefined {
    this.events.sort(
      (a, b) => a.order.map((key, i) => key - b.order[i]).find((difference) => difference !== 0) ?? 0,
    );
    const first = this.events.shift();
    if (first === undefined) return undefined;
    this.at = first.order[0];
    return { at: this.at, id: first.id, argument: first.argument };
  }
}

const offset = fc.oneof(
  fc.constantFrom(
    0,
    0,
    1,
    2,
    31,
    32,
    33,
    1023,
    1024,
    32_768,
    2 ** 20,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 32,
    2 ** 40,
  ),
  fc.nat(5),
  fc.nat(100_000),
);
const command = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("schedule" as const),
      offset,
      kind: fc.nat(4),
      entity: fc.nat(3),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("pop" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cancel" as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("peek" as const) }) },
);

test("whatever is scheduled, cancelled and popped, it does as a sorted list does", () => {
  fc.assert(
    fc.property(fc.array(command, { minLength: 1, maxLength: 200 }), (commands) => {
      const queue = new EventQueue(PHASES, 16);
      const list = new ListQueue();
      const ids: number[] = [];
      for (const [number, each] of commands.entries()) {
        if (each.do === "schedule") {
          const at = list.at + each.offset;
          const id = queue.schedule(at, each.kind, each.entity, number);
          list.schedule(id, at, each.kind, each.entity, number);
          ids.push(id);
        } else if (each.do === "cancel" && ids.length > 0) {
          const id = ids[each.which % ids.length];
          expect(queue.cancel(id)).toBe(list.cancel(id));
        } else if (each.do === "peek") {
          queue.peekTime();
        } else {
          const expected = list.pop();
          expect(queue.pop()).toBe(expected !== undefined);
          const { at, id, argument } = queue;
          if (expected !== undefined) expect({ at, id, argument }).toEqual(expected);
        }
      }
    }),
    { numRuns: 400 },
  );
});
