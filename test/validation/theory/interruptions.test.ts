/** Work that is interrupted: by more important jobs, by failures, with and without checkpoints. */
import { expect, test } from "vitest";
import { checkpoints, interruptionModels } from "./cases/interruptions.ts";
import { agree, compare, printEstimates } from "./harness.ts";
import { LIMIT, SEED } from "./model.ts";

printEstimates();

test.each(interruptionModels.map((one) => [one.title, one] as const))("%s", (_, one) => {
  for (const { name, theory, samples } of one.estimates(SEED)) agree(name, theory, LIMIT, samples);
});

test("of three intervals between checkpoints Young's is the shortest way to the end", () => {
  const [shorter, chosen, longer] = checkpoints.estimates(SEED).map(({ samples }) => samples);
  for (const other of [shorter, longer]) {
    const differences = chosen.map(({ value }, r) => ({ value: other[r].value - value, controls: [] }));
    expect(compare(differences, 0).z).toBeGreaterThan(5);
  }
});
