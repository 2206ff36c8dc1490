import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Hasher, hashText } from "../../src/base/hash.ts";

const hashWords = (words: readonly number[]): string => {
  const hasher = new Hasher();
  for (const word of words) hasher.u32(word);
  return hasher.digest();
};

describe("the hash of words", () => {
  // made with the npm package murmurhash3js-revisited 3.0.0, x86.hash128 of the words' little-endian bytes
  test.each([
    [[], "00000000000000000000000000000000"],
    [[1], "cf0f20ca519c70b1519c70b1519c70b1"],
    [[1, 2], "40e85748a4321e5e7fee4e567fee4e56"],
    [[1, 2, 3], "8504721670aa166f7385e62f9204edfb"],
    [[1, 2, 3, 4], "37d6ee173d4a429d3dbb9c175b64b81d"],
    [[0x12345678, -1, 0x7fffffff, 0, 5], "22490e827403302c4ad0185fa5d23a27"],
    [Array.from({ length: 23 }, (_, i) => Math.imul(i, 0x9e3779b9)), "17332eb27dbada99c9da03b0517b7073"],
  ])("is MurmurHash3 x86_128 for %j", (words, digest) => {
    expect(hashWords(words)).toBe(digest);
  });

  test("takes signed and unsigned forms of the same bits for the same", () => {
    expect(hashWords([-1])).toBe(hashWords([0xffffffff]));
  });

  test("can be read in between without changing what follows", () => {
    const watched = new Hasher();
    for (let word = 0; word < 9; word++) {
      watched.u32(word);
      expect(watched.digest()).toBe(hashWords(Array.from({ length: word + 1 }, (_, i) => i)));
    }
  });
});

describe("the hash of a double", () => {
  const hashDouble = (x: number): string => new Hasher().f64(x).digest();

  test("sees every bit", () => {
    expect(hashDouble(1)).toBe(hashWords([0, 0x3ff00000]));
    expect(hashDouble(5e-324)).toBe(hashWords([1, 0]));
    expect(hashDouble(1 + 2 ** -52)).not.toBe(hashDouble(1));
  });

  test("takes -0 for 0 and all NaN for one", () => {
    const payload = new Float64Array(new BigUint64Array([0xfff8000000000123n]).buffer)[0];
    expect(hashDouble(-0)).toBe(hashDouble(0));
    expect(hashDouble(payload)).toBe(hashDouble(Number.NaN));
  });
});

describe("the hash of a text", () => {
  test.each([
    ["", "cc066f1f9e5178409e5178409e517840"],
    ["a", "dd2fdf66c44902d6cc9cf03ecc9cf03e"],
    ["\ud800", "27f8647e8473cabdc5f00fcec5f00fce"],
    ["Clawback", "3a931eb2a69963236a84943f6c256f96"],
  ])("of %j never changes", (text, digest) => {
    expect(hashText(text)).toBe(digest);
  });

  test("keeps apart texts in a row that are cut elsewhere", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), fc.nat(), (text, n) => {
        const cut = n % text.length;
        const inTwo = new Hasher().text(text.slice(0, cut)).text(text.slice(cut));
        expect(inTwo.digest()).not.toBe(new Hasher().text(text).text("").digest());
      }),
    );
  });
});
