/** `clawback plan`: a study's folder for any engine, and how to run its shards there. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { unitCount } from "../../index.ts";
import { checkStudyFolder, pathsIn, takeLock, writeAll, writeStudyFolder } from "../../node.ts";
import { quoted } from "../arguments.ts";
import { counted, escaped } from "../exit.ts";
import type { CommonFlags } from "../options.ts";
import { kubernetesManifest, parallelLine } from "../shard-engines.ts";
import { defaultFolder, readStudy } from "../sweep.ts";

export const plan = async (
  name: string,
  flags: CommonFlags & { readonly output?: string; readonly shards: number },
): Promise<void> => {
  const { plan: sweep, traceFolder } = await readStudy(name, flags);
  const folder = flags.output ?? defaultFolder(name, sweep);
  checkStudyFolder(folder);
  const shards = Math.min(flags.shards, unitCount(sweep));
  mkdirSync(folder, { recursive: true });
  const lock = takeLock(pathsIn(folder).lock, "clawback plan", () => {});
  try {
    writeStudyFolder(folder, sweep, { file: name, traceFolder });
    const manifest = join(folder, "kubernetes.yaml");
    writeAll([{ path: manifest, text: kubernetesManifest(sweep.study.name, shards) }]);
    const lines = [
      `${counted(unitCount(sweep), "unit")} in ${folder}, for ${counted(shards, "shard")}`,
      "",
      "here, or wherever the folder is shared:",
      `  ${quoted(["clawback", "shard", folder, "--index"])} 1 --of ${shards}    # and so on to ${shards}`,
      "with GNU parallel:",
      `  ${parallelLine(folder, shards)}`,
      "with Kubernetes, where the folder is a volume (not run by us):",
      `  kubectl apply -f ${quoted([manifest])}`,
      "then:",
      `  ${quoted(["clawback", "merge", folder])}`,
    ];
    process.stdout.write(`${escaped(lines.join("\n"))}\n`);
  } finally {
    lock.release();
  }
};
