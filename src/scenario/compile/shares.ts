/**
 * Shares of whole accelerators. A share such as 29 % has no exact binary form, so products that are whole
 * but for rounding are taken as whole: 29 % of 325,000 is 94,250 and not one less.
 */

const SLACK = 1e-6;

/** 0.5 or "50 %" as a number from 0 to 1. */
export function shareOf(written: number | string): number {
  return typeof written === "number" ? written : percent(written) / 100;
}

/** The whole accelerators in a share of `gpus`, rounded down. */
export function floorShare(gpus: number, written: number | string): number {
  const product = exactProduct(gpus, written);
  const nearest = Math.round(product);
  return Math.abs(product - nearest) < SLACK ? nearest : Math.floor(product);
}

/** The whole accelerators that make at least a share of `gpus`. */
export function ceilShare(gpus: number, written: number | string): number {
  const product = exactProduct(gpus, written);
  const nearest = Math.round(product);
  return Math.abs(product - nearest) < SLACK ? nearest : Math.ceil(product);
}

const percent = (text: string): number => Number(text.replace("%", "").trim());

const exactProduct = (gpus: number, written: number | string): number =>
  typeof written === "number" ? gpus * written : (gpus * percent(written)) / 100;
