/** The tests over an engine with one fault in it, which is named by its number in PLANTED. */
import { defineConfig } from "vitest/config";
import { type Fault, faults } from "./faults.ts";

const planted: Fault | undefined = faults[Number(process.env.PLANTED)];

/** Enough for what a layer asserts of all its scenarios together to hold. */
const runsOf = (id: string): number => (id.includes("/money.") ? 250 : id.includes("/oracle/") ? 150 : 20);

export default defineConfig({
  plugins: [
    {
      name: "plant",
      enforce: "pre",
      transform(code, id) {
        // Forty times all scenarios would take hours; a fault that needs more than these is hard to call caught.
        if (/\/test\/(properties|oracle)\/[^/]*\.test\.ts$/.test(id))
          return code.replace(/const RUNS = .*;/, `const RUNS = ${runsOf(id)};`);
        return planted !== undefined && id.endsWith(`/src/${planted.file}`)
          ? code.replace(planted.find, () => planted.replace)
          : undefined;
      },
    },
  ],
  test: {
    watch: false,
    environment: "node",
    testTimeout: 60_000,
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/planted/quick.ts"],
  },
});
