/** Results on their way into a page, as text that keeps typed arrays and numbers that are none. */

export const packed = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => {
    if (inner instanceof Float64Array) return { floats: Array.from(inner, String) };
    return typeof inner === "number" && !Number.isFinite(inner) ? { number: String(inner) } : inner;
  });

export const unpacked = (text: string): unknown =>
  JSON.parse(text, (_, inner) => {
    if (inner === null || typeof inner !== "object") return inner;
    if (Array.isArray(inner.floats)) return Float64Array.from(inner.floats, Number);
    return typeof inner.number === "string" ? Number(inner.number) : inner;
  });
