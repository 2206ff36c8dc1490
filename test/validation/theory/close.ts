/** What closed forms are held to: equality but for rounding. */
import { expect } from "vitest";

/** Equal but for rounding, or within another share of what is expected. */
export const expectClose = (found: number, expected: number, relative = 1e-12): void => {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
};
