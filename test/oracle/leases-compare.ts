/** What the engine and the oracle each tell of a book of leases, in the same words. */
import type { Notice } from "../../src/model/notice.ts";
import { run } from "../model/builders.ts";
import type { LeaseScenario } from "./lease-scenarios.ts";
import { runLeases } from "./leases.ts";

/** To the cent, as sums of floats are. */
const cents = (dollars: number): number => Math.round(dollars * 100) / 100 + 0;

export const toldBy = (scenario: LeaseScenario) => {
  const { events, world, get } = run(scenario.plan, scenario.policy);
  const billed = (lease: string, what: string): number =>
    events
      .filter((event) => event.kind === `billed.${what}` && event.lease === lease)
      .reduce((sum, event) => sum + (event.dollars as number), 0);
  return {
    notices: world.notices.map(({ lease, gpus, issuedAt, effectiveAt, kind, state }: Notice) => ({
      ...{ lease: lease?.name, gpus, issuedAt, effectiveAt, kind },
      state: state === "running" || state === "issued" ? "running" : state,
    })),
    leases: scenario.plan.contracts.map(({ name }) => ({
      rent: cents(billed(name, "rent")),
      credits: cents(-billed(name, "credit")),
      termination: cents(billed(name, "termination")),
    })),
    unmet: Math.round(get("unmetGpuHours") * 3.6e9) / 1e6,
  };
};

export const expected = ({ plan, policy }: LeaseScenario): ReturnType<typeof toldBy> => {
  const { notices, leases, unmet } = runLeases(plan, policy);
  return {
    notices: notices.map(({ lease, gpus, issuedAt, effectiveAt, kind, state }) => ({
      ...{ lease: plan.contracts[lease]?.name, gpus, issuedAt, effectiveAt, kind, state },
    })),
    leases: leases.map(({ rent, credits, termination }) => ({
      ...{ rent: cents(rent), credits: cents(credits), termination: cents(termination) },
    })),
    unmet,
  };
};
