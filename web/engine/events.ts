/** Every event of one replication under one policy: what stepping and explaining are made of. */
import {
  compilePlan,
  compilePolicies,
  createSimulation,
  drawDemand,
  type LoggedEvent,
  overrideScenario,
  type Scenario,
} from "../../src/index.ts";
import type { Ask } from "./protocol.ts";
import { requestOf } from "./study.ts";
import type { TraceStore } from "./trace-store.ts";

/** @throws InputError */
export const eventsOf = async (ask: Ask<"events">, traces: TraceStore): Promise<LoggedEvent[]> => {
  const request = await requestOf(ask, traces, new AbortController().signal);
  const scenario = {
    ...atVariant(request.scenario, ask.variant),
    seed: request.seed ?? request.scenario.seed,
  };
  const plan = compilePlan(scenario, request.traces);
  const [policy] = compilePolicies(scenario, [ask.policy]);
  const events: LoggedEvent[] = [];
  if (policy === undefined) return events;
  const demand = drawDemand(plan, ask.replication, request.traces?.rows);
  createSimulation(plan, policy, demand, {
    bins: 0,
    story: false,
    onEvent: (event) => events.push(event),
  }).finish();
  return events;
};

const atVariant = (scenario: Scenario, variant: string): Scenario => {
  const at = variant.indexOf("=");
  return at < 0
    ? scenario
    : overrideScenario(scenario, [{ path: variant.slice(0, at), value: variant.slice(at + 1) }]);
};
