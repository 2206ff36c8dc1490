import { expect, test } from "vitest";
import { fail, InvariantError } from "../../src/base/assert.ts";

test("fail throws an InvariantError with its message", () => {
  expect(() => fail("three is not four")).toThrow(new InvariantError("three is not four"));
});

test("an InvariantError names itself, so that a log shows whose fault it is", () => {
  expect(String(new InvariantError("x"))).toBe("InvariantError: x");
});
