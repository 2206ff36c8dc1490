/** `clawback worker`: works for sweeps over Redis until it is stopped. */
import { readRedisUrl, workForRedis } from "../../node.ts";
import { counted, say } from "../exit.ts";
import { interruptible } from "../interruptible.ts";
import type { WorkerFlags } from "../sweep-flags.ts";

export const worker = async (flags: WorkerFlags): Promise<void> => {
  let units = 0;
  await interruptible((signal) =>
    workForRedis(
      {
        address: readRedisUrl(flags.redisUrlFile),
        prefix: flags.prefix,
        threads: flags.jobs,
        traceFolder: flags.folder,
        lockSeconds: flags.lockSeconds,
        tell: flags.quiet ? () => {} : say,
        onUnit: () => {
          units++;
        },
      },
      signal,
    ),
  );
  if (!flags.quiet) say(`stopped after ${counted(units, "unit")}`);
};
