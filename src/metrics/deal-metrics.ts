/** What became of prospects; each counts when it came inside the measured window. */
import type { Deal, DealState } from "../model/deals.ts";
import type { World } from "../model/world.ts";
import type { MetricName } from "./definitions.ts";
import { sum } from "./sums.ts";

export const dealMetrics = (world: World, set: (name: MetricName, value: number) => void): void => {
  const deals = world.deals.filter(({ prospect }) => prospect.at >= world.plan.warmUp);
  const of = (...states: readonly DealState[]): Deal[] => deals.filter(({ state }) => states.includes(state));
  set("dealsOffered", deals.length);
  set("dealsSigned", of("signed").length);
  set("dealsLostToCapacity", of("noCapacity").length);
  set("dealsLostToPrice", of("tooDear").length);
  set(
    "dealGpusSigned",
    sum(of("signed"), ({ lease }) => lease?.gpus ?? 0),
  );
  set(
    "dealGpusLost",
    sum(of("noCapacity", "tooDear"), ({ gpus }) => gpus),
  );
};
