/** Metrics of value: what both sides are left with, what each regime loses, and what became of prospects. */
import { define } from "./definition.ts";

export const valueRows = [
  define(
    "ownerCash",
    "Cash to owner",
    "$",
    "higher",
    "What tenants pay the owner, all told. What one side pays the other receives, so that both sides' cash adds up to nothing.",
    "revenue - credits + terminationBalance - buyOuts",
  ),
  define(
    "tenantUseValue",
    "Worth to tenants",
    "$",
    "higher",
    "What tenants' use was worth to them: capacity in use, less the work of their jobs lost by preemption.",
    "(integral of firm + noticed + external GPU-hours - tenants' work lost by preemption) x values.tenantGpuHour",
  ),
  define(
    "relocationCost",
    "Relocation",
    "$",
    "lower",
    "What moving cost the tenants that were evicted from leases.",
    "evictedGpus x values.relocationPerGpu",
    false,
    "leases",
  ),
  define(
    "tenantNet",
    "Net value to tenants",
    "$",
    "higher",
    "What the tenants are left with here; what they do elsewhere is not in it.",
    "tenantUseValue - ownerCash - relocationCost",
    true,
  ),
  define(
    "jointValue",
    "Net value to both",
    "$",
    "higher",
    "Both sides together: payments cancel, and what is left is use, relocation and unmet demand.",
    "netValue + tenantNet = tenantUseValue - relocationCost - opportunityCost",
  ),
  define(
    "marketSpend",
    "Paid elsewhere",
    "$",
    "neither",
    "What tenants that left before their term pay others for the rest of it, once they have found capacity. It goes to third parties and is in nobody's value here.",
    "sum over early ends of GPUs x fee x integral of the market's price, from max(end, notice + values.replacement) to the end of term or horizon",
    false,
    "leases",
  ),
  define(
    "lostValue",
    "Value lost",
    "$",
    "lower",
    "What short supply and notices destroy, of leases and of jobs, on one axis.",
    "opportunityCost + internal work lost x values.internalGpuHour + tenantCost + relocationCost + rentForgone",
  ),
] as const;

export const stepRows = [
  define(
    "stepServeDays",
    "Wait of a step",
    "days",
    "lower",
    "From a rise of level demand until it is met or no longer wanted, mean over the accelerators asked for; 0 when none are.",
    "integral of unmet level demand / sum of the rises of level demand, the first included",
  ),
  define(
    "stepServeMostDays",
    "Longest wait of a step",
    "days",
    "lower",
    "Longest time that any rise of level demand waited until all of it was met or no longer wanted.",
    "maximum over rises, served in order, withdrawn latest first",
  ),
] as const;

const dealRow = <N extends string>(
  name: N,
  label: string,
  unit: "count" | "GPUs",
  better: "higher" | "lower" | "neither",
  meaning: string,
  formula: string,
) => define(name, label, unit, better, meaning, formula, false, "leases");

export const dealRows = [
  dealRow("dealsOffered", "Prospects", "count", "neither", "Prospective tenants who came.", "count"),
  dealRow("dealsSigned", "... signed", "count", "higher", "Those who signed a lease.", "count"),
  dealRow(
    "dealsLostToCapacity",
    "... lost for want of capacity",
    "count",
    "lower",
    "Those who found no room within their patience.",
    "count",
  ),
  dealRow(
    "dealsLostToPrice",
    "... lost to the price",
    "count",
    "lower",
    "Those for whom it was too dear when their patience ended.",
    "count",
  ),
  dealRow(
    "dealGpusSigned",
    "GPUs signed by prospects",
    "GPUs",
    "higher",
    "What was signed for.",
    "sum of GPUs",
  ),
  dealRow(
    "dealGpusLost",
    "GPUs of lost prospects",
    "GPUs",
    "lower",
    "What those who were lost would have signed for.",
    "sum of GPUs",
  ),
] as const;
