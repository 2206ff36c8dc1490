/** Capacity that fails block by block and is mended. */
import { test } from "vitest";
import { capacityModels } from "./cases/capacity.ts";
import { agree, printEstimates } from "./harness.ts";
import { LIMIT, SEED } from "./model.ts";

printEstimates();

test.each(capacityModels.map((one) => [one.title, one] as const))("%s", (_, one) => {
  for (const { name, theory, samples } of one.estimates(SEED)) agree(name, theory, LIMIT, samples);
});
