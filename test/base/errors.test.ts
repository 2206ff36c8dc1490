import { expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";

test("an InputError carries all problems and tells each on a line of its own", () => {
  const problems = [
    {
      path: "tenants[3].contract.gpus",
      message: "expected a whole number",
      file: "a.yaml",
      line: 12,
      column: 7,
    },
    { path: "", message: "nothing in it" },
    { path: "seed", message: "is missing", file: "b.yaml" },
  ];
  const error = new InputError(problems);
  expect(error.problems).toBe(problems);
  expect(error.message.split("\n")).toEqual([
    "a.yaml:12:7: tenants[3].contract.gpus: expected a whole number",
    "nothing in it",
    "b.yaml: seed: is missing",
  ]);
  expect(error.name).toBe("InputError");
});
