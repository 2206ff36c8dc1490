/** What tenants get of what their jobs want, and when each was first evicted from a job. */
import type { Seconds } from "../../model/types.ts";
import type { World } from "../../model/world.ts";

export class TenantShares {
  /** Second of the first preemption of a job of each tenant in the measured window, or -1; over the whole run. */
  readonly firstMeasured: Float64Array;
  readonly first: Float64Array;
  /** Preemptions in the measured window, by tenant. */
  readonly evictions: number[];
  private readonly world: World;
  /** Streams of tenants, the accelerators that wait in each, and the GPU-seconds waited in the measured window. */
  private readonly streams: readonly number[];
  private readonly waiting: Float64Array;
  private readonly waited: Float64Array;
  private since: Seconds;

  constructor(world: World) {
    const { streams, tenants, warmUp } = world.plan;
    this.world = world;
    this.streams = streams.flatMap(({ tenant }, s) => (tenant >= 0 ? [s] : []));
    this.waiting = new Float64Array(streams.length);
    this.waited = new Float64Array(streams.length);
    this.first = new Float64Array(tenants.length).fill(-1);
    this.evictions = tenants.map(() => 0);
    this.firstMeasured = new Float64Array(tenants.length).fill(-1);
    this.since = warmUp;
  }

  preempted(at: Seconds, stream: number): void {
    const tenant = this.world.plan.streams[stream]?.tenant ?? -1;
    if (tenant < 0) return;
    if (this.first[tenant] < 0) this.first[tenant] = at;
    if (at < this.world.plan.warmUp) return;
    if (this.firstMeasured[tenant] < 0) this.firstMeasured[tenant] = at;
    this.evictions[tenant]++;
  }

  settled(at: Seconds): void {
    if (this.streams.length === 0) return;
    const elapsed = at - this.since;
    if (elapsed > 0) this.since = at;
    for (const s of this.streams) {
      if (elapsed > 0) this.waited[s] += this.waiting[s] * elapsed;
      this.waiting[s] = this.world.work.streams[s]?.waitingGpus ?? 0;
    }
  }

  /**
   * Shares of what each stream of a tenant wanted that it had; streams that wanted nothing are left out.
   *
   * @param used - GPU-seconds in use over the measured window, by stream
   */
  shares(now: Seconds, used: (stream: number) => number): number[] {
    this.settled(now);
    return this.streams.flatMap((s) => {
      const wanted = used(s) + this.waited[s];
      return wanted > 0 ? [used(s) / wanted] : [];
    });
  }
}
