/**
 * When accelerators are expected back: the running jobs of a pool by the second at which the queue believes they
 * will have ended. A sorted list in typed arrays: what is added or taken moves what comes after it. A list that nobody
 * has asked for in a long time may rest: it is let go, and written anew when somebody asks again.
 */

/** What a job that runs must still be there for: entries that are no job, such as accelerators being wiped. */
export const NO_JOB = -1;

/** Up to so many entries are moved one by one, which is quicker than asking for a block to be moved. */
const FEW = 48;
/** A list rests after so many additions, and twice its own length, without a question. */
const PATIENCE = 64;

export class ExpectedEnds {
  count = 0;
  /** Whether it may be let go: somebody must be able to write it anew. */
  mayRest = false;
  /** It holds nothing, whatever is expected; `wake` before reading. */
  isResting = false;
  private unasked = 0; // additions since it was woken or read last
  private at = new Float64Array(64);
  private gpus = new Int32Array(64);
  private job = new Int32Array(64);

  /** The accelerators of a job, or of nobody, are expected at a second. */
  add(at: number, gpus: number, job: number): void {
    if (this.isResting) return;
    if (this.mayRest && ++this.unasked > PATIENCE + 2 * this.count) {
      this.isResting = true;
      this.count = 0;
      return;
    }
    if (this.count === this.at.length) this.grow();
    const place = this.firstAfter(at);
    this.move(place, 1);
    this.at[place] = at;
    this.gpus[place] = gpus;
    this.job[place] = job;
    this.count++;
  }

  /** Takes out what was added with these values. */
  remove(at: number, gpus: number, job: number): void {
    if (this.isResting) return;
    let place = this.firstAfter(at) - 1;
    while (place >= 0 && (this.job[place] !== job || this.gpus[place] !== gpus || this.at[place] !== at))
      place--;
    if (place < 0) return;
    this.move(place + 1, -1);
    this.count--;
  }

  /** It is about to be read, or, if it rests, to be written anew. */
  wake(): void {
    this.isResting = false;
    this.unasked = 0;
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

  /** Moves all entries from a place on by one place, up or down. */
  private move(from: number, by: 1 | -1): void {
    const { at, gpus, job, count } = this;
    if (count - from > FEW) {
      at.copyWithin(from + by, from, count);
      gpus.copyWithin(from + by, from, count);
      job.copyWithin(from + by, from, count);
    } else if (by > 0) {
      for (let k = count; k > from; k--) {
        at[k] = at[k - 1] as number;
        gpus[k] = gpus[k - 1] as number;
        job[k] = job[k - 1] as number;
      }
    } else {
      for (let k = from; k < count; k++) {
        at[k - 1] = at[k] as number;
        gpus[k - 1] = gpus[k] as number;
        job[k - 1] = job[k] as number;
      }
    }
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
