/** What the commands of sweeps take. */
import type { CommonFlags, WorkFlags } from "./options.ts";

export type EngineFlags = {
  readonly engine: "threads" | "here" | "slurm" | "bullmq";
  readonly redisUrlFile?: string;
  readonly prefix: string;
  readonly minutes: number;
};

export type SweepFlags = WorkFlags &
  EngineFlags & {
    readonly output?: string;
    readonly fresh?: boolean;
    readonly retry?: boolean;
    readonly dryRun?: boolean;
    readonly json?: boolean;
  };

export type FolderFlags = CommonFlags & { readonly folder?: string; readonly json?: boolean };

export type ShardFlags = WorkFlags & {
  readonly index?: number;
  readonly of?: number;
  readonly unit?: string;
  readonly folder?: string;
};

export type WorkerFlags = WorkFlags & {
  readonly redisUrlFile: string;
  readonly prefix: string;
  readonly folder: string;
  readonly lockSeconds: number;
};
