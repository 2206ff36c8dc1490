/**
 * A page of one chart with a million points, for `charts.ts`: made in the page, so that nothing of that size has
 * to travel. `redraw` shows another part and says how long that took until it was on the screen.
 */
import { render } from "preact";
import { channels, type PolicyResult, queueChart, type StudyResult, utilizationChart } from "../../src/index.ts";
import { Plot } from "../../web/charts/plot.tsx";
import "../../web/charts/plotly.css";
import "../../web/charts/charts.css";

const charts = { queue: queueChart, utilization: utilizationChart };

/** Bins of a minute whose every channel wanders, so that no pixel column is flat. */
const policyOf = (bins: number): PolicyResult => {
  const values = new Float64Array(bins * channels.length);
  let state = 1;
  for (let i = 0; i < values.length; i++) {
    state = Math.imul(state, 1_103_515_245) + 12_345;
    values[i] = 1000 + ((state >>> 16) % 1000);
  }
  const series = { binSeconds: 60, bins, values };
  return { policy: "p", variant: "", replications: 1, metrics: [], tenants: [], series, fans: [], story } as PolicyResult;
};

const story = { leases: [], notices: [], programs: [], runs: [], firstShortAt: -1 };

let made: ((from: number, to: number) => void) | undefined;
let shown: ((from: number, to: number) => void) | undefined;

/** Draws a chart for the first time. */
const prepare = async (kind: keyof typeof charts, bins: number): Promise<void> => {
  const policy = policyOf(bins);
  const result = { scenario: { epoch: 1_782_864_000, horizon: bins * 60 } } as StudyResult;
  const root = document.getElementById("root");
  if (root === null) throw new Error("the page has no place for the chart");
  const chartOf = (from: number, to: number) =>
    charts[kind](result, policy, { from: from * bins * 60, to: to * bins * 60 });
  made = chartOf;
  shown = (from, to) => render(<Plot chart={chartOf(from, to)} scheme="light" />, root);
  shown(0, 1);
  while (document.querySelector(".main-svg path.js-line") === null) await painted();
  await painted();
};

/** Milliseconds from the wish to see another part of the run until the screen shows it. */
const redraw = async (from: number, to: number): Promise<number> => {
  const start = performance.now();
  shown?.(from, to);
  await painted();
  return performance.now() - start;
};

const painted = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

/** Milliseconds for the figure alone, without drawing. */
const thin = (from: number, to: number): number => {
  const start = performance.now();
  made?.(from, to);
  return performance.now() - start;
};

Object.assign(window, { prepare, redraw, thin });
