/**
 * One measurement of jobs, in a process of its own, on the built library: TypeScript that is compiled on the fly
 * runs up to a quarter slower.
 *
 *   node test/bench/built.mjs replay LOG | arrivals COUNT | backlog JOBS | preemption
 *
 * Prints one line of JSON. Seconds are of the clock, `processor` of all threads of the process.
 */
import { openSync, readSync } from "node:fs";
import {
  compilePlan,
  compilePolicies,
  createSimulation,
  createTraceReader,
  drawDemand,
  metricDefinitions,
  newRows,
  parseScenario,
  traceFilesOf,
} from "../../dist/index.js";

const CHUNK = 1 << 18;

const processorSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Runs a scenario under its first policy; `rows` are those of its traces. */
const simulate = (scenario, rows = new Map()) => {
  const plan = compilePlan(scenario, { rows, availability: new Map() });
  const demand = drawDemand(plan, 0, rows);
  const simulation = createSimulation(plan, compilePolicies(scenario)[0], demand, { bins: 0, story: false });
  const { metrics } = simulation.finish();
  const metric = (name) => metrics[metricDefinitions.findIndex((definition) => definition.name === name)];
  return { jobs: demand.jobs.count, metric };
};

const traceScenario = (gpus, days) => `
clawback: 1
name: bench
start: 2026-01-01
horizon: ${days} days
replications: 1
cluster: { pools: [{ name: pool, gpus: ${gpus} }] }
internal: [{ name: log, demand: { kind: trace, file: log.swf, format: swf, runtimes: estimates } }]
policies: { easy: { use: never, queue: { order: fcfs, backfill: easy } } }
`;

/** A log, from its bytes to its metrics. */
const replay = (file) => {
  const begin = performance.now();
  const used = processorSeconds();
  const { scenario } = parseScenario(traceScenario(1024, 4000));
  const [{ key, spec }] = traceFilesOf(scenario);
  const reader = createTraceReader(spec);
  const handle = openSync(file, "r");
  const bytes = new Uint8Array(CHUNK);
  for (let count = 0; (count = readSync(handle, bytes)) > 0; ) reader.push(bytes.subarray(0, count));
  const { rows } = reader.finish();
  const parsed = performance.now();
  const { jobs, metric } = simulate(scenario, new Map([[key, rows]]));
  return {
    jobs,
    parse: (parsed - begin) / 1000,
    replay: (performance.now() - parsed) / 1000,
    processor: processorSeconds() - used,
    meanWait: metric("internalWaitMean"),
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
};

/** M/M/100 at load 0.9, from its parameters to its metrics: drawing the jobs is part of it. */
const arrivals = (count) => {
  const days = Math.ceil(count / 86_400 / 0.9);
  const { scenario } = parseScenario(`
clawback: 1
name: bench
start: 2026-01-01
horizon: ${days} days
replications: 1
cluster: { pools: [{ name: pool, gpus: 100 }] }
internal:
  - name: jobs
    demand: { kind: jobs, arrivals: { kind: poisson, perSecond: 0.9 }, gpus: 1, work: { kind: exponential, mean: 100 s } }
policies: { fcfs: { use: never, queue: { order: fcfs, backfill: none } } }
`);
  const times = [];
  let seen;
  for (let round = 0; round < 4; round++) {
    const begin = performance.now();
    seen = simulate(scenario);
    times.push((performance.now() - begin) / 1000);
  }
  return {
    jobs: seen.jobs,
    first: times[0],
    best: Math.min(...times),
    meanWait: seen.metric("internalWaitMean"),
  };
};

/** All jobs are there from the beginning: the queue shrinks from `count` to nothing. */
const backlog = (count) => {
  const { scenario } = parseScenario(traceScenario(256, 4000));
  const [{ key }] = traceFilesOf(scenario);
  let word = 2463534242;
  const draw = (below) => {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return (word >>> 0) % below;
  };
  const rows = newRows(count);
  for (let job = 0; job < count; job++) {
    rows.submit[job] = Math.floor((job * 1000) / count);
    rows.gpus[job] = rows.minGpus[job] = 1 << draw(7);
    rows.seconds[job] = 1 + draw(3600);
    rows.estimate[job] = rows.seconds[job] * (1 + draw(3));
  }
  const traces = new Map([[key, rows]]);
  const times = [];
  let seen;
  for (let round = 0; round < 3; round++) {
    const begin = performance.now();
    seen = simulate(scenario, traces);
    times.push((performance.now() - begin) / 1000);
  }
  return { jobs: count, seconds: Math.min(...times), meanLength: seen.metric("internalQueueLength") };
};

/** Two classes on 2,296 accelerators: programs take back from tenants' jobs what they need. */
const preemption = () => {
  const { scenario } = parseScenario(`
clawback: 1
name: bench
start: 2026-01-01
horizon: 30 days
replications: 1
cluster: { pools: [{ name: pool, gpus: 2296 }] }
internal:
  - name: programs
    demand:
      kind: jobs
      arrivals: { kind: poisson, perDay: 115 }
      gpus: { kind: choice, values: [8, 16, 64, 128], weights: [4, 3, 2, 1] }
      work: { kind: lognormal, median: 2 h, p90: 20 h }
tenants:
  - name: spot
    jobs:
      - arrivals: { kind: poisson, perDay: 172 }
        gpus: { kind: choice, values: [1, 8, 16, 64], weights: [4, 3, 2, 1] }
        work: { kind: lognormal, median: 2 h, p90: 20 h }
        checkpoint: { every: 1 h, cost: 30 s }
policies: { easy: { use: never, queue: { order: fcfs, backfill: easy } } }
`);
  const begin = performance.now();
  const { jobs, metric } = simulate(scenario);
  return {
    jobs,
    seconds: (performance.now() - begin) / 1000,
    preemptions: metric("externalPreemptions"),
    occupancy: metric("occupancyShare"),
  };
};

const [name, word] = process.argv.slice(2);
const measurements = { replay, arrivals, backlog, preemption };
console.log(JSON.stringify(measurements[name](name === "replay" ? word : Number(word))));
