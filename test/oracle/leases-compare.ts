/** What the engine tells of a book of leases that the oracle does not, in words. */
import type { Notice } from "../../src/model/notice.ts";
import { run } from "../model/builders.ts";
import type { LeaseScenario } from "./lease-scenarios.ts";
import { runLeases } from "./leases.ts";

/** One line for each notice, as it was served and as it ended. */
const noticeLine = (
  notice: Omit<Pick<Notice, "gpus" | "issuedAt" | "effectiveAt" | "kind" | "state">, "lease">,
  lease: string,
): string =>
  `${lease}: ${notice.kind} ${notice.gpus} from ${notice.issuedAt} to ${notice.effectiveAt}, ${notice.state}`;

/** Sums of floats in another order: a millionth of a dollar, or of a millionth of the sum. */
const areClose = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a));

/** Nothing when they agree; else each notice, sum of money and unmet GPU-second in which they differ. */
export const disagreements = ({ plan, policy }: LeaseScenario): string[] => {
  const { events, world, get } = run(plan, policy);
  const oracle = runLeases(plan, policy);
  const nameOf = (lease: number): string => plan.contracts[lease]?.name ?? "";
  const told = world.notices.map((notice) => noticeLine(notice, notice.lease?.name ?? ""));
  const wanted = oracle.notices.map((notice) => noticeLine(notice, nameOf(notice.lease)));
  const found = [...told.keys(), ...wanted.keys()]
    .filter((i, k, all) => all.indexOf(i) === k && told[i] !== wanted[i])
    .map((i) => `notice ${i} is "${told[i]}" and should be "${wanted[i]}"`);
  const billed = (lease: number, what: string): number =>
    events
      .filter((event) => event.kind === `billed.${what}` && event.lease === nameOf(lease))
      .reduce((sum, event) => sum + (event.dollars as number), 0);
  oracle.leases.forEach(({ rent, credits, termination }, lease) => {
    const sums = { rent, credit: -credits, termination };
    for (const [what, dollars] of Object.entries(sums)) {
      const engine = billed(lease, what);
      if (!areClose(engine, dollars))
        found.push(`${what} of ${nameOf(lease)} is ${engine} and should be ${dollars}`);
    }
  });
  const unmet = get("unmetGpuHours") * 3600;
  if (Math.round(unmet * 1e6) !== oracle.unmet * 1e6)
    found.push(`unmet is ${unmet} and should be ${oracle.unmet}`);
  return found;
};
