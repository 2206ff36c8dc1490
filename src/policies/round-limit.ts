/**
 * What one round may take under `yarnRound`, as YARN's capacity scheduler preempts: of the shortage only the part that
 * is not expected to end by itself until the next round, so that rounds approach the demand instead of overshooting, and
 * never more than a share of the cluster (ProportionalCapacityPreemptionPolicy: natural_termination_factor,
 * total_preemption_per_round).
 */
import type { ReclaimView } from "../model/decisions.ts";
import type { Gpus, PolicySettings } from "../model/types.ts";
import { type Asked, worth } from "./asked.ts";

export type RoundLimit = {
  /** Of a shortage, what this round asks for, in all. */
  readonly part: (short: Gpus) => Gpus;
  /** Most that it takes, in all. */
  readonly most: Gpus;
};

/** 10 % of 30 is 3 and not a little more. */
const SLACK = 1e-6;

/** The limit of a round for a group. */
export const roundLimit = (view: ReclaimView, { size }: PolicySettings, group: number): RoundLimit =>
  size.kind === "yarnRound"
    ? {
        part: (short) => Math.ceil(short * size.naturalTermination - SLACK),
        most: Math.floor(size.share * view.usable(group) + SLACK),
      }
    : { part: (short) => short, most: Number.POSITIVE_INFINITY };

/** What a round has taken so far. */
export const takenIn = (asked: readonly Asked[]): Gpus =>
  asked.reduce((sum, one) => sum + worth(one, one.taken), 0);
