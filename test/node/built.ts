/** The built worker: workers run built code, as users' do. Builds once when it is missing. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

export const builtWorker = (): URL => {
  const worker = new URL("../../dist/worker.js", import.meta.url);
  if (!existsSync(worker)) {
    const { status, stderr } = spawnSync("npm", ["run", "--silent", "build"], { encoding: "utf8" });
    if (status !== 0) throw new Error(`the build failed: ${stderr}`);
  }
  return worker;
};
