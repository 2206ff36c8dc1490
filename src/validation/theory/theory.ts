/**
 * The closed forms under one name, as the library offers them: what a simulation must agree with, and what answers
 * the simplest questions without one.
 */
import { erlangB, erlangC, meanResponse, meanWait, waitExceeds } from "./erlang.ts";
import {
  bestInterval,
  dalyOptimum,
  gangMtbf,
  meanInterruptions,
  productiveShare,
  timeFromScratch,
  timeWithCheckpoints,
  timeWithSafeRestarts,
  youngOptimum,
} from "./failures.ts";
import { finiteQueue } from "./finite-queue.ts";
import { meanInService, meanInServiceAfter, poissonProbability } from "./infinite-server.ts";
import { meanNumber, meanTime } from "./little.ts";
import { machineRepair } from "./machine-repair.ts";
import { setUpOfConstantRuns, setUpOfExponentialRuns, waitWithSetUp } from "./notice-set-up.ts";
import { preemptiveLoss, preemptiveWaiting } from "./preemption.ts";
import { constantService, exponentialService, hyperexponentialService, uniformService } from "./service.ts";
import { nonPreemptive, pollaczekKhinchine, preemptiveResume } from "./single-server.ts";

export const theory = {
  erlangB,
  erlangC,
  meanWait,
  meanResponse,
  waitExceeds,
  finiteQueue,
  machineRepair,
  meanInService,
  meanInServiceAfter,
  poissonProbability,
  preemptiveWaiting,
  preemptiveLoss,
  pollaczekKhinchine,
  preemptiveResume,
  nonPreemptive,
  waitWithSetUp,
  setUpOfExponentialRuns,
  setUpOfConstantRuns,
  gangMtbf,
  timeFromScratch,
  timeWithSafeRestarts,
  meanInterruptions,
  timeWithCheckpoints,
  productiveShare,
  youngOptimum,
  dalyOptimum,
  bestInterval,
  meanNumber,
  meanTime,
  exponentialService,
  constantService,
  uniformService,
  hyperexponentialService,
} as const;
