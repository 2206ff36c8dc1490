/**
 * Placement on nodes as plainly as it can be said: arrays that are copied and searched from end to end. What the
 * map of nodes answers quickly must be what this answers slowly.
 */
import type { PlacementRule } from "../../src/model/types.ts";

export type Part = { readonly node: number; readonly gpus: number };
export type End = { readonly at: number; readonly job: number };

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Sizes of the workers of a job, in the order in which they are placed. */
export const workersOf = (gpus: number, perWorker: number, largest: number): number[] => {
  if (perWorker === 0 && gpus <= largest) return [gpus];
  const size = perWorker === 0 ? largest : perWorker;
  const workers: number[] = [];
  for (let left = gpus; left > 0; left -= size) workers.push(Math.min(size, left));
  return workers;
};

/** The node that a worker goes to; undefined when there is none. */
const chosen = (free: readonly number[], rule: PlacementRule, worker: number): number | undefined =>
  free
    .map((gpus, node) => ({ gpus, node }))
    .filter(({ gpus }) => gpus >= worker)
    .sort((a, b) => {
      if (rule === "bestFit") return a.gpus - b.gpus || a.node - b.node;
      if (rule === "worstFit") return b.gpus - a.gpus || a.node - b.node;
      return a.node - b.node;
    })[0]?.node;

/** Where the workers go one after another, as far as they find room. */
const spread = (free: readonly number[], rule: PlacementRule, workers: readonly number[]): Part[] => {
  const left = [...free];
  const parts: Part[] = [];
  for (const worker of workers) {
    const node = chosen(left, rule, worker);
    if (node === undefined) break;
    left[node] -= worker;
    parts.push({ node, gpus: worker });
  }
  return parts;
};

/** Whether any way at all of giving workers to nodes takes all of them: tries every one. */
export const someWay = (free: readonly number[], workers: readonly number[]): boolean => {
  const [worker, ...others] = workers;
  if (worker === undefined) return true;
  return free.some((gpus, node) => gpus >= worker && someWay(free.with(node, gpus - worker), others));
};

export class NaiveNodes {
  free: number[];
  limit: number[] | undefined;
  readonly jobs = new Map<number, Part[]>();
  readonly largest: number;
  private readonly rule: PlacementRule;

  constructor(sizes: readonly number[], rule: PlacementRule) {
    this.free = [...sizes];
    this.largest = Math.max(...sizes);
    this.rule = rule;
  }

  /** The parts of all workers in these free accelerators; undefined when they do not fit. */
  where(free: readonly number[], gpus: number, perWorker: number): Part[] | undefined {
    const workers = workersOf(gpus, perWorker, this.largest);
    const parts = spread(free, this.rule, workers);
    return parts.length === workers.length ? parts : undefined;
  }

  held(job: number): number {
    return sum((this.jobs.get(job) ?? []).map((part) => part.gpus));
  }

  place(job: number, gpus: number, perWorker: number): boolean {
    const parts = this.where(this.free, gpus, perWorker);
    this.take(job, parts ?? []);
    return parts !== undefined;
  }

  hold(job: number, gpus: number, perWorker: number): number {
    const size = perWorker === 0 ? Math.min(gpus, this.largest) : perWorker;
    const workers: number[] = [];
    for (let left = gpus - this.held(job); left > 0; left -= size) workers.push(Math.min(size, left));
    this.take(job, spread(this.free, this.rule, workers));
    return this.held(job);
  }

  shrink(job: number, gpus: number): void {
    this.free = this.without(this.free, job, this.held(job) - gpus);
    const parts: Part[] = [];
    let left = this.held(job) - gpus;
    for (const { node, gpus } of this.jobs.get(job) ?? []) {
      if (left > 0) parts.push({ node, gpus: Math.min(left, gpus) });
      left -= gpus;
    }
    this.jobs.set(job, parts);
  }

  /** Free accelerators if a job had only its first `keep`. */
  without(free: readonly number[], job: number, keep: number): number[] {
    const after = [...free];
    let kept = 0;
    for (const { node, gpus } of this.jobs.get(job) ?? []) {
      const keeps = Math.max(0, Math.min(gpus, keep - kept));
      after[node] += gpus - keeps;
      kept += gpus;
    }
    return after;
  }

  /** The second from which the head fits; undefined: it never does. Sets the limits. */
  reserve(gpus: number, perWorker: number, ends: readonly End[]): number | undefined {
    for (const at of [Number.NEGATIVE_INFINITY, ...new Set(ends.map((end) => end.at))]) {
      let then = [...this.free];
      for (const end of ends) if (end.at <= at) then = this.without(then, end.job, 0);
      const parts = this.where(then, gpus, perWorker);
      if (parts === undefined) continue;
      for (const part of parts) then[part.node] -= part.gpus;
      this.limit = then;
      return at;
    }
    this.limit = undefined;
    return undefined;
  }

  placeBeside(job: number, gpus: number, perWorker: number): boolean {
    const { limit } = this;
    if (limit === undefined) return this.place(job, gpus, perWorker);
    const usable = this.free.map((free, node) => Math.min(free, limit[node]));
    const parts = this.where(usable, gpus, perWorker);
    for (const part of parts ?? []) limit[part.node] -= part.gpus;
    this.take(job, parts ?? []);
    return parts !== undefined;
  }

  hostable(perWorker: number): number {
    return sum(this.free.map((gpus) => Math.floor(gpus / perWorker)));
  }

  nodesOf(job: number): Part[] {
    const parts = this.jobs.get(job) ?? [];
    return this.free
      .map((_, node) => ({ node, gpus: sum(parts.filter((p) => p.node === node).map((p) => p.gpus)) }))
      .filter(({ gpus }) => gpus > 0);
  }

  private take(job: number, parts: readonly Part[]): void {
    for (const { node, gpus } of parts) this.free[node] -= gpus;
    this.jobs.set(job, [...(this.jobs.get(job) ?? []), ...parts]);
  }
}
