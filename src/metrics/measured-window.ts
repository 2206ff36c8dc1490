/** The measured window: what had been counted when it began, and what has been since. */
import { ACCOUNTS } from "../model/ledger.ts";
import type { Seconds } from "../model/types.ts";
import type { World } from "../model/world.ts";
import { DEMAND_LEVELS, type DemandLevels } from "./demand-levels.ts";
import { sum } from "./sums.ts";

/** Dollars of all leases together, and the GPU-seconds they were due and have held. */
export type Money = {
  readonly rent: number;
  readonly credits: number;
  readonly termination: number;
  readonly buyOuts: number;
  readonly due: number;
  readonly held: number;
};

type Counted = {
  /** GPU-seconds by pool and account. */
  readonly ledger: Float64Array;
  readonly level: Float64Array;
  readonly money: Money;
  readonly lostWork: number;
  /** GPU-seconds that leases had held, by lease. */
  readonly held: readonly number[];
};

export class MeasuredWindow {
  private readonly world: World;
  private readonly levels: DemandLevels;
  private before: Counted;

  constructor(world: World, levels: DemandLevels) {
    this.world = world;
    this.levels = levels;
    this.before = counted(world, levels, 0);
  }

  begin(at: Seconds): void {
    this.before = counted(this.world, this.levels, at);
  }

  /** GPU-seconds of an account. */
  spent(account: number): number {
    let gpuSeconds = 0;
    for (let pool = 0; pool < this.world.ledger.pools; pool++) gpuSeconds += this.spentIn(pool, account);
    return gpuSeconds;
  }

  spentIn(pool: number, account: number): number {
    const before = this.before.ledger[pool * ACCOUNTS + account] as number;
    return this.world.ledger.integralOf(pool, account, this.world.now) - before;
  }

  /** Integral of one of the levels of demand. */
  level(which: number): number {
    return this.levels.integral(which, this.world.now) - (this.before.level[which] as number);
  }

  money(): Money {
    const now = moneyOf(this.world);
    const { money } = this.before;
    return {
      rent: now.rent - money.rent,
      credits: now.credits - money.credits,
      termination: now.termination - money.termination,
      buyOuts: now.buyOuts - money.buyOuts,
      due: now.due - money.due,
      held: now.held - money.held,
    };
  }

  /** GPU-seconds of work that runs have lost. */
  lostByRuns(): number {
    return lostByRuns(this.world) - this.before.lostWork;
  }

  /** GPU-seconds that leases had held when the window began, by lease. */
  get heldBefore(): readonly number[] {
    return this.before.held;
  }
}

const lostByRuns = (world: World): number => sum(world.runs, (run) => run.lost);

const counted = (world: World, levels: DemandLevels, at: Seconds): Counted => {
  const { ledger, plan, leases } = world;
  const spent = new Float64Array(plan.pools.length * ACCOUNTS);
  for (let i = 0; i < spent.length; i++)
    spent[i] = ledger.integralOf(Math.floor(i / ACCOUNTS), i % ACCOUNTS, at);
  const level = new Float64Array(DEMAND_LEVELS);
  for (let i = 0; i < DEMAND_LEVELS; i++) level[i] = levels.integral(i, at);
  return {
    ledger: spent,
    level,
    money: moneyOf(world),
    lostWork: lostByRuns(world),
    held: leases.map((lease) => lease.books.heldTotal),
  };
};

const moneyOf = (world: World): Money => {
  let rent = 0;
  let credits = 0;
  let termination = 0;
  let buyOuts = 0;
  let due = 0;
  let held = 0;
  for (const { books } of world.leases) {
    rent += books.rent;
    credits += books.credits;
    termination += books.termination;
    buyOuts += books.buyOut;
    due += books.dueTotal;
    held += books.heldTotal;
  }
  return { rent, credits, termination, buyOuts, due, held };
};
