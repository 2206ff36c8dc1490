/** Who wanted and held what at one moment. */
import { formatGpus } from "../../base/units.ts";
import { shown, wrapped } from "../terminal/text.ts";
import type { PolicyResult, Story } from "../types.ts";
import type { Page } from "./page.ts";

type Held = Story["leases"][0]["held"][0];

export const situationLines = (policy: PolicyResult, at: number, { width, dates }: Page): string[] => {
  const { programs, leases } = situationOf(policy, at);
  const wanted = programs.map(
    ({ name, demand, held }) => `${shown(name)} wants ${formatGpus(demand)} GPUs and has ${formatGpus(held)}`,
  );
  const lent = leases.map(({ lease, firm, noticed, vacated }) => {
    const parts = [`${formatGpus(firm)} firm`];
    if (noticed > 0) parts.push(`${formatGpus(noticed)} on notice`);
    if (vacated > 0) parts.push(`${formatGpus(vacated)} vacated`);
    return `${shown(lease)} holds ${parts.join(", ")}`;
  });
  const said = [...wanted, ...lent].join("; ");
  return wrapped(`On ${dates.read(at)}: ${said === "" ? "nobody holds anything" : said}.`, width);
};

export const situationData = (policy: PolicyResult, at: number): object => situationOf(policy, at);

const situationOf = ({ story }: PolicyResult, at: number) => ({
  programs: story.programs.map(({ name, demand, held }) => ({
    name,
    demand: last(demand, at)?.value ?? 0,
    held: last(held, at)?.value ?? 0,
  })),
  leases: story.leases.flatMap(({ name, held }) => {
    const state: Held | undefined = last(held, at);
    if (state === undefined || state.firm + state.noticed + state.vacated === 0) return [];
    return [{ lease: name, firm: state.firm, noticed: state.noticed, vacated: state.vacated }];
  }),
});

/** The step that holds at a second, or undefined before the first. */
const last = <T extends { readonly at: number }>(steps: readonly T[], at: number): T | undefined => {
  let found: T | undefined;
  for (const step of steps) {
    if (step.at > at) break;
    found = step;
  }
  return found;
};
