/** Systems in which everybody is served in the end, in the order of arrival. */
import { expect, test } from "vitest";
import type { Observer } from "../../../src/index.ts";
import { waitingModels } from "./cases/waiting.ts";
import { agree, printEstimates } from "./harness.ts";
import { exponential } from "./laws.ts";
import { LIMIT, SEED } from "./model.ts";
import { poisson, program, SERVICE, scenario, simulateAll } from "./simulated.ts";

printEstimates();

test.each(waitingModels.map((one) => [one.title, one] as const))("%s", (_, one) => {
  for (const { name, theory, samples } of one.estimates(SEED)) agree(name, theory, LIMIT, samples);
});

test("Little's law holds to the GPU-second: the queue over time is the sum of all waits", () => {
  const horizon = 2000 * SERVICE;
  const load = 2.8;
  let queue = 0;
  let since = 0;
  let integral = 0;
  const found = simulateAll(
    scenario({
      gpus: 3,
      horizon,
      internal: [program("one", 100, { arrivals: poisson(load / SERVICE), work: exponential(SERVICE).work })],
    }),
    ({ table, firstStart }) => {
      integral += queue * (horizon - since);
      const observed = integral;
      [queue, since, integral] = [0, 0, 0];
      let waits = 0;
      for (let job = 0; job < table.count; job++)
        waits += (firstStart[job] < 0 ? horizon : firstStart[job]) - table.submit[job];
      return { observed, waits };
    },
    8,
    (): Observer => ({
      jobChanged: (at, _job, change) => {
        integral += queue * (at - since);
        since = at;
        if (change === "submitted") queue++;
        else if (change === "started") queue--;
      },
    }),
  );
  for (const { observed, waits } of found) {
    expect(observed).toBe(waits);
    expect(waits).toBeGreaterThan(1e8);
  }
});
