/** Clawback for Node: files and threads on top of the library. */

export { RedisError, readRedisUrl } from "./node/bullmq.ts";
export { createRedisExecutor } from "./node/bullmq-executor.ts";
export { workForRedis } from "./node/bullmq-worker.ts";
export {
  pageFolder,
  presetNames,
  readPlotly,
  readResultFile,
  readScenarioFile,
  type ScenarioFile,
  scenarioFolder,
} from "./node/files.ts";
export { type Cut, type Journal, openJournal } from "./node/journal.ts";
export { type JournalFailure, scanJournal } from "./node/journal-frames.ts";
export { type LoadedTraces, loadTraces } from "./node/load-traces.ts";
export { LockedError, ownerOf, ownerText, takeLock } from "./node/lock.ts";
export { type PageServer, servePage } from "./node/page-server.ts";
export { arrayScript, MOST_TASKS, SlurmError, submitArray, tasksLeft, waitForArray } from "./node/slurm.ts";
export { writeStaged } from "./node/staged-files.ts";
export { readStudyFile, type StudyFile } from "./node/study-files.ts";
export {
  checkStudyFolder,
  forgetResults,
  loadStudy,
  type Manifest,
  openStudyFolder,
  pathsIn,
  readManifest,
  writeStudyFolder,
} from "./node/study-folder.ts";
export {
  describeUnit,
  jobOf,
  runSweep,
  type SweepEnd,
  type SweepOptions,
  type SweepProgress,
} from "./node/sweep.ts";
export {
  journalsIn,
  recordReader,
  resultsIn,
  summariesOf,
  type Written,
  writeResults,
} from "./node/sweep-results.ts";
export { createThreadExecutor, type ThreadExecutor } from "./node/thread-executor.ts";
export { loadAvailability, loadTrace, readTraceFile } from "./node/trace-files.ts";
export { createSweepThreads } from "./node/workers.ts";
export {
  checkWritable,
  type FileText,
  isSameFile,
  writeAll,
  writeNew,
  writeWhole,
} from "./node/write-files.ts";
