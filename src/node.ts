/** Clawback for Node: files and threads on top of the library. */
export { createThreadExecutor } from "./node/thread-executor.ts";
