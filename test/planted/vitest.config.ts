/** The tests over an engine with one fault in it, which is named by its number in PLANTED. */
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { type Fault, faults } from "./faults.ts";

const planted: Fault | undefined = faults[Number(process.env.PLANTED)];

export default defineConfig({
  plugins: [
    {
      name: "plant",
      enforce: "pre",
      transform(code, id) {
        return planted !== undefined && id.endsWith(`/src/${planted.file}`)
          ? code.replace(planted.find, () => planted.replace)
          : undefined;
      },
    },
  ],
  test: {
    watch: false,
    environment: "node",
    maxWorkers: availableParallelism(),
    // Forty times all scenarios would take hours; a fault that needs more than these is hard to call caught.
    env: { CLAWBACK_RELATION_RUNS: "20", CLAWBACK_MONEY_RUNS: "40", CLAWBACK_ORACLE_RUNS: "150" },
    testTimeout: 60_000,
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/planted/quick.ts"],
  },
});
