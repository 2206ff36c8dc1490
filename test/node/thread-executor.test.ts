/** Worker threads give what one thread gives, to the byte; a failure in one is told, with its unit. */

import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { InputError, noTraces } from "../../src/index.ts";
import { createThreadExecutor } from "../../src/node/thread-executor.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { runStudy } from "../../src/studies/study.ts";
import { inProcessExecutor } from "../../src/studies/unit.ts";
import { builtWorker } from "./built.ts";

const { scenario } = parseScenario(`
clawback: 1
name: threads
start: 2026-07-01
horizon: 200 days
replications: 9
cluster: { pools: [{ name: p, gpus: 1000 }] }
internal: [{ name: x, demand: { kind: level, base: 400, growth: 4.5, noise: { sigma: 0.2 } } }]
tenants: [{ name: a, contract: { gpus: 600, notice: 30 days, lockout: 0, fee: { perGpuHour: 3 }, minQuantity: 0 } }]
policies: { reactive: {}, ahead: {} }
`);

const request = { scenario, policies: [], command: "test" };
let script: URL;

beforeAll(() => {
  script = builtWorker();
}, 120_000);

describe("worker threads", () => {
  test("one, two or three give the same bytes as none", async () => {
    const alone = JSON.stringify(await runStudy(request, inProcessExecutor));
    for (const threads of [1, 2, 3]) {
      const result = await runStudy(request, createThreadExecutor({ threads, script }), { workers: threads });
      expect(JSON.stringify(result)).toBe(alone);
    }
  });

  test("stay from one round to the next, and what one round left behind does not change another", async () => {
    const alone = JSON.stringify(await runStudy(request, inProcessExecutor));
    const folder = mkdtempSync(join(tmpdir(), "clawback-threads-"));
    const counting = join(folder, "worker.mjs");
    // each thread that starts leaves a file; then it is the worker
    writeFileSync(
      counting,
      `import { writeFileSync } from "node:fs";
import { threadId } from "node:worker_threads";
writeFileSync(${JSON.stringify(folder)} + "/started-" + threadId, "");
await import(${JSON.stringify(script.href)});
`,
    );
    const started = () => readdirSync(folder).filter((name) => name.startsWith("started-")).length;
    const executor = createThreadExecutor({ threads: 2, script: pathToFileURL(counting) });
    const options = { workers: 2 };
    const other = { ...request, scenario: { ...scenario, horizon: "100 days" } };
    for (const each of [request, other, request]) {
      const result = JSON.stringify(await runStudy(each, executor, options));
      if (each === request) expect(result).toBe(alone);
      else expect(result).not.toBe(alone);
    }
    expect(started()).toBe(2);
    await executor.close();
    expect(JSON.stringify(await runStudy(request, executor, options))).toBe(alone);
    expect(started()).toBe(4);
    await executor.close();
  });

  test("that are left at a unit are not used again", async () => {
    const alone = JSON.stringify(await runStudy(request, inProcessExecutor));
    const executor = createThreadExecutor({ threads: 2, script });
    const job = { variants: [{ scenario, policies: ["reactive"] }], bins: 0, traces: noTraces };
    const units = Array.from({ length: 20 }, (_, i) => ({ variant: 0, from: 10 * i, to: 10 * i + 10 }));
    for await (const { unit } of executor.run(job, units, {})) {
      expect(units).toContainEqual(unit);
      break;
    }
    expect(JSON.stringify(await runStudy(request, executor, { workers: 2 }))).toBe(alone);
    await executor.close();
  });

  test("stop when told to", async () => {
    const stop = new AbortController();
    const study = runStudy({ ...request, replications: 500 }, createThreadExecutor({ threads: 2, script }), {
      signal: stop.signal,
      workers: 2,
      onProgress: () => stop.abort(new Error("enough")),
    });
    await expect(study).rejects.toThrow("enough");
  });

  test("tell what went wrong and in which unit", async () => {
    const broken = {
      variants: [{ scenario: { ...scenario, start: "never" }, policies: ["reactive"] }],
      bins: 10,
      traces: noTraces,
    };
    const results = createThreadExecutor({ threads: 1, script }).run(
      broken,
      [{ variant: 0, from: 0, to: 1 }],
      {},
    );
    await expect(results[Symbol.asyncIterator]().next()).rejects.toThrow(/"variant":0,"from":0,"to":1/);
  });

  test("tell that a run is refused as one thread tells it", async () => {
    const times = Array.from({ length: 30 }, () => 0).join();
    const tooMuch = parseScenario(`
clawback: 1
name: too much
start: 2026-07-01
horizon: 100 years
replications: 2
cluster: { pools: [{ name: p, gpus: 1000000 }] }
tenants: [{ name: t, jobs: { arrivals: { kind: at, times: [${times}] }, gpus: 1000000, work: 90 years } }]
policies: { reactive: {} }
`).scenario;
    const executor = createThreadExecutor({ threads: 2, script });
    for (const each of [inProcessExecutor, executor]) {
      const study = runStudy({ scenario: tooMuch, policies: [], command: "test" }, each, { workers: 2 });
      await expect(study).rejects.toThrow(InputError);
    }
    await executor.close();
  });
});
