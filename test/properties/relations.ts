/**
 * What exact relations between two runs have in common: how many scenarios are drawn, and how two logs are compared.
 * The suite draws some; CLAWBACK_RELATION_RUNS draws as many as it says.
 */
import fc from "fast-check";
import { test } from "vitest";
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import type { Plan, PolicySettings } from "../../src/model/types.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";

const asked = process.env.CLAWBACK_RELATION_RUNS;
const seed = process.env.CLAWBACK_RELATION_SEED;

/** A relation that holds on every scenario that is drawn; `runs`: how many the suite draws. */
export const relation = <T extends [unknown, ...unknown[]]>(
  name: string,
  drawn: { [K in keyof T]: fc.Arbitrary<T[K]> },
  runs: number,
  property: (...scenario: T) => void,
): void =>
  test(name, () => {
    fc.assert(fc.property(...drawn, property), {
      numRuns: asked === undefined ? runs : Number(asked),
      seed: seed === undefined ? 20_261_126 : Number(seed),
      endOnFailure: true,
    });
  }, 3_600_000);

/** Everything that happens in a run of leases. */
export const logOf = (plan: Plan, policy: PolicySettings): LoggedEvent[] => {
  const events: LoggedEvent[] = [];
  createSimulation(plan, policy, drawDemand(plan, 0), {
    bins: 0,
    story: false,
    onEvent: (event) => events.push(event),
  }).finish();
  return events;
};

/** Where two logs part, with what came before; nothing when they are the same. */
export const firstDifference = (is: readonly object[], must: readonly object[]): string | undefined => {
  const [a, b] = [is, must].map((log) => log.map((event) => JSON.stringify(event))) as [string[], string[]];
  const at = a.findIndex((event, i) => event !== b[i]);
  const i = at >= 0 ? at : a.length;
  if (i === a.length && i === b.length) return undefined;
  const before = a.slice(Math.max(0, i - 8), i).map((event) => `  ${event}`);
  return [...before, `is   ${a[i] ?? "the end"}`, `must ${b[i] ?? "the end"}`].join("\n");
};
