/**
 * When accelerators are expected back: the running jobs of a pool by the second at which the queue believes they
 * will have ended. A sorted list in typed arrays: what is added or taken moves what comes after it.
 */

/** What a job that runs must still be there for: entries that are no job, such as accelerators being wiped. */
export const NO_JOB = -1;

export class ExpectedEnds {
  count = 0;
  private at = new Float64Array(64);
  private gpus = new Int32Array(64);
  private job = new Int32Array(64);

  /** The accelerators of a job, or of nobody, are expected at a second. */
  add(at: number, gpus: number, job: number): void {
    if (this.count === this.at.length) this.grow();
    const place = this.firstAfter(at);
    this.at.copyWithin(place + 1, place, this.count);
    this.gpus.copyWithin(place + 1, place, this.count);
    this.job.copyWithin(place + 1, place, this.count);
    this.at[place] = at;
    this.gpus[place] = gpus;
    this.job[place] = job;
    this.count++;
  }

  /** Takes out what was added with these values. */
  remove(at: number, gpus: number, job: number): void {
    let place = this.firstAfter(at) - 1;
    while (place >= 0 && (this.job[place] !== job || this.gpus[place] !== gpus || this.at[place] !== at))
      place--;
    if (place < 0) return;
    this.at.copyWithin(place, place + 1, this.count);
    this.gpus.copyWithin(place, place + 1, this.count);
    this.job.copyWithin(place, place + 1, this.count);
    this.count--;
  }

  /** Second, accelerators and job of the k-th entry, the earliest first. */
  atOf(k: number): number {
    return this.at[k] as number;
  }
  gpusOf(k: number): number {
    return this.gpus[k] as number;
  }
  jobOf(k: number): number {
    return this.job[k] as number;
  }

  private firstAfter(at: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.at[middle] as number) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private grow(): void {
    const length = 2 * this.at.length;
    const at = new Float64Array(length);
    const gpus = new Int32Array(length);
    const job = new Int32Array(length);
    at.set(this.at);
    gpus.set(this.gpus);
    job.set(this.job);
    this.at = at;
    this.gpus = gpus;
    this.job = job;
  }
}
