/** The event log of the first replication under the first policy, as JSON lines. */
import { compilePlan, compilePolicies, drawDemand, type StudyRequest, simulateRun } from "../index.ts";
import { writeWhole } from "../node.ts";
import type { StudyFlags } from "./options.ts";

export const writeEvents = (request: StudyRequest, flags: StudyFlags): void => {
  if (flags.events === undefined) return;
  const scenario = { ...request.scenario, seed: request.seed ?? request.scenario.seed };
  const plan = compilePlan(scenario);
  const name = request.policies[0] ?? (Object.keys(scenario.policies)[0] as string);
  const [policy] = compilePolicies(scenario, [name]);
  if (policy === undefined) return;
  const lines: string[] = [];
  simulateRun(plan, policy, drawDemand(plan, 0), {
    bins: 0,
    story: false,
    onEvent: (event) => lines.push(JSON.stringify(event)),
  });
  writeWhole(flags.events, `${lines.join("\n")}\n`);
};
