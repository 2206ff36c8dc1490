/**
 * Figures fitted to the width they are drawn in. On a narrow one the legend takes several rows, so the plot
 * begins lower and the figure grows by as much; axes get fewer ticks, and names of lengths stand aslant.
 */
import type { Chart, Layout } from "./figure.ts";

/** Narrower than this, in pixels, a figure is laid out anew. */
export const NARROW = 620;

/** Widths that a report knows beforehand, each good up to `below`. */
const STEPS = [
  { below: 400, width: 320 },
  { below: 500, width: 400 },
  { below: NARROW, width: 500 },
] as const;

/** Pixels of a page of paper between its margins, and of its height what a figure may have below its heading. */
export const PAPER = { width: 680, height: 880 } as const;

/** A figure this many times as high as that can be pressed into a page and read. */
const PRESSED = 1.5;

/** How high a figure is on paper: what is a little too high for a page is pressed into it, what is far too high goes on over several. */
export const heightOnPaper = ({ layout: { height } }: Pick<Chart, "layout">): number =>
  height > PRESSED * PAPER.height ? height : Math.min(height, PAPER.height);

type Figure = Pick<Chart, "data" | "layout">;

/** The layout of a figure at a width in pixels. */
export const fittedLayout = (figure: Figure, width: number): Layout =>
  width < NARROW ? { ...figure.layout, ...narrowed(figure, width) } : figure.layout;

/** What changes on narrow screens, for whoever cannot ask `fittedLayout` when the width is known. */
export const narrowLayouts = (
  figure: Figure,
): readonly { readonly below: number; readonly layout: Partial<Layout> }[] =>
  STEPS.map(({ below, width }) => ({ below, layout: narrowed(figure, width) }));

const narrowed = ({ data, layout }: Figure, width: number): Pick<Layout, "margin" | "height" | "xaxis"> => {
  const entries = layout.showlegend ? data.filter(({ showlegend }) => showlegend !== false).length : 0;
  const legend = Math.round(Math.max(0, (entries * 150) / width - 1.2) * 20);
  const { margin, xaxis } = layout;
  const aslant = xaxis?.type === "log" ? 28 : 0;
  return {
    margin: { ...margin, t: margin.t + legend, b: margin.b + aslant },
    height: layout.height + legend + aslant,
    xaxis:
      aslant > 0
        ? { ...xaxis, tickangle: -60 }
        : xaxis?.nticks === undefined
          ? xaxis
          : { ...xaxis, nticks: Math.min(5, xaxis.nticks) },
  };
};
