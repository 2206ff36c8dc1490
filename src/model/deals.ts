/**
 * The deal pipeline: prospects come over time and sign when price and capacity suit. Who comes, how much each wants
 * and what it would pay is drawn at birth, so that a policy decides only who gets a lease. A prospect that is not
 * served looks again every day until its patience is over; then the deal is lost, and why is told.
 */
import { pow } from "../random/elementary.ts";
import { KIND } from "./events.ts";
import type { Lease } from "./lease.ts";
import { signLease } from "./leases.ts";
import { indexAt } from "./market.ts";
import { isShort, letsAgain, noteLet, type Surplus, spareIn } from "./relet.ts";
import type { Contract, Gpus, Prospects, Seconds } from "./types.ts";
import type { World } from "./world.ts";

const DAY = 86_400;

/** A prospect, as drawn before the run. */
export type Prospect = {
  readonly source: number;
  /** The stream's name and the number of the prospect in it, from 1. */
  readonly name: string;
  readonly at: Seconds;
  /** What it wants at the list price. */
  readonly gpus: Gpus;
  /** Most it pays, as a multiple of the list price. */
  readonly pays: number;
};

export type DealState = "open" | "signed" | "tooDear" | "noCapacity";

/** What became of a prospect so far; `open` when the run ends before its patience. */
export type Deal = {
  readonly prospect: Prospect;
  state: DealState;
  /** What it would sign for, at the price when it last looked. */
  gpus: Gpus;
  /** When it was signed or lost, or -1. */
  endedAt: Seconds;
  lease: Lease | undefined;
};

/** Nothing has become of it yet. */
export const newDeal = (prospect: Prospect): Deal => ({
  prospect,
  state: "open",
  gpus: prospect.gpus,
  endedAt: -1,
  lease: undefined,
});

/**
 * A prospect looks at what is on offer, for the first time or again.
 *
 * @param surplus - what the policy can do without; default: all that is free
 */
export const considerDeal = (world: World, id: number, surplus?: Surplus): void => {
  const deal = world.deals[id] as Deal;
  const { prospect } = deal;
  const source = world.plan.pipeline[prospect.source] as Prospects;
  if (world.now === prospect.at) world.observer.dealChanged?.(world.now, deal, "arrived");
  const price = source.atMarket ? indexAt(world.market, world.now) : 1;
  deal.gpus = sizeAt(source, prospect.gpus, price);
  const room = price > prospect.pays ? 0 : roomFor(world, source, deal.gpus, surplus);
  if (room > 0) sign(world, deal, source, room, price);
  else if (world.now < prospect.at + source.patience) lookAgain(world, id, prospect.at + source.patience);
  else lose(world, deal, price > prospect.pays ? "tooDear" : "noCapacity");
};

/** More than any pool can have. */
const MOST_GPUS = 10_000_000;

/** What a prospect signs for at a price, against that of the list; at least 1. */
const sizeAt = ({ sizeShare, elasticity }: Prospects, gpus: Gpus, price: number): Gpus => {
  if (sizeShare === 0) return 1;
  const share = sizeShare * (elasticity === 0 || price === 1 ? 1 : pow(price, -elasticity));
  return share === 1 ? gpus : Math.min(MOST_GPUS, Math.max(1, Math.round(gpus * share)));
};

/** What can be signed for now: all it wants, or as much as is free when that will do; 0: nothing. */
const roomFor = (world: World, source: Prospects, gpus: Gpus, surplus: Surplus | undefined): Gpus => {
  if (!letsAgain(world.policy) || isShort(world, source.terms)) return 0;
  const room = Math.min(gpus, spareIn(world, source.terms, surplus));
  return room >= Math.max(1, Math.ceil(gpus * source.least - 1e-9)) ? room : 0;
};

const sign = (world: World, deal: Deal, source: Prospects, gpus: Gpus, price: number): void => {
  const { terms, minShare, minGpus } = source;
  const contract: Contract = {
    ...terms,
    gpus,
    minQuantity: Math.min(gpus, Math.max(minGpus, Math.ceil(gpus * minShare - 1e-9))),
    ramp: [{ at: world.now, gpus, fee: 1 }],
  };
  deal.state = "signed";
  deal.endedAt = world.now;
  noteLet(world, contract, gpus);
  deal.lease = signLease(world, {
    contract,
    contractIndex: -1,
    name: deal.prospect.name,
    generation: 1,
    gpus,
    feeScale: price,
  });
  world.observer.dealChanged?.(world.now, deal, "signed");
};

const lookAgain = (world: World, id: number, until: Seconds): void => {
  const at = Math.min(until, world.now + DAY);
  if (at < world.plan.horizon) world.simulator.schedule(at, KIND.deal, id, 0);
};

const lose = (world: World, deal: Deal, why: "tooDear" | "noCapacity"): void => {
  deal.state = why;
  deal.endedAt = world.now;
  world.observer.dealChanged?.(world.now, deal, "lost");
};
