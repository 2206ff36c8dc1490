/**
 * The result of a unit as bytes: a line of JSON that says what follows, then 64-bit numbers, low byte first. The same
 * unit gives the same bytes on every machine, so that two results can be compared by comparing them.
 */
import { fail } from "../../base/assert.ts";

export type UnitRecord = {
  /** One for each run: replication by replication, in each one policy by policy. */
  readonly fingerprints: readonly string[];
  readonly tenants: readonly string[];
  /** For each run the metrics in the order of all definitions, then six numbers for each tenant. */
  readonly width: number;
  readonly numbers: Float64Array;
};

/** What is kept of a tenant in each run, in this order. */
export const tenantColumns = ["rent", "heldGpuHours", "notices", "evictions", "evictedGpus", "cost"] as const;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const encodeRecord = ({ fingerprints, tenants, width, numbers }: UnitRecord): Uint8Array => {
  const head = encoder.encode(`${JSON.stringify({ fingerprints, tenants, width })}\n`);
  const bytes = new Uint8Array(head.length + 8 * numbers.length);
  bytes.set(head);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i] as number;
    view.setFloat64(head.length + 8 * i, Number.isNaN(value) ? Number.NaN : value + 0, true);
  }
  return bytes;
};

/** @throws InvariantError when the bytes are no record */
export const decodeRecord = (bytes: Uint8Array): UnitRecord => {
  const end = bytes.indexOf(10);
  if (end < 0) fail("a unit's result has no head");
  const head = JSON.parse(decoder.decode(bytes.subarray(0, end))) as Omit<UnitRecord, "numbers">;
  const count = head.width * head.fingerprints.length;
  if (bytes.length !== end + 1 + 8 * count) fail("a unit's result has the wrong length");
  const view = new DataView(bytes.buffer, bytes.byteOffset + end + 1);
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i++) numbers[i] = view.getFloat64(8 * i, true);
  return { ...head, numbers };
};
