/**
 * Plotly, and the only file that imports it: its half million lines are fetched after the first result. Draws a figure in the colours of a scheme, and makes pictures of it. The page's own style sheet
 * replaces the rules that Plotly would add, which a strict content security policy refuses.
 */
import type { Config, Data, Layout, PlotlyHTMLElement } from "plotly.js-dist-min";
import {
  type Chart,
  fittedLayout,
  heightOnPaper,
  label,
  PAPER,
  paint,
  palettes,
  theme,
} from "../../src/index.ts";

export type Scheme = keyof typeof palettes;

type Plotly = typeof import("plotly.js-dist-min").default;

let loading: Promise<Plotly> | undefined;
let loaded: Plotly | undefined;

/** Fetches Plotly, once. */
export const loadPlotly = async (): Promise<Plotly> => {
  for (const id of STYLES) claim(id);
  loading ??= import("plotly.js-dist-min").then((module) => module.default);
  try {
    loaded = await loading;
    return loaded;
  } catch (error) {
    loading = undefined;
    throw error;
  }
};

/** Fetches Plotly when there is nothing else to do, so that the first chart and the printer need not wait. */
export const loadInTime = (): void => {
  const load = () => void loadPlotly().catch(() => undefined);
  if (typeof requestIdleCallback === "function") requestIdleCallback(load);
  else setTimeout(load, 1000);
};

/**
 * Elements that Plotly looks for before it adds styles of its own: those of all charts, which our style sheet
 * has, and those of maps, which are not used.
 */
const STYLES = [
  "plotly.js-style-global",
  "ce8d464691048653ffe3a57c6c18ab566e8366f186677868cf724621a857b4fe",
] as const;

const claim = (id: string): void => {
  if (document.getElementById(id) !== null) return;
  const link = document.createElement("link");
  link.id = id;
  link.className = "no-inline-styles";
  document.head.append(link);
};

/** Whether figures can be drawn at once. */
export const isLoaded = (): boolean => loaded !== undefined;

const config: Partial<Config> = {
  displayModeBar: false,
  displaylogo: false,
  responsive: false,
  doubleClick: false,
  showTips: false,
};

/** Draws a figure, or draws it again; needs Plotly loaded. Zoom and hidden layers outlive a new result. */
export const draw = (element: HTMLElement, chart: Chart, scheme: Scheme, width: number): void => {
  if (loaded === undefined) return;
  const { xaxis, ...layout } = paint(fittedLayout(chart, width), palettes[scheme]);
  const part = chart.time === undefined ? "kept" : `${chart.time.from} ${chart.time.to}`;
  void loaded.react(
    element,
    paint(chart.data, palettes[scheme]) as unknown as Data[],
    {
      ...layout,
      xaxis: { ...xaxis, uirevision: part },
      width,
      template: theme(palettes[scheme]),
      dragmode: matchMedia("(pointer: coarse)").matches ? false : "zoom",
      uirevision: "kept",
    } as unknown as Partial<Layout>,
    config,
  );
  for (const svg of element.querySelectorAll(".main-svg")) svg.setAttribute("aria-hidden", "true");
};

/** The same for paper: white, as wide as a page, and if possible no higher. */
export const drawOnPaper = (element: HTMLElement, chart: Chart): void =>
  draw(
    element,
    { ...chart, layout: { ...chart.layout, height: heightOnPaper(chart) } },
    "light",
    PAPER.width,
  );

/** What a reader does with a figure. */
export type Gestures = {
  /** A point that stands for something was clicked. */
  readonly onSelect: (id: string) => void;
  /** The horizontal axis now shows this; undefined: all of it. */
  readonly onZoom: (range: readonly [string, string] | undefined) => void;
};

/** Listens to a figure that was drawn once. */
export const listen = (element: HTMLElement, gestures: Gestures): void => {
  const plot = element as unknown as PlotlyHTMLElement;
  plot.on("plotly_click", ({ points }) => {
    const id = points.map((point) => (point as { id?: unknown }).id).find((one) => typeof one === "string");
    if (typeof id === "string") gestures.onSelect(id);
  });
  plot.on("plotly_relayout", (change) => {
    const at = change as { readonly [key: string]: unknown };
    const [from, to] = [at["xaxis.range[0]"], at["xaxis.range[1]"]];
    if (typeof from === "string" && typeof to === "string") gestures.onZoom([from, to]);
  });
  plot.on("plotly_doubleclick", () => gestures.onZoom(undefined));
};

/** Forgets a figure and frees what it held. */
export const erase = (element: HTMLElement): void => loaded?.purge(element);

/** A picture of a figure with its title, for use elsewhere. */
export const pictureOf = async (
  chart: Chart,
  scheme: Scheme,
  format: "png" | "svg",
  width = 1000,
): Promise<Blob> => {
  const plotly = await loadPlotly();
  const layout = paint(chart.layout, palettes[scheme]);
  const above = 34;
  const text = await plotly.toImage(
    {
      data: paint(chart.data, palettes[scheme]) as unknown as Data[],
      layout: {
        ...layout,
        width,
        height: layout.height + above,
        margin: { ...layout.margin, t: layout.margin.t + above },
        legend: { ...layout.legend, y: 1 - above / (layout.height + above) },
        title: { text: label(chart.title, 100), x: 0, xref: "paper", y: 1, yanchor: "top", pad: { t: 10 } },
        template: theme(palettes[scheme]),
      } as unknown as Partial<Layout>,
    },
    { format, width, height: layout.height + above, scale: format === "png" ? 2 : 1, imageDataOnly: true },
  );
  if (format === "svg") return new Blob([text], { type: "image/svg+xml" });
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: "image/png" });
};
