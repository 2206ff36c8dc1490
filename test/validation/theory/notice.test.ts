/** What a notice costs the owner: one server that tenants always want, lent with a notice. */
import { test } from "vitest";
import { noticeModels } from "./cases/notice.ts";
import { agree, printEstimates } from "./harness.ts";
import { LIMIT, SEED } from "./model.ts";

printEstimates();

test.each(noticeModels.map((one) => [one.title, one] as const))("%s", (_, one) => {
  for (const { name, theory, samples } of one.estimates(SEED)) agree(name, theory, LIMIT, samples);
});
