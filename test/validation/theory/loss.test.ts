/** Systems that turn away what cannot start, or wait, at once. */
import { test } from "vitest";
import { lossModels } from "./cases/loss.ts";
import { agree, printEstimates } from "./harness.ts";
import { LIMIT, SEED } from "./model.ts";

printEstimates();

test.each(lossModels.map((one) => [one.title, one] as const))("%s", (_, one) => {
  for (const { name, theory, samples } of one.estimates(SEED)) agree(name, theory, LIMIT, samples);
});
