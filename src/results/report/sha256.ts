/**
 * SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, in base64: what a content security policy wants to know
 * about each script and style that may run in a page. Portable and synchronous, which the platform's is not.
 */

const K = new Uint32Array(64);
const START = new Uint32Array(8);
fillConstants();

/** `sha256-…` as in a content security policy. */
export const cspHash = (text: string): string => `sha256-${base64(sha256(utf8(text)))}`;

/** The digest, 32 bytes. */
export function sha256(message: Uint8Array): Uint8Array {
  const state = START.slice();
  const schedule = new Int32Array(64);
  const padded = pad(message);
  const view = new DataView(padded.buffer);
  for (let offset = 0; offset < padded.length; offset += 64) compress(state, schedule, view, offset);
  const digest = new Uint8Array(32);
  const words = new DataView(digest.buffer);
  for (let i = 0; i < 8; i++) words.setUint32(4 * i, state[i]);
  return digest;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** The message, a 1 bit, zeros, and the length in bits, in whole blocks of 64 bytes. */
function pad(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(64 * Math.ceil((message.length + 9) / 64));
  padded.set(message);
  padded[message.length] = 0x80;
  const length = new DataView(padded.buffer, padded.length - 8);
  length.setUint32(0, Math.floor(message.length / 2 ** 29));
  length.setUint32(4, (message.length << 3) >>> 0);
  return padded;
}

function compress(state: Uint32Array, w: Int32Array, view: DataView, offset: number): void {
  for (let t = 0; t < 16; t++) w[t] = view.getInt32(offset + 4 * t);
  for (let t = 16; t < 64; t++) {
    const a = w[t - 15];
    const b = w[t - 2];
    const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
    const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
    w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as number[];
  for (let t = 0; t < 64; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] += word;
  });
}

/** First 32 bits of the fractional parts of the square roots of 8 primes and the cube roots of 64. */
function fillConstants(): void {
  const primes: number[] = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  primes.forEach((prime, i) => {
    if (i < 8) START[i] = fractionBits(prime, 2);
    K[i] = fractionBits(prime, 3);
  });
}

/** floor(2^32 × prime^(1/degree)) modulo 2^32, found bit by bit in whole numbers. */
function fractionBits(prime: number, degree: 2 | 3): number {
  const target = BigInt(prime) << BigInt(32 * degree);
  let root = 0n;
  for (let bit = 1n << 37n; bit > 0n; bit >>= 1n) {
    const next = root + bit;
    if ((degree === 2 ? next * next : next * next * next) <= target) root = next;
  }
  return Number(root & 0xffff_ffffn);
}
