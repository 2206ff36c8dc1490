/**
 * Whether a gang has room, from how many nodes have how many accelerators free, and nothing else.
 *
 * A node with f free has floor(f / worker) slots. A worker takes exactly one slot wherever it goes, so that full
 * workers fit, under every placement rule, when there are as many slots. The smaller last worker goes last: with a
 * slot to spare it goes there; with none, each node keeps the remainder of f / worker, and one of those must do.
 */

/**
 * Accelerators of each worker but the last, which is what remains.
 *
 * @param perWorker - 0: all of the job in one worker when it is no larger than the largest node; otherwise whole
 *   nodes of the largest shape and one smaller worker for the rest
 * @param largest - accelerators of the largest node
 */
export const workerOf = (gpus: number, perWorker: number, largest: number): number => {
  const wanted = perWorker === 0 ? largest : perWorker;
  return wanted < gpus ? wanted : Math.max(gpus, 1);
};

/**
 * Whether a gang fits, all or nothing. One that wants nothing does.
 *
 * @param counts - nodes with 0, 1, 2, ... accelerators free
 * @param worker - as `workerOf` gives it
 */
export const hasRoom = (counts: Int32Array, gpus: number, worker: number): boolean => {
  const workers = Math.floor(gpus / worker);
  const rest = gpus - workers * worker;
  const enough = rest === 0 ? workers : workers + 1;
  let slots = 0;
  for (let level = counts.length - 1; level >= worker; level--) {
    const nodes = counts[level];
    if (nodes === 0) continue;
    slots += nodes * Math.floor(level / worker);
    if (slots >= enough) return true;
  }
  return slots === workers && hasRemainder(counts, worker, rest);
};

/** Workers of one size that nodes could take together. */
export const slotsOf = (counts: Int32Array, worker: number): number => {
  let slots = 0;
  for (let level = worker; level < counts.length; level++)
    slots += counts[level] * Math.floor(level / worker);
  return slots;
};

const hasRemainder = (counts: Int32Array, worker: number, rest: number): boolean => {
  for (let level = rest; level < counts.length; level++) {
    if (counts[level] > 0 && level % worker >= rest) return true;
  }
  return false;
};
