/** Two classes of jobs that all get served, with preemption and without. */
import { test } from "vitest";
import { priorityModels } from "./cases/priorities.ts";
import { agree, printEstimates } from "./harness.ts";
import { LIMIT, SEED } from "./model.ts";

printEstimates();

test.each(priorityModels.map((one) => [one.title, one] as const))("%s", (_, one) => {
  for (const { name, theory, samples } of one.estimates(SEED)) agree(name, theory, LIMIT, samples);
});
