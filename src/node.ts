/** Clawback for Node: files and threads on top of the library. */
export {
  pageFolder,
  presetNames,
  readPlotly,
  readResultFile,
  readScenarioFile,
  type ScenarioFile,
  scenarioFolder,
} from "./node/files.ts";
export { type LoadedTraces, loadTraces } from "./node/load-traces.ts";
export { type PageServer, servePage } from "./node/page-server.ts";
export { createThreadExecutor } from "./node/thread-executor.ts";
export { loadAvailability, loadTrace, readTraceFile } from "./node/trace-files.ts";
export {
  checkWritable,
  type FileText,
  isSameFile,
  writeAll,
  writeNew,
  writeWhole,
} from "./node/write-files.ts";
