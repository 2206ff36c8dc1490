/**
 * Logarithm, exponential, power, sine and cosine with the same bits on every engine. `Math.log` and
 * its kin differ by an ulp between engines and versions; these use only + − × ÷ and the bit pattern
 * of doubles, which are exactly specified. Errors stay below 1 ulp.
 *
 * Method and coefficients follow Sun's fdlibm 5.3: Copyright (C) 1993–2004 by Sun Microsystems, Inc.
 * All rights reserved. Permission to use, copy, modify, and distribute this software is freely
 * granted, provided that this notice is preserved.
 */

const float = new Float64Array(1);
const half = new Int32Array(float.buffer);
float[0] = 1;
const HIGH = half[1] === 0x3ff00000 ? 1 : 0; // which half holds sign and exponent here

const LN2_HIGH = 0.6931471803691238; // trailing zeros: k × LN2_HIGH is exact
const LN2_LOW = 1.9082149292705877e-10;
const TWO_54 = 2 ** 54;

/** Powers of two, 2^-1074 at 0. A multiplication is quicker than writing an exponent into memory. */
const powersOfTwo = new Float64Array(2098);
for (let index = 0, power = 2 ** -1074; index < powersOfTwo.length; index++, power *= 2)
  powersOfTwo[index] = power;

/** The lower half of a result in two parts, until its caller fetches it. */
const lower = new Float64Array(1);

/** Natural logarithm. NaN below 0, −Infinity at 0. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x === Infinity) return x;
  let exponent = 0;
  let scaled = x;
  if (x < 2 ** -1022) {
    scaled = x * TWO_54;
    exponent = -54;
  }
  // scaled = 2^exponent × (1 + f) with √½ < 1 + f < √2
  float[0] = scaled;
  const head = half[HIGH];
  const high = head & 0xfffff;
  const shift = (head >> 20) - 1023 + ((high + 0x95f64) >> 20);
  exponent += shift;
  const f = scaled * powerOfTwo(-shift) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const even =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const rest = odd + even;
  if (((high - 0x6147a) | (0x6b851 - high)) > 0) {
    const square = 0.5 * f * f;
    return exponent * LN2_HIGH - (square - (s * (square + rest) + exponent * LN2_LOW) - f);
  }
  return exponent * LN2_HIGH - (s * (f - rest) - exponent * LN2_LOW - f);
}

/** e to the power x. Overflows to Infinity above 709.78, underflows to 0 below −745.13. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  if (x === 1) return Math.E; // the approximation below is an ulp above it
  // x = k ln 2 + (high − low), |high − low| ≤ ½ ln 2
  const magnitude = Math.abs(x);
  let k = 0;
  let high = x;
  let low = 0;
  if (magnitude > 0.5 * Math.LN2) {
    if (magnitude < 1.5 * Math.LN2) k = x > 0 ? 1 : -1;
    else k = Math.trunc(Math.LOG2E * x + (x > 0 ? 0.5 : -0.5));
    high = x - k * LN2_HIGH;
    low = k * LN2_LOW;
  } else if (magnitude < 2 ** -28) {
    return 1 + x;
  }
  const reduced = high - low;
  const c = reduced - expTail(reduced * reduced);
  if (k === 0) return 1 - ((reduced * c) / (c - 2) - reduced);
  return scale(1 - (low - (reduced * c) / (2 - c) - high), k);
}

/** x to the power y, by the rules of `**`: x^0 is 1 even for NaN, 1^±Infinity is NaN. */
export function pow(x: number, y: number): number {
  if (y === 2) return x * x;
  if (y === 1) return x;
  if (y === 0) return 1;
  if (x > 0 && x < Infinity && y > -Infinity && y < Infinity) return x === 1 ? 1 : powerOf(x, y);
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const base = Math.abs(x);
  if (base === 1 && Math.abs(y) === Infinity) return Number.NaN;
  const isNegative = x < 0 || Object.is(x, -0);
  const sign = isNegative && Math.abs(y % 2) === 1 ? -1 : 1;
  if (base === 0 || base === Infinity || Math.abs(y) === Infinity)
    return sign * (base > 1 === y > 0 ? Infinity : 0);
  if (y % 1 !== 0) return Number.NaN;
  return sign * (base === 1 ? 1 : powerOf(base, y));
}

/** The power of a finite base above 0 other than 1, to a finite exponent other than 0. */
function powerOf(base: number, y: number): number {
  if (Math.abs(y) > 2 ** 64) return base > 1 === y > 0 ? Infinity : 0;
  const logHigh = log2(base);
  // y × log2(base) in two parts, the first exact
  const yHigh = rounded(y);
  const low = (y - yHigh) * logHigh + y * lower[0];
  const high = yHigh * logHigh;
  const z = low + high;
  if (z > 1024 || (z === 1024 && low + 8.008566259537294e-17 > z - high)) return Infinity;
  if (z < -1075 || (z === -1075 && low <= z - high)) return 0;
  return exp2(z, high, low);
}

/** The binary logarithm of a positive base, to 20 bits more than a double: 21 bits, and the rest in `lower`. */
function log2(base: number): number {
  let exponent = 0;
  let scaled = base;
  if (base < 2 ** -1022) {
    scaled = base * TWO_54;
    exponent = -54;
  }
  float[0] = scaled;
  const head = half[HIGH];
  // m = scaled × 2^-shift is near its centre: 1, or 1.5 between √1.5 and √3
  const fraction = head & 0xfffff;
  const shift = (head >> 20) - 1023 + (fraction >= 0xbb67a ? 1 : 0);
  exponent += shift;
  const m = scaled * powerOfTwo(-shift);
  const isNearThreeHalves = fraction > 0x3988e && fraction < 0xbb67a;
  const centre = isNearThreeHalves ? 1.5 : 1;

  // s = (m − centre) / (m + centre) in two parts
  const u = m - centre;
  const v = 1 / (m + centre);
  const s = u * v;
  const sHigh = rounded(s);
  const tHigh = rounded(m + centre);
  const tLow = m - (tHigh - centre);
  const sLow = v * (u - sHigh * tHigh - sHigh * tLow);

  // log2(m / centre) = 2 / (3 ln 2) × (s × (3 + s²) + …)
  const s2 = s * s;
  let r =
    s2 *
    s2 *
    (0.5999999999999946 +
      s2 *
        (0.4285714285785502 +
          s2 *
            (0.33333332981837743 +
              s2 * (0.272728123808534 + s2 * (0.23066074577556175 + s2 * 0.20697501780033842)))));
  r += sLow * (sHigh + s);
  const sHigh2 = sHigh * sHigh;
  const cHigh = rounded(3 + sHigh2 + r);
  const cLow = r - (cHigh - 3 - sHigh2);
  const pBig = sHigh * cHigh;
  const pSmall = sLow * cHigh + cLow * s;
  const pHigh = rounded(pBig + pSmall);
  const pLow = pSmall - (pHigh - pBig);
  const zHigh = 0.9617967009544373 * pHigh;
  const zLow =
    -7.028461650952758e-9 * pHigh +
    pLow * 0.9617966939259756 +
    (isNearThreeHalves ? 1.350039202129749e-8 : 0);
  const centreHigh = isNearThreeHalves ? 0.5849624872207642 : 0;
  const logHigh = rounded(zHigh + zLow + centreHigh + exponent);
  lower[0] = zLow - (logHigh - exponent - centreHigh - zHigh);
  return logHigh;
}

/** 2 to the power high + low, whose rounded sum is z, −1075 ≤ z ≤ 1024. */
function exp2(z: number, high: number, low: number): number {
  const k = Math.abs(z) > 0.5 ? Math.floor(z + 0.5) : 0;
  const rest = high - k;
  const t = rounded(low + rest);
  const u = t * 0.6931471824645996;
  const v = (low - (t - rest)) * Math.LN2 + t * -1.904654299957768e-9;
  const reduced = u + v;
  const w = v - (reduced - u);
  const c = reduced - expTail(reduced * reduced);
  const r = (reduced * c) / (c - 2) - (w + reduced * w);
  return scale(1 - (r - reduced), k);
}

/** The part of the exponential's rational approximation that is even in its argument. */
function expTail(square: number): number {
  return (
    square *
    (0.16666666666666602 +
      square *
        (-0.0027777777777015593 +
          square *
            (0.00006613756321437934 + square * (-0.0000016533902205465252 + square * 4.1381367970572385e-8))))
  );
}

/** x × 2^k for x near 1 and any k that exp and pow come to; rounds once even into the subnormals. */
function scale(x: number, k: number): number {
  if (k > 1023) return x * 2 * powerOfTwo(k - 1);
  if (k < -1021) return x * powerOfTwo(k + 1000) * 2 ** -1000;
  return x * powerOfTwo(k);
}

/** 2^k, −1074 ≤ k ≤ 1023. */
function powerOfTwo(k: number): number {
  return powersOfTwo[k + 1074];
}

/** x rounded to 21 significant bits, so that the product of two such numbers is exact. */
function rounded(x: number): number {
  const split = x * 4294967297;
  return split - (split - x);
}

/** Sine of a whole turn times x: sin 2πx, exact at multiples of a quarter. NaN unless x is finite. */
export function sinTurns(x: number): number {
  const quarter = Math.floor(4 * x + 0.5);
  const rest = x - quarter / 4;
  const quadrant = quarter & 3;
  if (quadrant === 0) return sinNear(rest);
  if (quadrant === 1) return cosNear(rest);
  return quadrant === 2 ? 0 - sinNear(rest) : -cosNear(rest);
}

/** Cosine of a whole turn times x: cos 2πx, exact at multiples of a quarter. NaN unless x is finite. */
export function cosTurns(x: number): number {
  const quarter = Math.floor(4 * x + 0.5);
  const rest = x - quarter / 4;
  const quadrant = quarter & 3;
  if (quadrant === 0) return cosNear(rest);
  if (quadrant === 1) return 0 - sinNear(rest);
  return quadrant === 2 ? -cosNear(rest) : sinNear(rest);
}

const SPLIT = 2 ** 27 + 1;
const TURN = 2 * Math.PI;
const TURN_HIGH = 6.283185303211212; // TURN without its lower 27 bits
const TURN_REST = TURN - TURN_HIGH;
const TURN_LOW = 2.4492935982947064e-16; // 2π − TURN

/** 2π × turns to twice the bits of a double, what does not fit into the result in `lower`. */
function toAngle(turns: number): number {
  const split = turns * SPLIT;
  const high = split - (split - turns);
  const low = turns - high;
  const angle = turns * TURN;
  lower[0] =
    high * TURN_HIGH - angle + high * TURN_REST + low * TURN_HIGH + low * TURN_REST + turns * TURN_LOW;
  return angle;
}

/** sin 2πx for |x| ≤ 1/8. */
function sinNear(turns: number): number {
  const angle = toAngle(turns);
  const angleLow = lower[0];
  const z = angle * angle;
  const v = z * angle;
  const r =
    0.00833333333332249 +
    z *
      (-0.0001984126982985795 +
        z * (0.0000027557313707070068 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)));
  return angle - (z * (0.5 * angleLow - v * r) - angleLow - v * -0.16666666666666632);
}

/** cos 2πx for |x| ≤ 1/8. */
function cosNear(turns: number): number {
  const angle = toAngle(turns);
  const angleLow = lower[0];
  const z = angle * angle;
  const r =
    z * (0.0416666666666666 + z * (-0.001388888888887411 + z * 0.00002480158728947673)) +
    z * z * (z * z) * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11));
  const halfSquare = 0.5 * z;
  const w = 1 - halfSquare;
  return w + (1 - w - halfSquare + (z * r - angle * angleLow));
}
