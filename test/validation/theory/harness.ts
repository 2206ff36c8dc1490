/**
 * Theory against simulation. A model is simulated in independent replications; what they measured must agree with
 * theory by |z| < 5, must be precise enough to say so, and must disagree with a theory that is 1 % off.
 *
 * Replications may bring controls along: what was drawn, less what was to be expected. What a sample owes to them is taken
 * off by regression (control variates), which makes it precise without making it longer.
 * Controls look at what was drawn and never at the engine, which could otherwise explain its own faults away.
 */
import { afterAll, expect } from "vitest";

/** What one replication measured; the expectation of each control is 0. */
export type Sample = { readonly value: number; readonly controls: readonly number[] };

export type Agreement = { readonly mean: number; readonly error: number; readonly z: number };

export const MOST_Z = 5;
const PLANTED_BIAS = 1.01;
const lines: string[] = [];

/**
 * Simulates and compares.
 *
 * @param name - what is estimated, for the printed table
 * @param limit - the most that the standard error may be, as a share of theory
 * @param replicate - measures replication r
 */
export const estimate = (
  name: string,
  theory: number,
  limit: number,
  replicate: (r: number) => number | Sample,
  replications: number,
): Agreement => {
  const samples = Array.from({ length: replications }, (_, r) => asSample(replicate(r)));
  return agree(name, theory, limit, samples);
};

/** Holds what was measured against theory, in the three ways. */
export const agree = (name: string, theory: number, limit: number, samples: readonly Sample[]): Agreement => {
  const found = compare(samples, theory);
  const share = found.error / theory;
  const line = `${name.padEnd(66)} theory ${shown(theory)}  mean ${shown(found.mean)}  SE ${(100 * share).toFixed(3)} %  z ${found.z.toFixed(2)}`;
  lines.push(line);
  expect(share, `precision: ${line}`).toBeLessThanOrEqual(limit);
  expect(Math.abs(found.z), `agreement: ${line}`).toBeLessThan(MOST_Z);
  const twin = compare(samples, theory * PLANTED_BIAS);
  expect(Math.abs(twin.z), `a planted bias of 1 % is noticed: ${line}`).toBeGreaterThanOrEqual(MOST_Z);
  return found;
};

/** Prints what was estimated when the file is done. */
export const printEstimates = (): void => {
  afterAll(() => {
    process.stdout.write(`${lines.splice(0).join("\n")}\n`);
  });
};

const shown = (x: number): string => x.toPrecision(6).padStart(10);

export const asSample = (sample: number | Sample): Sample =>
  typeof sample === "number" ? { value: sample, controls: [] } : sample;

/** Mean with the controls taken off, its standard error, and by how many of them it is away from theory. */
export const compare = (samples: readonly Sample[], theory: number): Agreement => {
  const n = samples.length;
  const rows = samples.map(({ controls }) => [1, ...controls]);
  const values = samples.map(({ value }) => value);
  const size = rows[0].length;
  const products = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => sumOver(n, (r) => rows[r][i] * rows[r][j])),
  );
  const inverse = inverseOf(products);
  const right = Array.from({ length: size }, (_, i) => sumOver(n, (r) => rows[r][i] * values[r]));
  const fit = inverse.map((row) => sumOver(size, (j) => row[j] * right[j]));
  const squares = sumOver(n, (r) => (values[r] - sumOver(size, (i) => rows[r][i] * fit[i])) ** 2);
  const error = Math.sqrt((squares / (n - size)) * inverse[0][0]);
  return { mean: fit[0], error, z: (fit[0] - theory) / error };
};

const sumOver = (count: number, term: (index: number) => number): number => {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += term(index);
  return sum;
};

/** Inverse of a small positive definite matrix, by elimination. */
const inverseOf = (matrix: readonly (readonly number[])[]): number[][] => {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...matrix.map((_, j) => (i === j ? 1 : 0))]);
  for (let pivot = 0; pivot < size; pivot++) {
    const divisor = rows[pivot][pivot];
    rows[pivot] = rows[pivot].map((x) => x / divisor);
    for (let other = 0; other < size; other++) {
      if (other === pivot) continue;
      const factor = rows[other][pivot];
      rows[other] = rows[other].map((x, k) => x - factor * rows[pivot][k]);
    }
  }
  return rows.map((row) => row.slice(size));
};
