/** Hands run the units of a study, and of the last study only. */
import { describe, expect, test } from "vitest";
import { createRunner, type Job, parseScenario, type Unit } from "../../src/index.ts";
import type { HandReply, HandRequest } from "../../web/engine/hand.ts";
import { createHands, type HandWorker } from "../../web/engine/hands.ts";
import { small } from "../cli/spawn.ts";

const job: Job = {
  variants: [{ scenario: parseScenario(small).scenario, policies: ["reactive"] }],
  bins: 10,
  traces: { rows: new Map(), availability: new Map() },
};
const units: Unit[] = [0, 1, 2, 3].map((from) => ({ variant: 0, from, to: from + 1 }));

/** A worker on this thread; `isStuck` ones never answer. */
const pretend = (log: HandRequest[], isStuck: () => boolean) => {
  const made: { terminated: boolean }[] = [];
  const start = (): HandWorker => {
    const own = { terminated: false };
    made.push(own);
    let serial = -1;
    let runUnit: ReturnType<typeof createRunner> | undefined;
    const worker: HandWorker = {
      onmessage: null,
      onerror: null,
      terminate: () => {
        own.terminated = true;
      },
      postMessage: (request) => {
        log.push(request);
        if ("job" in request) {
          serial = request.serial;
          runUnit = createRunner({ ...request.job, traces: job.traces });
        } else if ("unit" in request && !isStuck())
          say({ serial, result: (runUnit as ReturnType<typeof createRunner>)(request.unit) });
      },
    };
    const say = (data: HandReply | "ready"): void =>
      void setTimeout(() => {
        if (!own.terminated) worker.onmessage?.({ data } as MessageEvent<HandReply | "ready">);
      }, 0);
    say("ready");
    return worker;
  };
  return { start, made };
};

const collect = async (run: AsyncIterable<{ readonly unit: Unit }>): Promise<number[]> => {
  const seen: number[] = [];
  for await (const { unit } of run) seen.push(unit.from);
  return seen.sort();
};

describe("hands", () => {
  test("run every unit once, and are told job and traces once each", async () => {
    const log: HandRequest[] = [];
    const hands = createHands(2, pretend(log, () => false).start);
    expect(await collect(hands.run(job, units, {}))).toEqual([0, 1, 2, 3]);
    expect(await collect(hands.run(job, units, {}))).toEqual([0, 1, 2, 3]);
    expect(log.filter((request) => "traces" in request)).toHaveLength(2);
    expect(log.filter((request) => "job" in request)).toHaveLength(4);
    expect(log.filter((request) => "unit" in request)).toHaveLength(8);
  });

  test("that are stuck are replaced when the study is stopped, and the next study runs", async () => {
    const log: HandRequest[] = [];
    let isStuck = true;
    const { start, made } = pretend(log, () => isStuck);
    const hands = createHands(2, start);
    const stop = new AbortController();
    const stopped = collect(hands.run(job, units, { signal: stop.signal }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort(new Error("enough"));
    await expect(stopped).rejects.toThrow("enough");
    isStuck = false;
    expect(await collect(hands.run(job, units, {}))).toEqual([0, 1, 2, 3]);
    expect(made.map(({ terminated }) => terminated)).toEqual([true, true, false, false]);
  });

  test("take no result of an older study", async () => {
    const hands = createHands(1, pretend([], () => false).start);
    const stop = new AbortController();
    const first = collect(hands.run(job, units, { signal: stop.signal }));
    await new Promise((resolve) => setTimeout(resolve, 1));
    stop.abort(new Error("replaced"));
    const second = collect(hands.run(job, units.slice(0, 2), {}));
    await expect(first).rejects.toThrow("replaced");
    expect(await second).toEqual([0, 1]);
  });
});
