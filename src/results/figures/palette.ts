/**
 * Colours by what they mean. Figures name them (`@internal`), and whoever draws looks the name up for the
 * scheme in use, so that one figure serves light and dark. Hues are those of Okabe and Ito, which stay
 * apart in all common kinds of colour blindness; patterns and symbols repeat what colour says.
 */

const light = {
  ink: "#1b2430",
  muted: "#566172",
  grid: "#e4e8ed",
  background: "#ffffff",
  raised: "#ffffff",
  internal: "#0072b2",
  external: "#56b4e9",
  firm: "#009e73",
  noticed: "#e69f00",
  noticedInk: "#7a5200",
  stranded: "#cc79a7",
  strandedInk: "#7d3c61",
  free: "#dde2e8",
  lost: "#7b8794",
  lostInk: "#3c4652",
  unmet: "#d55e00",
  unmetFill: "rgba(213,94,0,0.12)",
  veil: "rgba(255,255,255,0.62)",
  unmetBand: "rgba(213,94,0,0.18)",
  unmetCore: "rgba(213,94,0,0.34)",
  demandBand: "rgba(0,114,178,0.15)",
  demandCore: "rgba(0,114,178,0.30)",
  callable: "#0072b2",
  callableFill: "rgba(86,180,233,0.28)",
  clear: "rgba(0,0,0,0)",
  series1: "#0072b2",
  series2: "#d55e00",
  series3: "#009e73",
  series4: "#a8527f",
  series5: "#b07800",
  series6: "#2b93c9",
};

/** A scheme: what each name looks like. */
export type Palette = { readonly [K in keyof typeof light]: string };

/** A name of the palette, as figures carry it. */
export type Color = `@${keyof Palette}`;

const dark: Palette = {
  ink: "#e7ebf0",
  muted: "#a2adbb",
  grid: "#2a323d",
  background: "#14181e",
  raised: "#1b212a",
  internal: "#3a97d3",
  external: "#8fcdf2",
  firm: "#1fae86",
  noticed: "#efb02e",
  noticedInk: "#4f3500",
  stranded: "#d78fb8",
  strandedInk: "#5c2845",
  free: "#343e4a",
  lost: "#7d8998",
  lostInk: "#20262e",
  unmet: "#ff7f33",
  unmetFill: "rgba(255,127,51,0.14)",
  veil: "rgba(20,24,30,0.55)",
  unmetBand: "rgba(255,127,51,0.20)",
  unmetCore: "rgba(255,127,51,0.38)",
  demandBand: "rgba(86,180,233,0.16)",
  demandCore: "rgba(86,180,233,0.32)",
  callable: "#56b4e9",
  callableFill: "rgba(86,180,233,0.20)",
  clear: "rgba(0,0,0,0)",
  series1: "#56b4e9",
  series2: "#ff7f33",
  series3: "#2cc79b",
  series4: "#df9dc1",
  series5: "#efb02e",
  series6: "#9fc9e8",
};

export const palettes = { light, dark } as const satisfies { readonly [name: string]: Palette };

const serial = ["@series1", "@series2", "@series3", "@series4", "@series5", "@series6"] as const;
const symbols = ["circle", "square", "diamond", "triangle-up", "star", "hexagon"] as const;
const dashes = ["solid", "dash", "dot", "dashdot", "longdash"] as const;

/** Colour, symbol and dash of the k-th of several things of one kind; they repeat only together after thirty. */
export const kth = (k: number) => ({
  color: serial[k % serial.length],
  symbol: symbols[(k + Math.floor(k / serial.length)) % symbols.length],
  dash: dashes[k % dashes.length],
});

/** What all figures of a scheme have in common: a Plotly template. */
export const theme = (palette: Palette) => {
  const axis = {
    gridcolor: palette.grid,
    linecolor: palette.muted,
    zerolinecolor: palette.grid,
    tickcolor: palette.background,
    tickfont: { color: palette.muted, size: 12 },
    title: { font: { color: palette.muted, size: 12 } },
    automargin: false,
  };
  return {
    layout: {
      font: {
        family: "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
        size: 13,
        color: palette.ink,
      },
      paper_bgcolor: palette.background,
      plot_bgcolor: palette.background,
      xaxis: axis,
      yaxis: axis,
      legend: { font: { color: palette.ink, size: 12 }, bgcolor: palette.clear },
      hoverlabel: {
        bgcolor: palette.raised,
        bordercolor: palette.muted,
        font: { color: palette.ink, size: 12 },
      },
      modebar: { bgcolor: palette.clear, color: palette.muted, activecolor: palette.ink },
    },
  };
};

/**
 * The value with every named colour looked up. Names stand only in fields called `…color` and in a
 * `colorscale`, so a label that happens to read `@ink` stays a label. Long columns of numbers and texts are
 * passed on, not copied.
 */
export const paint = <T>(value: T, palette: Palette): T => painted(value, "", palette) as T;

const painted = (value: unknown, key: string, palette: Palette): unknown => {
  if (typeof value === "string")
    return value.startsWith("@") && /color$/i.test(key) ? palette[value.slice(1) as keyof Palette] : value;
  if (key === "colorscale")
    return (value as [number, Color][]).map(([at, name]) => [at, palette[name.slice(1) as keyof Palette]]);
  if (Array.isArray(value))
    return typeof value[0] === "object" && value[0] !== null
      ? value.map((inner) => painted(inner, "", palette))
      : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, painted(inner, name, palette)]),
  );
};
