/** Plans whose pools share nobody, what is left of them when one pool is alone, and what of a log belongs to it. */
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import type { Plan } from "../../src/model/types.ts";

/** Everybody in the first of its pools, each pool with a site of its own. */
export const uncoupled = (plan: Plan): Plan => ({
  ...plan,
  sites:
    plan.sites.length === 0
      ? []
      : plan.pools.map((_, p) => ({ ...(plan.sites[0] as Plan["sites"][0]), name: `site${p}` })),
  pools: plan.pools.map((pool, p) => ({ ...pool, site: plan.sites.length === 0 ? -1 : p })),
  programs: plan.programs.map((program) => ({
    ...program,
    sources: program.sources.map((source) => ({ ...source, pools: source.pools.slice(0, 1) })),
  })),
  contracts: plan.contracts.map((c) => ({ ...c, pools: c.pools.slice(0, 1) })),
  pipeline: plan.pipeline.map((p) => ({ ...p, terms: { ...p.terms, pools: p.terms.pools.slice(0, 1) } })),
});

/** What is left of a plan when only one of its pools is there; the others stand empty, so that numbers of pools stay. */
export const alone = (plan: Plan, pool: number): Plan => ({
  ...plan,
  pools: plan.pools.map((p, i) =>
    i === pool ? p : { ...p, phases: [{ at: 0, value: 0 }], outages: [], failures: undefined },
  ),
  programs: plan.programs.filter(({ sources }) => sources.some(({ pools }) => pools[0]?.pool === pool)),
  contracts: plan.contracts.filter(({ pools }) => pools[0] === pool),
  pipeline: plan.pipeline.filter(({ terms }) => terms.pools[0] === pool),
});

/** Names of everybody who lives in a pool, as events call them. */
export const belongsTo = (plan: Plan, pool: number) => {
  const { programs, contracts, pipeline, pools } = alone(plan, pool);
  const names = [...programs, ...contracts, ...pipeline].map(({ name }) => name);
  return (event: LoggedEvent): boolean => {
    const who = event.pool ?? event.lease ?? event.program ?? event.run ?? event.deal ?? event.target;
    if (event.kind === "market") return false;
    if (event.pool !== undefined) return event.pool === pools[pool]?.name;
    return names.some(
      (name) =>
        who === name || (/^[#/]/.test(String(who).slice(name.length)) && String(who).startsWith(name)),
    );
  };
};

/** Without the numbers of notices; what happens in one second as a set, since its order is that of numbers, too. */
export const unnumbered = (log: readonly LoggedEvent[]): LoggedEvent[] =>
  log
    .map((event) => (event.id === undefined ? event : { ...event, id: 0 }))
    .map((event) => ({ event, text: JSON.stringify(event) }))
    .sort((a, b) => a.event.t - b.event.t || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ event }) => event);
