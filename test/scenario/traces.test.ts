/**
 * Recorded data in a scenario: which files must be loaded, each once, and what becomes of what was read. And
 * overrides that reach into streams of jobs.
 */
import { describe, expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import { availabilityFilesOf, compilePlan, noTraces, traceFilesOf } from "../../src/scenario/compile.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { accepted, built, queued, sent, small } from "./build.ts";

type Loose = Record<string, unknown>;

const trace = (more: Loose = {}): Loose => ({ kind: "trace", file: "a.swf", ...more });
const keysOf = (input: Loose): string[] =>
  compilePlan(accepted(input)).streams.map(({ source }) => (source.kind === "trace" ? source.key : "?"));

describe("the files of recorded jobs", () => {
  const input = small({
    internal: [
      { name: "a", demand: [{ kind: "level", base: 1 }, trace()] },
      { name: "b", demand: trace({ notice: "1 h", runtimes: "estimates" }) },
    ],
    tenants: [
      { name: "t", jobs: [trace({ file: "b.csv.gz", timeScale: 0.5 }), trace({ timeScale: 0.5 })] },
      { name: "u", jobs: { arrivals: { kind: "at", times: [1] }, gpus: 1, work: 1 } },
    ],
  });
  const files = traceFilesOf(accepted(input));

  test("are listed once for each way of reading them, internal ones first", () => {
    expect(files.map(({ file, spec }) => [file, spec.layout.kind, spec.timeScale])).toEqual([
      ["a.swf", "swf", 1],
      ["b.csv.gz", "csv", 0.5],
      ["a.swf", "swf", 0.5],
    ]);
  });

  test("have the keys of the streams that read them", () => {
    const [a, b, c] = files.map(({ key }) => key);
    expect(keysOf(input)).toEqual([a, a, b, c, "?"]);
    expect(new Set([a, b, c]).size).toBe(3);
  });

  test("are none for what is drawn", () => {
    expect(traceFilesOf(accepted(queued()))).toEqual([]);
    expect(availabilityFilesOf(accepted(queued()))).toEqual([]);
  });

  test("by the calendar begin with the scenario", () => {
    const shifted = small({ internal: [{ name: "a", demand: trace({ shift: "calendar" }) }] });
    expect(traceFilesOf(accepted(shifted))[0]?.spec.origin).toEqual({ kind: "instant", at: 1_782_864_000 });
  });
});

describe("recorded capacity", () => {
  const availability = { file: "nodes.txt.gz", gpusPerNode: 8 };
  const scenario = accepted(
    built({
      pools: [
        { name: "p", availability },
        { name: "q", availability: { ...availability } },
        { name: "r", gpus: 5 },
      ],
    }),
  );
  const [file] = availabilityFilesOf(scenario);
  const read = (...steps: { at: number; value: number }[]) => ({
    ...noTraces,
    availability: new Map([[file?.key ?? "", steps]]),
  });

  test("is listed once, with what it takes to read it", () => {
    expect(availabilityFilesOf(scenario)).toEqual([
      {
        key: file?.key,
        file: "nodes.txt.gz",
        spec: { ...availability, format: "events", timeScale: 1, warning: 0 },
      },
    ]);
  });

  test("becomes the phases of its pools", () => {
    const steps = [
      { at: 0, value: 16 },
      { at: 60, value: 24 },
    ];
    expect(compilePlan(scenario, read(...steps)).pools.map(({ phases }) => phases)).toEqual([
      steps,
      steps,
      [{ at: 0, value: 5 }],
    ]);
  });

  test("is nothing before it begins", () => {
    expect(compilePlan(scenario, read({ at: 9, value: 8 })).pools[0]?.phases).toEqual([
      { at: 0, value: 0 },
      { at: 9, value: 8 },
    ]);
  });

  test("that was not loaded is told by the file's name", () => {
    expect(() => compilePlan(scenario)).toThrow(InputError);
    expect(() => compilePlan(scenario)).toThrow(
      'cluster.pools[0].availability.file: the recorded capacity "nodes.txt.gz" was not loaded',
    );
  });

  test("must be counted exactly", () => {
    const most = Math.floor(2 ** 53 / (365 * 86_400));
    expect(compilePlan(scenario, read({ at: 0, value: most })).pools[0]?.phases[0]?.value).toBe(most);
    expect(() => compilePlan(scenario, read({ at: 0, value: most + 1 }))).toThrow("counted exactly");
  });
});

describe("a value set from outside", () => {
  const set = (input: Loose, path: string, value: unknown) =>
    compilePlan(parseScenario(JSON.stringify(input), { overrides: [{ path, value }] }).scenario).streams[0];

  test("reaches a tenant's jobs, which need no kind", () => {
    expect(set(sent(), "tenants.t.jobs.notice", "2 min")?.notice).toBe(120);
    expect(set(sent(), "tenants.t.jobs[0].arrivals.perHour", "72")?.source).toMatchObject({
      spec: { arrivals: { rate: 0.02 } },
    });
    expect(set(sent(), "tenants.t.jobs.fee.perGpuHour", "3")?.feePerGpuHour).toBe(3);
  });

  test("reaches the owner's", () => {
    expect(set(queued(), "internal.i.demand.checkpoint.every", "1 h")).toMatchObject({
      checkpointEvery: 3600,
      checkpointCost: 30,
      restart: 300,
    });
    expect(set(queued(), "internal.i.demand.queue.limit", "7")?.queueLimit).toBe(7);
    expect(set(queued(), "internal.i.demand.gpus", "4")?.source).toMatchObject({
      spec: { gpus: { kind: "constant", value: 4 } },
    });
  });

  test("reaches nodes", () => {
    const nodes = (input: Loose) =>
      compilePlan(
        parseScenario(JSON.stringify(input), {
          overrides: [{ path: "cluster.pools.p.nodes.count", value: "3" }],
        }).scenario,
      ).pools[0]?.phases;
    expect(nodes(built({ pools: [{ name: "p", nodes: { count: 16, gpus: 8 } }] }))).toEqual([
      { at: 0, value: 24 },
    ]);
  });
});
