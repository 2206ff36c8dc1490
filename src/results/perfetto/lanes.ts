/** Tracks for slices that overlap: each takes the lowest that is free and gives it back. A heap of the free ones. */
export class Lanes {
  /** Tracks that were ever in use. */
  count = 0;
  private readonly free: number[] = [];

  take(): number {
    const { free } = this;
    if (free.length === 0) return this.count++;
    const lowest = free[0];
    const last = free.pop() as number;
    if (free.length > 0) this.sink(last);
    return lowest;
  }

  giveBack(lane: number): void {
    const { free } = this;
    let at = free.length;
    free.push(lane);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (free[parent] <= lane) break;
      free[at] = free[parent];
      at = parent;
    }
    free[at] = lane;
  }

  private sink(lane: number): void {
    const { free } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= free.length) break;
      if (child + 1 < free.length && free[child + 1] < free[child]) child++;
      if (free[child] >= lane) break;
      free[at] = free[child];
      at = child;
    }
    free[at] = lane;
  }
}
