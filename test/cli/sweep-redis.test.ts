/** Sweeps over a real Redis: workers, Redis and the coordinator are killed, and the results are those of one thread. */
import type { ChildProcess } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { manyUnits, pause, start, untilGrown } from "../chaos/kill.ts";
import { freePort, hasRedis, PASSWORD, type RedisServer, startRedis } from "../node/redis-server.ts";
import { clawback, cliPath, newFolder } from "./spawn.ts";

let redis: RedisServer;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  cliPath();
  if (hasRedis) redis = await startRedis();
}, 120_000);
afterEach(() => {
  for (const worker of workers.splice(0)) worker.kill("SIGKILL");
});
afterAll(() => redis?.stop());

// enough that a sweep is still at work when something is done to it
const points = 400;

const withStudy = (): string => {
  const work = newFolder();
  writeFileSync(join(work, "study.yaml"), manyUnits(points));
  expect(
    clawback(["sweep", "study.yaml", "-o", "calm", "--engine", "here", "-q"], { cwd: work }).status,
  ).toBe(0);
  return work;
};

const startWorker = (work: string): ReturnType<typeof start> => {
  const started = start(
    ["worker", "--redis-url-file", redis.urlFile, "-j", "1", "--lock-seconds", "2"],
    work,
  );
  workers.push(started.child);
  return started;
};

const startSweep = (work: string): ReturnType<typeof start> =>
  start(["sweep", "study.yaml", "-o", "wild", "--engine", "bullmq", "--redis-url-file", redis.urlFile], work);

const expectSame = (work: string): void => {
  for (const file of ["results.csv", "results.parquet", "results.json"])
    expect(readFileSync(join(work, "wild", file)).equals(readFileSync(join(work, "calm", file)))).toBe(true);
};

/** Waits until a part of the units is done, unless the sweep is over. */
const untilAt = async (work: string, share: number, sweep: ReturnType<typeof start>): Promise<void> => {
  let isOver = false;
  void sweep.ended.then(() => {
    isOver = true;
  });
  const all = readFileSync(join(work, "calm", "journal")).length;
  await untilGrown(join(work, "wild", "journal"), share * all, () => isOver);
};

describe.skipIf(!hasRedis)("a sweep over Redis", () => {
  test("on two workers, one of which is killed on the way", async () => {
    const work = withStudy();
    const [first] = [startWorker(work), startWorker(work)];
    const sweep = startSweep(work);
    await untilAt(work, 0.2, sweep);
    first?.child.kill("SIGKILL");
    const { code, err } = await sweep.ended;
    expect(err).toContain(`${2 * points} units run`);
    expect(code).toBe(0);
    expectSame(work);
  }, 180_000);

  test("whose Redis is killed on the way and comes back empty", async () => {
    const work = withStudy();
    startWorker(work);
    const sweep = startSweep(work);
    await untilAt(work, 0.2, sweep);
    await redis.restart();
    const { code, err } = await sweep.ended;
    expect(err).toMatch(/\d+ units are gone from Redis; they are given out again/);
    expect(err).not.toContain(PASSWORD);
    expect(code).toBe(0);
    expectSame(work);
  }, 180_000);

  test("whose Redis comes back empty and whose worker is another one, which never saw the study", async () => {
    const work = withStudy();
    const first = startWorker(work);
    const sweep = startSweep(work);
    await untilAt(work, 0.2, sweep);
    first.child.kill("SIGKILL");
    await redis.restart();
    startWorker(work);
    const { code, err } = await sweep.ended;
    expect(err).not.toContain("given up");
    expect(code).toBe(0);
    expectSame(work);
  }, 180_000);

  test("whose coordinator is killed on the way goes on where it was", async () => {
    const work = withStudy();
    startWorker(work);
    const sweep = startSweep(work);
    await untilAt(work, 0.2, sweep);
    sweep.child.kill("SIGKILL");
    await sweep.ended;
    const { code, err } = await startSweep(work).ended;
    expect(err).toMatch(/took over the lock that process \d+ on .* left behind/);
    expect(err).toMatch(/\d+ results on file/);
    expect(code).toBe(0);
    expectSame(work);
  }, 180_000);

  test("Ctrl-C ends it with 130, and stops a worker in good order", async () => {
    const work = withStudy();
    const worker = startWorker(work);
    const sweep = startSweep(work);
    await untilAt(work, 0.1, sweep);
    sweep.child.kill("SIGINT");
    const { code, err } = await sweep.ended;
    expect(code).toBe(130);
    expect(err).toContain("to go on: clawback sweep study.yaml -o wild --engine bullmq --redis-url-file");
    await pause(100);
    worker.child.kill("SIGINT");
    const ended = await worker.ended;
    expect(ended.err).toMatch(/stopped after \d+ units/);
  }, 180_000);

  test("a password that is wrong is told without it", () => {
    const work = newFolder();
    writeFileSync(join(work, "url"), `redis://clawback:wrong-word@127.0.0.1:${redis.port}`);
    const { status, err } = clawback(["worker", "--redis-url-file", "url"], { cwd: work });
    expect(status).toBe(5);
    expect(err).toContain(`Redis at 127.0.0.1:${redis.port} cannot be used: `);
    expect(err).not.toContain("wrong-word");
  });
});

describe("without Redis", () => {
  test("a server that is not there is told", async () => {
    const work = newFolder();
    writeFileSync(join(work, "study.yaml"), manyUnits(3));
    const port = await freePort();
    writeFileSync(join(work, "url"), `redis://clawback:${PASSWORD}@127.0.0.1:${port}`);
    const { status, err } = clawback(
      ["sweep", "study.yaml", "-o", "out", "--engine", "bullmq", "--redis-url-file", "url"],
      { cwd: work },
    );
    expect(status).toBe(5);
    expect(err).toMatch(/Redis at 127\.0\.0\.1:\d+ cannot be used: .*Is the server running/);
    expect(err).not.toContain(PASSWORD);
  });

  test("an address is needed, and must be one", () => {
    const work = newFolder();
    writeFileSync(join(work, "study.yaml"), manyUnits(3));
    const none = clawback(["sweep", "study.yaml", "--engine", "bullmq"], { cwd: work });
    expect(none.status).toBe(2);
    expect(none.err).toContain("--engine bullmq needs --redis-url-file");
    writeFileSync(join(work, "url"), "http://example.org");
    const other = clawback(["worker", "--redis-url-file", "url"], { cwd: work });
    expect(other.err).toContain("url: expected an address that begins with redis:// or rediss://");
  });
});
