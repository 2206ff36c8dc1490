/** Clawback for Node: files and threads on top of the library. */
export {
  presetNames,
  readPlotly,
  readResultFile,
  readScenarioFile,
  type ScenarioFile,
  writeWhole,
} from "./node/files.ts";
export { createThreadExecutor } from "./node/thread-executor.ts";
