/** Independent values against their mean in theory: how far off, and how sharp the look was. */

/** Farther off than this many standard errors is wrong, one chance in two million. */
export const MOST_Z = 5;
/** Standard error over theory that any claim needs, so that a bias of 1 % shows: it is then 6.7 errors away. */
export const SHARP = 0.0015;

export type Verdict = {
  /** Distance of the mean of the values from theory, in standard errors. */
  readonly z: number;
  /** Standard error of that mean over theory. */
  readonly error: number;
};

export const againstTheory = (values: ArrayLike<number>, theory: number): Verdict => {
  let [mean, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const deviation = values[i] - mean;
    mean += deviation / (i + 1);
    squares += deviation * (values[i] - mean);
  }
  const standardError = Math.sqrt(squares / (values.length - 1) / values.length);
  return { z: (mean - theory) / standardError, error: standardError / Math.abs(theory) };
};

/** Chi-square of counts against expected ones as a standard normal variable; cells of fewer than 20 are left out. */
export const chiSquareZ = (counts: ArrayLike<number>, expected: ArrayLike<number>): number => {
  let [chiSquare, cells] = [0, -1];
  for (let i = 0; i < expected.length; i++) {
    if (expected[i] < 20) continue;
    chiSquare += (counts[i] - expected[i]) ** 2 / expected[i];
    cells++;
  }
  return (chiSquare - cells) / Math.sqrt(2 * cells);
};
