/**
 * When two written values are one and the same: as data, and as what their field takes them for.
 */
import { parseDuration } from "../../base/units.ts";
import { bare, type Schema } from "../explain/node.ts";

/** Equal as data; the order of keys plays no part. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) =>
        Object.hasOwn(b, key) &&
        isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    )
  );
}

/** Equal as data, or two ways to write one length of time: 86400 and "1 day". */
export function meansSame(schema: Schema, a: unknown, b: unknown): boolean {
  if (isSame(a, b)) return true;
  const unit = bare(schema).meta.unit;
  if (unit !== "duration" && unit !== "date or duration" && unit !== "duration or distribution") return false;
  const [first, second] = [lengthOf(a), lengthOf(b)];
  return first !== undefined && second !== undefined && isSame(first, second);
}

const lengthOf = (value: unknown) =>
  typeof value === "number" || (typeof value === "string" && /[a-z]/i.test(value))
    ? parseDuration(value)
    : undefined;
