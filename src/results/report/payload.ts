/**
 * Figures as compact JSON. Dates and other long arrays that several traces share are stored once, and
 * numbers keep seven digits, which no screen can tell from more. The boot script puts them back.
 */

import type { Chart } from "../figures/figure.ts";
import { heightOnPaper, narrowLayouts, PAPER } from "../figures/fit.ts";
import { type Palette, palettes, theme } from "../figures/palette.ts";

/** What the boot script reads: shared arrays first, so that figures can refer to them while being parsed. */
export type Payload = {
  readonly arrays: readonly unknown[];
  readonly figures: {
    readonly [id: string]: {
      readonly data: unknown;
      readonly layout: unknown;
      /** What changes on narrow screens, and on paper. */
      readonly narrow: unknown;
      readonly paper: { readonly width: number; readonly height: number };
    };
  };
  readonly palettes: { readonly light: Palette; readonly dark: Palette };
  readonly themes: { readonly light: object; readonly dark: object };
};

/** Arrays shorter than this are cheaper to repeat. */
const WORTH_SHARING = 16;

/** @param charts - by the id of the element that shows each; ids are ours, never a user's text */
export const payloadOf = (charts: readonly { readonly id: string; readonly chart: Chart }[]): Payload => {
  const places = new Map<string, number>();
  const arrays: unknown[] = [];
  const share = (values: readonly unknown[]): unknown => {
    const kept = values.map(rounded);
    const key = JSON.stringify(kept);
    const known = places.get(key);
    if (known !== undefined) return { $: known };
    places.set(key, arrays.length);
    arrays.push(kept);
    return { $: arrays.length - 1 };
  };
  const pack = (value: unknown): unknown => {
    if (Array.isArray(value))
      return value.length >= WORTH_SHARING && value.every(isPlain) ? share(value) : value.map(pack);
    if (typeof value !== "object" || value === null) return rounded(value);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pack(inner)]));
  };
  const figures = charts.map(({ id, chart }) => [
    id,
    {
      data: pack(chart.data),
      layout: pack(chart.layout),
      narrow: pack(narrowLayouts(chart)),
      paper: { width: PAPER.width, height: heightOnPaper(chart) },
    },
  ]);
  return {
    arrays,
    figures: Object.fromEntries(figures),
    palettes,
    themes: { light: theme(palettes.light), dark: theme(palettes.dark) },
  };
};

const isPlain = (value: unknown): boolean => typeof value === "string" || typeof value === "number";

const rounded = (value: unknown): unknown =>
  typeof value === "number" && Number.isFinite(value) && !Number.isInteger(value)
    ? Number(value.toPrecision(7))
    : value;
