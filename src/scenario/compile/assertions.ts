/** The assertions of a scenario as a list, each read. Scenarios are checked before: what cannot be read is our bug. */
import { fail } from "../../base/assert.ts";
import { type Expression, isReadable, parseExpression } from "../assert/expression.ts";
import type { AssertionSpec, AssertionsSpec } from "../assert-schema.ts";

export type Assertion = Expression & {
  /** As written. */
  readonly text: string;
  /** Of which policy; "*": each that is run; undefined: the first that is run. */
  readonly policy: string | undefined;
  readonly on: "mean" | "low" | "high" | "sure";
};

/** One assertion, or several, as a list. */
export const assertionsOf = (spec: AssertionsSpec): readonly AssertionSpec[] =>
  Array.isArray(spec) ? spec : [spec];

export const compileAssertions = (spec: AssertionsSpec): Assertion[] =>
  assertionsOf(spec).map((written) => {
    const { that, policy, on } =
      typeof written === "string" ? { that: written, policy: undefined, on: "mean" as const } : written;
    const read = parseExpression(that);
    return isReadable(read) ? { ...read, text: that, policy, on } : fail(`not an assertion: ${that}`);
  });
