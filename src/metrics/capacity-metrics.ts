/** Metrics of what capacity was used for over the measured window. */
import {
  ACCOUNTS,
  EXTERNAL,
  FAILED,
  FIRM,
  FREE,
  HELD,
  INTERNAL,
  NOTICED,
  TURNOVER,
  UNPOWERED,
  VACATED,
} from "../model/ledger.ts";
import type { World } from "../model/world.ts";
import type { MetricName } from "./definitions.ts";
import { IDLE_RECLAIMED } from "./demand-levels.ts";
import type { MeasuredWindow } from "./measured-window.ts";
import { ratio } from "./sums.ts";

const HOUR = 3600;

export const capacityMetrics = (
  world: World,
  window: MeasuredWindow,
  /** GPU-seconds in use that got nothing done; undefined without jobs, where nobody can say. */
  wasted: { readonly lost: number; readonly overhead: number } | undefined,
  set: (name: MetricName, value: number) => void,
): void => {
  const internal = window.spent(INTERNAL);
  const external = window.spent(EXTERNAL);
  const firm = window.spent(FIRM);
  const noticed = window.spent(NOTICED);
  const vacated = window.spent(VACATED);
  const free = window.spent(FREE);
  const down = window.spent(FAILED) + window.spent(UNPOWERED);
  const turnover = window.spent(TURNOVER);
  const held = window.spent(HELD);
  const inUse = internal + external + firm + noticed;
  const installed = inUse + vacated + free + down + turnover + held;
  const after = window.level(IDLE_RECLAIMED);
  set("installedGpuHours", installed / HOUR);
  set("internalGpuHours", internal / HOUR);
  set("leasedGpuHours", (firm + noticed + vacated) / HOUR);
  set("allocationShare", ratio(inUse + vacated, installed));
  set("occupancyShare", ratio(inUse, installed));
  set("externalGpuHours", external / HOUR);
  set("externalShare", ratio(external, installed));
  if (wasted !== undefined) set("goodputShare", ratio(inUse - wasted.lost - wasted.overhead, installed));
  set("internalShare", ratio(internal, installed));
  set("leasedShare", ratio(firm + noticed + vacated, installed));
  set("freeShare", ratio(free, installed));
  set("shedGpuHours", down / HOUR);
  set("strandedInNotice", vacated / HOUR);
  set("strandedInTurnover", turnover / HOUR);
  set("strandedHeld", held / HOUR);
  set("strandedAfterNotice", after / HOUR);
  set("strandedGpuHours", (vacated + turnover + held + after) / HOUR);
  set("powerShare", powerShare(world, window));
};

/** Share of the installed power that is in use. */
const powerShare = (world: World, window: MeasuredWindow): number => {
  let used = 0;
  let all = 0;
  world.plan.pools.forEach((pool, p) => {
    for (let account = 0; account < ACCOUNTS; account++) {
      const wattSeconds = window.spentIn(p, account) * pool.watts;
      all += wattSeconds;
      if (isInUse(account)) used += wattSeconds;
    }
  });
  return ratio(used, all);
};

const isInUse = (account: number): boolean =>
  account === INTERNAL || account === EXTERNAL || account === FIRM || account === NOTICED;
