/**
 * Internal programs and their sources of demand; what comes as jobs is compiled in `jobs.ts`.
 */
import type { DemandSpec, LevelDemand, PoolChoice, Program, RunSpec, RunsDemand } from "../../model/types.ts";
import { pow } from "../../random/elementary.ts";
import type {
  InternalJobsSpec,
  LevelSpec,
  PoolChoiceSpec,
  PoolSpec,
  ProgramSpec,
  RunsSpec,
} from "../schema.ts";
import { blockOf, inBlocks } from "./pools.ts";
import { shareOf } from "./shares.ts";
import { momentSeconds, spanSeconds } from "./times.ts";

const HOUR = 3600;

type SourceSpec = LevelSpec | RunsSpec | InternalJobsSpec;

/** One source of demand, or several, as a list. */
export const sourcesOf = ({ demand }: ProgramSpec): readonly SourceSpec[] =>
  Array.isArray(demand) ? demand : [demand];

/** Whether a source is a stream of jobs. */
export const isJobs = (source: SourceSpec): source is InternalJobsSpec =>
  source.kind !== "level" && source.kind !== "runs";

export function compileProgram(spec: ProgramSpec, pools: readonly PoolSpec[], epoch: number): Program {
  return {
    name: spec.name,
    priority: spec.priority,
    weight: spec.weight,
    sources: sourcesOf(spec).flatMap((source): DemandSpec[] => {
      if (isJobs(source)) return [];
      const choice = compilePoolChoice(source.pools, pools);
      return [
        source.kind === "level"
          ? compileLevel(source, choice, epoch)
          : compileRuns(source, choice, blockOf(choice.map(({ pool }) => pools[pool])), epoch),
      ];
    }),
  };
}

function compilePoolChoice(spec: PoolChoiceSpec | undefined, pools: readonly PoolSpec[]): PoolChoice {
  if (spec === undefined) return pools.map((_, pool) => ({ pool, ratio: 1 }));
  return spec.map((choice) => {
    const { pool, ratio } = typeof choice === "string" ? { pool: choice, ratio: 1 } : choice;
    return { pool: pools.findIndex(({ name }) => name === pool), ratio };
  });
}

function compileLevel(spec: LevelSpec, pools: PoolChoice, epoch: number): LevelDemand {
  return {
    kind: "level",
    base: spec.base,
    growth: spec.growth,
    every: spanSeconds(spec.every, epoch),
    daily: spec.season?.daily,
    weekend: spec.season?.weekly?.weekend ?? 1,
    noise: spec.noise && { halfLife: spanSeconds(spec.noise.halfLife, epoch), sigma: spec.noise.sigma },
    shocks: spec.shocks && {
      perYear: spec.shocks.perYear,
      least: spec.shocks.size[0],
      most: spec.shocks.size[1],
      lasts: spanSeconds(spec.shocks.lasts, epoch),
    },
    steps: spec.steps.map(({ at, gpus }) => ({ at: momentSeconds(at, 0, epoch), value: gpus })),
    factor: spec.scale * pow(spec.speedup, spec.rebound - 1),
    own: spec.own,
    pools,
  };
}

function compileRuns(spec: RunsSpec, pools: PoolChoice, block: number, epoch: number): RunsDemand {
  return { kind: "runs", runs: spec.runs.map((run) => compileRun(run, block, epoch)), pools };
}

function compileRun(spec: RunsSpec["runs"][number], block: number, epoch: number): RunSpec {
  const start = momentSeconds(spec.start, 0, epoch);
  const span = (written: string | number): number => spanSeconds(written, epoch + start);
  const gpus = inBlocks(spec.gpus, block);
  return {
    name: spec.name,
    start,
    gpus,
    minGpus: inBlocks(spec.minGpus ?? spec.gpus, block),
    block,
    work:
      spec.duration === undefined
        ? Math.max(1, Math.round((spec.work ?? 0) * HOUR))
        : span(spec.duration) * gpus,
    notice: span(spec.notice),
    delivered: shareOf(spec.delivered),
    checkpointEvery: spec.checkpoint === undefined ? 0 : span(spec.checkpoint.every),
    checkpointCost: spec.checkpoint === undefined ? 0 : span(spec.checkpoint.cost),
    restart: span(spec.restart),
    patience: spec.patience === undefined ? Number.POSITIVE_INFINITY : span(spec.patience),
  };
}
