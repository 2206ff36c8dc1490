/**
 * Fragments of links that nobody's page made: letters by chance, real links changed, packed data that is no state of a page, and bombs.
 */
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";

const packed = (json: string | Uint8Array): string => `1.${deflateRawSync(json).toString("base64url")}`;

const sound = packed(
  JSON.stringify({
    t: "clawback: 1\nname: Ünïcödé 🦀\n",
    f: "my.yaml",
    p: ["reactive", "ahead"],
    y: ["tenants[0].contract.notice", "7 days", "90 days"],
    r: 12,
    s: "s",
    v: [1, 1, 0, "text"],
  }),
);

const LETTERS = fc.constantFrom(..."ABCXYZabcxyz0189-_.=+/%&#?");

const junk = fc.array(LETTERS, { maxLength: 80 }).map((letters) => letters.join(""));

const versioned = fc
  .tuple(fc.constantFrom("1.", "0.", "2.", "01.", "1", "", "1..", "9999.", "__proto__."), junk)
  .map(([version, letters]) => version + letters);

const changed = fc
  .array(fc.tuple(fc.nat(sound.length), fc.nat(6), LETTERS), { minLength: 1, maxLength: 4 })
  .map((edits) =>
    edits.reduce((link, [at, length, letter]) => link.slice(0, at) + letter + link.slice(at + length), sound),
  );

const bytes = fc.uint8Array({ maxLength: 120 }).map(packed);
const unpackable = fc
  .uint8Array({ maxLength: 120 })
  .map((data) => `1.${Buffer.from(data).toString("base64url")}`);

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    "",
    "x",
    "\u0000",
    "../x",
    "\u202e",
    1,
    0,
    -1,
    1e308,
    12,
    null,
    [],
    {},
    ["a", "b"],
    [1, 1, 1],
  ),
);

const fields = fc
  .record(
    { t: value, f: value, p: value, y: value, r: value, s: value, v: value, x: value },
    { requiredKeys: [] },
  )
  .map((state) => packed(JSON.stringify(state)));

const plausible = fc
  .record({ t: fc.string({ maxLength: 40 }), f: fc.string({ maxLength: 12 }) })
  .chain((base) => value.map((odd) => packed(JSON.stringify({ ...base, p: odd, v: [] }))));

const deep = fc
  .integer({ min: 1, max: 20_000 })
  .map((levels) => packed(`${"[".repeat(levels)}${"]".repeat(levels)}`));

/** What holds a scenario and two hundred thousand times its size. */
const bombs = [3, 16, 64].map((mebibytes) =>
  packed(`{"t":"${"a".repeat(mebibytes * 1024 * 1024)}","f":"f"}`),
);

export const fragments: fc.Arbitrary<string> = fc.oneof(
  { weight: 10, arbitrary: junk },
  { weight: 10, arbitrary: versioned },
  { weight: 30, arbitrary: changed },
  { weight: 10, arbitrary: bytes },
  { weight: 10, arbitrary: unpackable },
  { weight: 20, arbitrary: fields },
  { weight: 20, arbitrary: plausible },
  { weight: 1, arbitrary: deep },
);

export { bombs };
