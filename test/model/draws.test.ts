/** Draws of one entity for one purpose come from one stream, which goes on where it was left. */
import { expect, test } from "vitest";
import { openStream } from "../../src/random/streams.ts";
import { at, contract, DAY, daily, plan, pool, program, run, steps, tenant } from "./builders.ts";

const NOTICES = 40;
/** Two leases of 400; each day ten more accelerators are wanted, and whoever pays less has them called. */
const subject = plan({
  seed: "draws",
  horizon: 100 * DAY,
  pools: [pool(800)],
  programs: [
    program("p", {
      sources: [steps(...Array.from({ length: NOTICES }, (_, day) => at(day, 10 * (day + 1))))],
    }),
  ],
  tenants: [tenant("a"), tenant("b")],
  contracts: [
    contract(400, { name: "a", delivered: 0.5 }),
    contract(400, { name: "b", tenant: 1, delivered: 0.5, fee: { kind: "perGpuHour", dollars: 2 } }),
  ],
});

test.each([0, 3])(
  "each notice of a lease is delivered by the next draw of its stream (replication %i)",
  (replication) => {
    const notices = run(subject, daily, replication).story?.notices ?? [];
    expect(notices.map(({ target, gpus }) => [target, gpus])).toEqual(
      Array.from({ length: NOTICES }, () => ["a", 10]),
    );
    const stream = openStream("draws", replication, "a", "delivery");
    const expected = notices.map(() => stream.next() < 0.5);
    expect(new Set(expected).size).toBe(2);
    expect(notices.map(({ delivered }) => delivered)).toEqual(expected);
  },
);
