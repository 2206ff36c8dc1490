/** Links hold the state of the page, and nothing that a link holds is believed before it is looked at. */
import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { BadLink, fromFragment, type Linked, toFragment } from "../../web/share/codec.ts";
import { nothingChosen } from "../../web/state/choice.ts";

const linked: Linked = {
  text: "clawback: 1\nname: Ünïcödé 🦀 \u202e\n",
  file: "my.yaml",
  choice: {
    policies: ["reactive", "ahead"],
    vary: { path: "tenants[0].contract.notice", values: ["7 days", "90 days"] },
    replications: 12,
    seed: "s",
  },
  view: { policy: 1, allMetrics: true, onlyDiffering: false, pane: "text" },
};

const packed = (json: string | Buffer): string => `1.${deflateRawSync(json).toString("base64url")}`;
const withFields = (fields: object): string =>
  packed(JSON.stringify({ t: "x", f: "f", p: [], v: [0, 0, 0, "form"], ...fields }));

describe("a link", () => {
  test("leads back to the same state", async () => {
    expect(await fromFragment(await toFragment(linked))).toEqual(linked);
  });

  test("leaves out what was not chosen", async () => {
    const plain = { ...linked, choice: nothingChosen };
    expect(await fromFragment(await toFragment(plain))).toEqual(plain);
  });

  test("needs no escaping in an address", async () => {
    expect(await toFragment(linked)).toMatch(/^[\w.-]+$/);
  });

  test("holds the largest scenario there may be", async () => {
    let seed = 1;
    const letters = Array.from({ length: 1024 * 1024 }, () => {
      seed = (Math.imul(seed, 48271) >>> 0) % 2147483647;
      return String.fromCharCode(32 + (seed % 90));
    });
    const text = letters.join("");
    expect((await fromFragment(await toFragment({ ...linked, text }))).text).toBe(text);
  });

  test.each([
    ["", "no link"],
    ["results", "no link"],
    ["2.AAAA", "another version"],
    ["1.", "damaged"],
    ["1.%41", "damaged"],
    ["1.AAAA", "damaged"],
    ["1.a", "damaged"],
    [packed("not json"), "damaged"],
    [packed(Buffer.from([0xff, 0xfe, 0x22])), "damaged"],
    [packed("null"), "does not hold"],
    [packed("[]"), "does not hold"],
    [packed('{"t":3}'), "does not hold"],
    [withFields({ f: 3 }), "file"],
    [withFields({ f: "a\u0000b" }), "file"],
    [withFields({ f: "x".repeat(201) }), "file"],
    [withFields({ p: "reactive" }), "policies"],
    [withFields({ p: [{}] }), "policies"],
    [withFields({ p: Array.from({ length: 101 }, () => "x") }), "policies"],
    [withFields({ y: "notice" }), "varies"],
    [withFields({ y: ["notice"] }), "varies"],
    [withFields({ y: ["notice", 3] }), "varies"],
    [withFields({ r: 0 }), "replications"],
    [withFields({ r: 1e9 }), "replications"],
    [withFields({ r: "30" }), "replications"],
    [withFields({ s: "" }), "seed"],
    [withFields({ s: 3 }), "seed"],
    [withFields({ v: {} }), "view"],
  ])("is refused when it is %j", async (fragment, reason) => {
    await expect(fromFragment(fragment)).rejects.toThrow(BadLink);
    await expect(fromFragment(fragment)).rejects.toThrow(reason);
  });

  test("that is cut off anywhere is refused", async () => {
    const fragment = await toFragment(linked);
    for (let length = 0; length < fragment.length; length++)
      await expect(fromFragment(fragment.slice(0, length))).rejects.toThrow(BadLink);
  });

  test("that unpacks to more than a scenario may have is refused", async () => {
    const bomb = packed(`{"t":"${"a".repeat(24 * 1024 * 1024)}"}`);
    expect(bomb.length).toBeLessThan(500_000);
    await expect(fromFragment(bomb)).rejects.toThrow("unpacks to more");
  });

  test("that is too long is refused before it is unpacked", async () => {
    await expect(fromFragment(`1.${"A".repeat(3_000_001)}`)).rejects.toThrow("too long");
  });

  test("whose letters are changed gives another state or none, never another error", async () => {
    const fragment = await toFragment(linked);
    for (let i = 2; i < fragment.length; i++) {
      const changed = `${fragment.slice(0, i)}${fragment[i] === "A" ? "B" : "A"}${fragment.slice(i + 1)}`;
      const outcome = await fromFragment(changed).catch((error: unknown) => error);
      expect(outcome instanceof BadLink || typeof (outcome as Linked).text === "string").toBe(true);
    }
  });

  test("with a view that makes no sense shows the first view", async () => {
    const { view } = await fromFragment(withFields({ v: [-1, "x", null, "elsewhere"] }));
    expect(view).toEqual({ policy: 0, allMetrics: false, onlyDiffering: false, pane: "form" });
  });
});
