/** The charts of what an exploration found. */
import { type Chart, heatMapChart, ladderChart, laddersOf, tornadoChart } from "../../src/index.ts";
import type { Found } from "../engine/protocol.ts";

/** Ladders drawn, a policy each. */
const MOST_LADDERS = 6;

export const chartsOf = (found: Found | undefined): Chart[] => {
  switch (found?.method) {
    case "map":
      return [heatMapChart(found.map, found)];
    case "tornado":
      return [tornadoChart(found.bars, found.base, found.metric)];
    case "ladder":
      return laddersOf(found.result)
        .slice(0, MOST_LADDERS)
        .map(([policy, rungs]) => ladderChart(policy, rungs));
    default:
      return [];
  }
};
