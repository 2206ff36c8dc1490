/** What one run is made of: a plan, a policy, and what was drawn for its replication. */
import type { Simulator } from "../kernel/simulator.ts";
import type { Generator } from "../random/generator.ts";
import type { FailurePath } from "./block-failures.ts";
import type { Prospect } from "./deals.ts";
import type { Admission, QueueDiscipline, ReclaimPolicy, RefillPolicy, VictimRule } from "./decisions.ts";
import type { LevelPath } from "./internal.ts";
import type { JobTable } from "./job-table.ts";
import type { MarketPath } from "./market.ts";
import type { Observer } from "./observer.ts";
import type { Plan, PolicySettings, Seconds } from "./types.ts";
import type { World } from "./world.ts";

export type EngineInput = {
  readonly plan: Plan;
  readonly policy: PolicySettings;
  readonly reclaim: ReclaimPolicy;
  /** How much may be let again; default: what is free when nobody inside is short. */
  readonly refill?: RefillPolicy | undefined;
  /** One path for each level source, in the order of the programs and their sources. */
  readonly paths: readonly LevelPath[];
  /** What fails block by block, for each pool; default: nothing. */
  readonly failures?: readonly (FailurePath | undefined)[] | undefined;
  readonly stream: (entity: string, purpose: string) => Generator;
  /** The market's price; default: it stands still. */
  readonly market?: MarketPath | undefined;
  /** Who comes along the pipeline, in order; default: nobody. */
  readonly prospects?: readonly Prospect[] | undefined;
  /** Jobs of all streams; default: none. */
  readonly jobs?: JobTable | undefined;
  /** How queues are served, and whom a job preempts first; needed when there are jobs. */
  readonly discipline?: QueueDiscipline | undefined;
  readonly victims?: VictimRule | undefined;
  /** How much tenants' jobs may hold; default: what is free. */
  readonly admission?: Admission<unknown> | undefined;
  /** Made with the world, so that it can read it. */
  readonly observe: (world: World) => Observer;
  /** Whether policies record their reasons. */
  readonly explain: boolean;
  /** Seconds between samples; 0 for none. */
  readonly sampleEvery: Seconds;
  /** An agenda to use again; it is emptied first. Default: a new one. */
  readonly simulator?: Simulator | undefined;
};
