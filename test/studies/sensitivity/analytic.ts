/** Functions whose sensitivities are known in closed form. */

/** Ishigami and Homma (1990), a = 7, b = 0.1, of coordinates from 0 to 1. */
export const ishigami = (point: ArrayLike<number>): number => {
  const [x, y, z] = Array.from(point, (u) => Math.PI * (2 * u - 1)) as [number, number, number];
  return Math.sin(x) + 7 * Math.sin(y) ** 2 + 0.1 * z ** 4 * Math.sin(x);
};

const v1 = 0.5 * (1 + (0.1 * Math.PI ** 4) / 5) ** 2;
const v2 = 7 ** 2 / 8;
const v13 = 0.1 ** 2 * Math.PI ** 8 * (1 / 18 - 1 / 50);
export const ishigamiVariance = v1 + v2 + v13;
export const ishigamiFirst = [v1, v2, 0].map((v) => v / ishigamiVariance);
export const ishigamiTotal = [v1 + v13, v2, v13].map((v) => v / ishigamiVariance);

/** The G-function of Sobol with the coefficients of Saltelli and Sobol (1995): the smaller, the more important. */
export const coefficients = [0, 1, 4.5, 9, 99, 99, 99, 99];
export const gFunction = (point: ArrayLike<number>): number =>
  coefficients.reduce(
    (product, a, i) => (product * (Math.abs(4 * (point[i] as number) - 2) + a)) / (1 + a),
    1,
  );

const partial = coefficients.map((a) => 1 / (3 * (1 + a) ** 2));
const gVariance = partial.reduce((product, v) => product * (1 + v), 1) - 1;
export const gFirst = partial.map((v) => v / gVariance);
export const gTotal = partial.map((v) => (v * (gVariance + 1)) / (1 + v) / gVariance);
