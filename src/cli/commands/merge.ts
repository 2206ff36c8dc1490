/** `clawback merge`: the journals of all shards into the study's own, and the results when nothing is missing. */

import { openStudyFolder } from "../../node.ts";
import { say } from "../exit.ts";
import { mergeShards } from "../merge.ts";
import { tellEnd } from "../sweep.ts";
import type { FolderFlags } from "../sweep-flags.ts";

export const merge = async (folder: string, flags: FolderFlags): Promise<void> => {
  const { plan } = await openStudyFolder(folder, flags.folder);
  const ended = await mergeShards(folder, plan, say);
  if (ended !== undefined) tellEnd(folder, plan, ended, flags);
};
