/** Clawback for Node: files and threads on top of the library. */
export {
  presetNames,
  readPlotly,
  readResultFile,
  readScenarioFile,
  type ScenarioFile,
} from "./node/files.ts";
export { createThreadExecutor } from "./node/thread-executor.ts";
export {
  checkWritable,
  type FileText,
  isSameFile,
  writeAll,
  writeNew,
  writeWhole,
} from "./node/write-files.ts";
