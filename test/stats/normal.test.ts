import { expect, test } from "vitest";
import { normalQuantile } from "../../src/random/normal-quantile.ts";
import { normalCdf } from "../../src/stats/normal.ts";

test.each([
  [0, 0.5],
  [1, 0.8413447460685429],
  [-1, 0.15865525393145707],
  [1.959963984540054, 0.975],
  [-2.9999, 0.001350341282954924],
  [-3.0001, 0.0013494549132607183],
  [-6.5, 4.016000583859118e-11],
  [-10, 7.61985302416052e-24],
  [8, 0.9999999999999993],
])("the normal distribution function at %s is %s", (x, p) => {
  expect(Math.abs(normalCdf(x) - p)).toBeLessThan(1e-14);
  expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(1e-11);
});

test("it undoes the quantile", () => {
  for (let p = 0.001; p < 1; p += 0.0137)
    expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(1e-14);
});
