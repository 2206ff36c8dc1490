/** What became of notices, and of tenants: the list of the replication that is told in full, and who is evicted how often. */
import { formatGpus } from "../../base/units.ts";
import { datesOf } from "../figures/dates.ts";
import { policyName } from "../figures/names.ts";
import type { NoticeStory, PolicyResult, StudyResult } from "../types.ts";
import type { Paint } from "./paint.ts";
import { type Column, table } from "./table.ts";
import { cut, shown } from "./text.ts";

/** More than these are counted, not listed. */
const MOST_NOTICES = 12;
const MOST_TENANTS = 12;

/** A table of the notices of the first replication, in the order in which they were served. */
export const noticeList = (
  result: StudyResult,
  policy: PolicyResult,
  width: number,
  paint: Paint,
): string[] => {
  const all = [...policy.story.notices].sort((a, b) => a.issuedAt - b.issuedAt || a.id - b.id);
  if (all.length === 0) return ["none"];
  const notices = all.slice(0, MOST_NOTICES);
  const { read } = datesOf(result.scenario);
  const longest = width < 100 ? 12 : 20;
  const column = (
    heading: string,
    text: (notice: NoticeStory) => string,
    side: "left" | "right" = "left",
  ): Column => ({
    heading,
    side,
    cells: notices.map((notice) => ({ text: text(notice) })),
  });
  const columns = [
    column("to", ({ by, target }) => cut(`${by === "tenant" ? "from " : ""}${shown(target)}`, longest)),
    column("GPUs", ({ gpus }) => formatGpus(gpus), "right"),
    column("for", ({ cause }) => cut(shown(cause), longest)),
    column("effective", ({ effectiveAt }) => read(effectiveAt)),
    column("ended", ({ state }) => state),
    column(
      "needed",
      ({ needed }) => (needed === 0 ? "in vain" : needed === undefined ? "" : formatGpus(needed)),
      "right",
    ),
  ];
  const lines = table(
    notices.map(({ issuedAt }) => read(issuedAt)),
    columns,
    width,
    paint.faint,
  );
  return all.length > notices.length ? [...lines, `… and ${all.length - notices.length} more`] : lines;
};

/** In how many replications each tenant is evicted, policy by policy. */
export const tenantTable = (policies: readonly PolicyResult[], width: number, paint: Paint): string[] => {
  const tenants = (policies[0]?.tenants ?? []).slice(0, MOST_TENANTS);
  if (tenants.length === 0) return [];
  const lines = table(
    tenants.map(({ tenant }) => cut(shown(tenant), 24)),
    policies.map((policy) => ({
      heading: shown(policyName(policy)),
      cells: tenants.map((_, t) => {
        const evictedIn = policy.tenants[t]?.evictedIn ?? 0;
        return {
          text: `${evictedIn} of ${policy.replications}`,
          paint: evictedIn === 0 ? paint.faint : undefined,
        };
      }),
    })),
    width,
    paint.faint,
  );
  const left = (policies[0]?.tenants.length ?? 0) - tenants.length;
  return left > 0 ? [...lines, `… and ${left} more tenants`] : lines;
};
