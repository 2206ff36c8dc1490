/**
 * A portable 128-bit hash: MurmurHash3 x86_128 (Austin Appleby, public domain), seed 0, fed with
 * 32-bit words taken as little-endian bytes. Integer arithmetic only, so that fingerprints and stream
 * names come out the same on every engine. It guards against accidents, not against an adversary.
 */

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

const float = new DataView(new ArrayBuffer(8));

/** The hash of a text as 32 hexadecimal digits. Any text, lone surrogates included; equal texts only by accident. */
export function hashText(text: string): string {
  return new Hasher().text(text).digest();
}

/** Hashes a sequence of numbers and texts. Feeding is incremental, and `digest` may be read at any time. */
export class Hasher {
  private readonly state = new Int32Array(4);
  private readonly block = new Int32Array(4);
  private length = 0; // words fed so far, modulo 2^32

  /** Feeds a 32-bit integer; signed and unsigned forms of the same bits are the same. */
  u32(word: number): this {
    const place = this.length & 3;
    this.block[place] = word;
    this.length = (this.length + 1) | 0;
    if (place === 3) this.mix(this.block[0], this.block[1], this.block[2], word);
    return this;
  }

  /** Feeds four 32-bit integers, as four calls of `u32` would. */
  four(a: number, b: number, c: number, d: number): this {
    if ((this.length & 3) !== 0) return this.u32(a).u32(b).u32(c).u32(d);
    this.length = (this.length + 4) | 0;
    this.mix(a, b, c, d);
    return this;
  }

  /** Feeds a double, bit by bit, except that -0 counts as 0 and all NaN are one. */
  f64(x: number): this {
    float.setFloat64(0, Number.isNaN(x) ? Number.NaN : x + 0, true);
    if (Number.isNaN(x)) return this.u32(0).u32(0x7ff80000);
    return this.u32(float.getInt32(0, true)).u32(float.getInt32(4, true));
  }

  /** Feeds a text: its length, then its UTF-16 code units, two a word. */
  text(text: string): this {
    const even = text.length & ~1;
    this.u32(text.length);
    for (let i = 0; i < even; i += 2) this.u32(text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16));
    return even < text.length ? this.u32(text.charCodeAt(even)) : this;
  }

  /** The hash of everything fed so far, as 32 hexadecimal digits. Changes nothing. */
  digest(): string {
    let [h1, h2, h3, h4] = this.state as unknown as [number, number, number, number];
    const [k1, k2, k3, k4] = this.block as unknown as [number, number, number, number];
    const rest = this.length & 3;
    if (rest > 3) h4 ^= Math.imul(rotate(Math.imul(k4, C4), 18), C1);
    if (rest > 2) h3 ^= Math.imul(rotate(Math.imul(k3, C3), 17), C4);
    if (rest > 1) h2 ^= Math.imul(rotate(Math.imul(k2, C2), 16), C3);
    if (rest > 0) h1 ^= Math.imul(rotate(Math.imul(k1, C1), 15), C2);
    const bytes = this.length << 2;
    h1 ^= bytes;
    h2 ^= bytes;
    h3 ^= bytes;
    h4 ^= bytes;
    h1 = (h1 + h2 + h3 + h4) | 0;
    h2 = finish(h2 + h1);
    h3 = finish(h3 + h1);
    h4 = finish(h4 + h1);
    h1 = (finish(h1) + h2 + h3 + h4) | 0;
    return hex(h1) + hex(h2 + h1) + hex(h3 + h1) + hex(h4 + h1);
  }

  private mix(k1: number, k2: number, k3: number, k4: number): void {
    const state = this.state;
    let h1 = state[0];
    let h2 = state[1];
    let h3 = state[2];
    let h4 = state[3];
    h1 ^= Math.imul(rotate(Math.imul(k1, C1), 15), C2);
    h1 = (Math.imul((rotate(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotate(Math.imul(k2, C2), 16), C3);
    h2 = (Math.imul((rotate(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotate(Math.imul(k3, C3), 17), C4);
    h3 = (Math.imul((rotate(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(rotate(Math.imul(k4, C4), 18), C1);
    h4 = (Math.imul((rotate(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
    state[0] = h1;
    state[1] = h2;
    state[2] = h3;
    state[3] = h4;
  }
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** Each input bit changes each output bit with probability one half. */
function finish(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
