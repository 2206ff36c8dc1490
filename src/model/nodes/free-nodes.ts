/**
 * Nodes by what is free on each. Node n with f free is the number f x nodes + n of one ordered set: the next member
 * from size x nodes on is the fullest node that takes a worker of that size, the lowest number among equals.
 */
import { fail } from "../../base/assert.ts";
import type { PlacementRule } from "../types.ts";
import { OrderedBits } from "./ordered-bits.ts";

export class FreeNodes {
  /** Accelerators free on all nodes together. */
  free = 0;
  /** Nodes with 0, 1, 2, ... accelerators free. */
  readonly counts: Int32Array;
  private readonly capacity: Int32Array;
  private readonly levels: Int32Array;
  private readonly order: OrderedBits;

  /** @param capacity - accelerators of each node, all of them free at first; `largest` is the most of them */
  constructor(capacity: Int32Array, largest: number) {
    const size = capacity.length * (largest + 1);
    if (size >= 2 ** 31) fail(`${capacity.length} nodes of up to ${largest} are too many to be told apart`);
    this.capacity = capacity;
    this.counts = new Int32Array(largest + 1);
    this.levels = capacity.slice();
    this.order = new OrderedBits(size);
    for (let node = 0; node < capacity.length; node++) {
      this.free += capacity[node];
      this.counts[capacity[node]]++;
      this.order.add(capacity[node] * capacity.length + node);
    }
  }

  /** Accelerators free on a node. */
  levelOf(node: number): number {
    return this.levels[node];
  }

  set(node: number, level: number): void {
    const { levels, counts, order, capacity } = this;
    const before = levels[node];
    if (level === before) return;
    if (level < 0 || level > capacity[node]) {
      fail(`node ${node} of ${capacity[node]} accelerators would have ${level} free`);
    }
    levels[node] = level;
    counts[before]--;
    counts[level]++;
    order.remove(before * levels.length + node);
    order.add(level * levels.length + node);
    this.free += level - before;
  }

  /** The node that a worker goes to, or -1. Among equals the lowest number. */
  choose(rule: PlacementRule, worker: number): number {
    if (rule === "bestFit") return this.fullest(worker);
    return rule === "firstFit" ? this.first(worker) : this.emptiest(worker);
  }

  /** Makes this the same as another of the same nodes. */
  copyFrom(other: FreeNodes): void {
    this.free = other.free;
    this.counts.set(other.counts);
    this.levels.set(other.levels);
    this.order.copyFrom(other.order);
  }

  private fullest(worker: number): number {
    const nodes = this.levels.length;
    const found = worker < this.counts.length ? this.order.next(worker * nodes) : -1;
    return found < 0 ? -1 : found % nodes;
  }

  private emptiest(worker: number): number {
    const nodes = this.levels.length;
    for (let level = this.counts.length - 1; level >= worker; level--) {
      if (this.counts[level] > 0) return this.order.next(level * nodes) - level * nodes;
    }
    return -1;
  }

  private first(worker: number): number {
    const nodes = this.levels.length;
    let first = -1;
    for (let level = worker; level < this.counts.length; level++) {
      if (this.counts[level] === 0) continue;
      const node = this.order.next(level * nodes) - level * nodes;
      if (first < 0 || node < first) first = node;
    }
    return first;
  }
}
