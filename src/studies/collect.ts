/**
 * Takes up the results of units in the order of replications, whoever finished first, and stops where a rule says
 * that it is enough. What comes after that replication is thrown away, so that the cut into units and the
 * executor change nothing.
 */
import { fail } from "../base/assert.ts";
import type { RunResult } from "../metrics/outcome.ts";
import { PolicyAggregate } from "./aggregate.ts";
import type { StoppingRule } from "./stopping.ts";
import type { Unit, UnitResult } from "./unit.ts";

export type Collector = {
  /** Takes a result, in any order. @returns whether a rule says that it is enough */
  take(result: UnitResult): boolean;
  /** Runs taken up so far. */
  readonly done: number;
  /** By variant, then by policy. */
  readonly aggregates: readonly (readonly PolicyAggregate[])[];
};

export type CollectorTerms = {
  readonly variants: number;
  /** How many there are in each unit. */
  readonly policies: number;
  /** Takes up the same replications of all variants together, as `planWatchedUnits` has them; else unit by unit. */
  readonly isWatched: boolean;
  /** Says when it is enough; only where all variants are taken up together. */
  readonly rule: StoppingRule | undefined;
};

/** @param units - in the order in which they are to be taken up */
export const createCollector = (
  units: readonly Unit[],
  { variants, policies, isWatched, rule }: CollectorTerms,
): Collector => {
  const aggregates = Array.from({ length: variants }, () =>
    Array.from({ length: policies }, () => new PolicyAggregate()),
  );
  const together = isWatched ? variants : 1;
  const waiting = new Map<string, UnitResult>();
  let next = 0;
  let done = 0;
  let isEnough = false;
  /** The results whose turn it is, when all of them are there. */
  const nextRange = (): UnitResult[] | undefined => {
    const range = units.slice(next, next + together).map((unit) => waiting.get(keyOf(unit)));
    return next < units.length && range.every((result) => result !== undefined) ? range : undefined;
  };
  const takeUp = (range: readonly UnitResult[]): void => {
    const { from, to } = (range[0] as UnitResult).unit;
    for (let r = 0; r < to - from && !isEnough; r++) {
      const rows: Float64Array[] = [];
      for (const { unit, runs } of range) {
        for (let p = 0; p < policies; p++) {
          const run = runs[r * policies + p] as RunResult;
          (aggregates[unit.variant]?.[p] ?? fail(`no variant ${unit.variant}, policy ${p}`)).add(run);
          rows.push(run.metrics);
        }
      }
      done += rows.length;
      isEnough = rule?.add(rows) ?? false;
    }
  };
  return {
    take: (result) => {
      if (isEnough) return true;
      waiting.set(keyOf(result.unit), result);
      for (let range = nextRange(); range !== undefined && !isEnough; range = nextRange()) {
        for (const { unit } of range) waiting.delete(keyOf(unit));
        next += together;
        takeUp(range);
      }
      return isEnough;
    },
    get done() {
      return done;
    },
    aggregates,
  };
};

const keyOf = (unit: Unit): string => `${unit.variant}:${unit.from}`;
