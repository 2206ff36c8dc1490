/** The event log of the first replication under the first policy, as JSON lines. */
import { compilePlan, compilePolicies, drawDemand, type StudyRequest, simulateRun } from "../index.ts";

export const eventLines = (request: StudyRequest): string => {
  const scenario = { ...request.scenario, seed: request.seed ?? request.scenario.seed };
  const plan = compilePlan(scenario);
  const name = request.policies[0] ?? (Object.keys(scenario.policies)[0] as string);
  const lines: string[] = [];
  for (const policy of compilePolicies(scenario, [name])) {
    simulateRun(plan, policy, drawDemand(plan, 0), {
      bins: 0,
      story: false,
      onEvent: (event) => lines.push(`${JSON.stringify(event)}\n`),
    });
  }
  return lines.join("");
};
