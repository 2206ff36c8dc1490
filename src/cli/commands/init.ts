/** `clawback init`: a small scenario to start from. */
import { writeNew } from "../../node.ts";
import { quoted } from "../arguments.ts";
import { escaped, UsageError } from "../exit.ts";
import type { CommonFlags } from "../options.ts";

export const init = async (file: string, flags: CommonFlags): Promise<void> => {
  try {
    writeNew(file, STARTER);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new UsageError(`${file} is there already; nothing was written`);
  }
  if (!flags.quiet)
    process.stdout.write(`${escaped(file)} written; try: clawback compare ${escaped(quoted([file]))}\n`);
};

const STARTER = `# A cluster, one internal program, one tenant. Change a number and run it again:
#   clawback compare THIS-FILE
# All fields with their defaults: clawback show THIS-FILE --resolved
clawback: 1
name: My cluster
question: If our own demand doubles in a year, when must the tenant get notice?
start: 2026-01-01
horizon: 12 months
seed: my-cluster
replications: 30

cluster:
  pools:
    - { name: main, gpus: 10000 }

internal:
  - name: training
    demand:
      kind: level
      base: 5000 # accelerators wanted at the start
      growth: 2 # times a year
      noise: { halfLife: 30 days, sigma: 0.15 }

tenants:
  - name: tenant
    contract:
      gpus: 4000
      term: 24 months
      lockout: 91 days # no notice before this
      notice: 90 days # of either side
      fee: { perGpuHour: 2.5 }
      minQuantity: 0 # it may be shrunk to any size

values:
  internalGpuHour: 5 # what an accelerator-hour of met demand is worth to you

policies:
  reactive: {} # calls what is missing today
  ahead: {} # calls what the forecast says will be missing
  never: {} # leaves the tenant alone
`;
