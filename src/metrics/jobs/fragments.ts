/**
 * Fragmentation of pools with nodes: of what is free, the share on nodes too full for one whole node's worker, in
 * the mean over time. It is seen once an instant, after everything has settled.
 */
import type { NodeMap } from "../../model/node-map.ts";
import type { Seconds } from "../../model/types.ts";
import { TimeIntegrals } from "../../stats/time-integral.ts";
import { ratio } from "../sums.ts";

/** What is asked of the nodes of a pool. */
export type Nodes = Pick<NodeMap, "free" | "largest" | "hostable">;

const FREE = 0;
const STRANDED = 1;

export class Fragments {
  private readonly levels = new TimeIntegrals(2);
  private freeBefore = 0;
  private strandedBefore = 0;

  /** @param pools - undefined where placement does not matter */
  see(at: Seconds, pools: readonly (Nodes | undefined)[]): void {
    let free = 0;
    let stranded = 0;
    for (let pool = 0; pool < pools.length; pool++) {
      const nodes = pools[pool];
      if (nodes === undefined) continue;
      free += nodes.free;
      stranded += nodes.free - nodes.hostable(0) * nodes.largest;
    }
    this.levels.set(FREE, free, at);
    this.levels.set(STRANDED, stranded, at);
  }

  /** The measured window begins. */
  begin(at: Seconds): void {
    this.freeBefore = this.levels.integral(FREE, at);
    this.strandedBefore = this.levels.integral(STRANDED, at);
  }

  share(now: Seconds): number {
    const free = this.levels.integral(FREE, now) - this.freeBefore;
    return ratio(this.levels.integral(STRANDED, now) - this.strandedBefore, free);
  }
}
