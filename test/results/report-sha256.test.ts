/**
 * The hash agrees with the platform's, at every length around a block and for any text.
 */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { cspHash } from "../../src/results/report/sha256.ts";

const expected = (text: string): string =>
  `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;

test("agrees with node:crypto", () => {
  for (let length = 0; length < 200; length++)
    expect(cspHash("a".repeat(length))).toBe(expected("a".repeat(length)));
  for (const text of ["Größe €uro 😀", "\u0000\uffff", "x".repeat(1_000_003)])
    expect(cspHash(text)).toBe(expected(text));
});
