/**
 * Questions beyond the scenario as it stands: a metric over two parameters, what each parameter moves, what a
 * length of notice costs. Each is made of ordinary studies on the same demand, tells of itself as it goes, and
 * is stopped by the next study.
 */
import {
  InputError,
  type MetricDefinition,
  metricDefinitions,
  overrideScenario,
  runStudy,
  type Scenario,
  type StudyRequest,
  scenariosOf,
  sensitivity,
} from "../../src/index.ts";
import type { Exploration, ExplorationUpdate, Found } from "./protocol.ts";
import { type Means, requestOf } from "./study.ts";

type Asked<M extends Exploration["method"]> = Extract<Exploration, { readonly method: M }>;
type Telling = Means<ExplorationUpdate>;

/** @throws InputError, or StudyStopped */
export const explore = (ask: Exploration, means: Telling): Promise<ExplorationUpdate> => {
  switch (ask.method) {
    case "map":
      return exploreMap(ask, means);
    case "tornado":
      return exploreTornado(ask, means);
    case "ladder":
      return exploreLadder(ask, means);
  }
};

/** Row by row: each is a study of one parameter with the other one set. */
const exploreMap = async (ask: Asked<"map">, means: Telling): Promise<ExplorationUpdate> => {
  const { of, policy, x, y } = ask;
  const metric = metricOf(ask.metric);
  const at = metricDefinitions.indexOf(metric);
  const plain = await requestOf({ ...of, policies: [policy], vary: undefined }, means.traces, means.signal);
  const values = y.values.map(() => x.values.map(() => Number.NaN));
  const perRow = x.values.length * replicationsOf(plain);
  const total = perRow * y.values.length;
  const found = (): Found => ({
    method: "map",
    metric,
    x: x.name,
    y: y.name,
    map: { xs: x.values, ys: y.values, values: values.map((row) => [...row]) },
  });
  for (const [row, value] of y.values.entries()) {
    const scenario = overrideScenario(plain.scenario, [{ path: y.path, value }]);
    const result = await studyOf({ ...plain, scenario, vary: x, bins: 1 }, means, {
      onProgress: (done) => means.onUpdate({ done: row * perRow + done, total, found: undefined }),
    });
    values[row] = result.policies.map(({ metrics }) => metrics[at]?.mean ?? Number.NaN);
    means.onUpdate({ done: (row + 1) * perRow, total, found: found() });
  }
  return { done: total, total, found: found() };
};

const exploreTornado = async (ask: Asked<"tornado">, means: Telling): Promise<ExplorationUpdate> => {
  const { of, policy } = ask;
  const metric = metricOf(ask.metric);
  const plain = await requestOf({ ...of, policies: [policy], vary: undefined }, means.traces, means.signal);
  const { scenario, replications, seed, command } = plain;
  const possible = ask.ranges.filter(
    ({ path, low, high }) => takes(scenario, path, low) && takes(scenario, path, high),
  );
  const names = new Map(possible.map(({ path, name }) => [path, name]));
  const { tornado, base, runs } = await sensitivity(
    {
      scenario,
      policy,
      replications,
      seed,
      command,
      method: "tornado",
      measure: metric.name,
      vary: possible,
      traces: (scenarios) => means.traces.tracesOf(scenarios, means.signal),
    },
    {
      ...means,
      onProgress: (done, total) => means.onUpdate({ done, total, found: undefined }),
    },
  );
  const found: Found = {
    method: "tornado",
    metric,
    base: base.mean,
    bars: tornado.map(({ parameter, from, to, low, high }) => ({
      parameter: `${names.get(parameter) ?? parameter}, ${from} to ${to}`,
      low,
      high,
    })),
    omitted: ask.ranges.filter((range) => !possible.includes(range)).map(({ name }) => name),
  };
  return { done: runs, total: runs, found };
};

const exploreLadder = async (ask: Asked<"ladder">, means: Telling): Promise<ExplorationUpdate> => {
  const { of, policy, notice } = ask;
  const request = await requestOf({ ...of, policies: [policy], vary: notice }, means.traces, means.signal);
  let progress = { done: 0, total: 0 };
  const result = await studyOf({ ...request, bins: 1 }, means, {
    onProgress: (done, total) => {
      progress = { done, total };
      means.onUpdate({ ...progress, found: undefined });
    },
  });
  return { ...progress, found: { method: "ladder", result } };
};

type Watching = { readonly onProgress: (done: number, total: number) => void };

const studyOf = async (request: StudyRequest, means: Telling, { onProgress }: Watching) => {
  const { executor, workers, signal } = means;
  const traces = await means.traces.tracesOf(scenariosOf(request), signal);
  return runStudy({ ...request, traces }, executor, { workers, signal, onProgress });
};

const replicationsOf = ({ replications, scenario }: StudyRequest): number =>
  replications ?? scenario.replications;

const metricOf = (name: string): MetricDefinition => {
  const found = metricDefinitions.find((metric) => metric.name === name);
  if (found !== undefined) return found;
  throw new InputError([{ path: "metric", message: `there is no metric ${JSON.stringify(name)}` }]);
};

/** Whether a parameter may have a value. */
const takes = (scenario: Scenario, path: string, value: string): boolean => {
  try {
    overrideScenario(scenario, [{ path, value }]);
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
};
