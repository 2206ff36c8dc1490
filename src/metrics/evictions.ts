/** What counts as an eviction, and what it costs the tenant. */
import type { Notice } from "../model/notice.ts";
import type { Plan } from "../model/types.ts";

/** An owner's notice to a tenant that took effect before the end of the term, whole or in part. */
export const isEviction = (notice: Notice): boolean =>
  notice.by === "owner" &&
  notice.lease !== undefined &&
  notice.kind !== "nonRenew" &&
  (notice.state === "complied" || notice.state === "enforced");

/**
 * Dollars an eviction costs the tenant: its worth of an accelerator-hour, for as long as it has no
 * replacement. Notice shortens that time; a notice that never arrived does not; the end of the term ends it.
 */
export const evictionCost = (plan: Plan, notice: Notice): number => {
  const { replacement, tenantGpuHour } = plan.values;
  const warned = notice.delivered ? notice.effectiveAt - notice.issuedAt : 0;
  const rest = Math.max(0, (notice.lease?.expiry ?? 0) - notice.effectiveAt);
  const gap = Math.min(Math.max(0, replacement - warned), rest);
  return notice.gpus * (gap / 3600) * tenantGpuHour;
};
