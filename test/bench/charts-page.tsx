/**
 * A page of one chart with a million points, for `charts.ts`: made in the page, so that nothing of that size has
 * to travel. A click shows another part, and `taken` says how long that took until it was on the screen.
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

/** What the next click shows. */
let next: readonly [from: number, to: number] = [0, 1];

const button = document.createElement("button");
button.textContent = "Show";
button.addEventListener("click", () => shown?.(...next));
// where the pointer can be put without looking
Object.assign(button.style, { position: "fixed", inset: "0 auto auto 0", width: "40px", height: "32px" });
document.body.prepend(button);

/** Milliseconds from clicks until the screen showed what they changed, as the browser tells them. */
const told: number[] = [];
new PerformanceObserver((list) => {
  for (const { name, duration } of list.getEntries()) if (name === "click") told.push(duration);
}).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);

/** Says what the next click shows. */
const aim = (from: number, to: number): void => {
  next = [from, to];
  told.length = 0;
};

/** Milliseconds that the click took until the screen showed it, in steps of 8. */
const taken = async (): Promise<number> => {
  while (told.length === 0) await painted();
  return told[0];
};

const painted = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

/** Milliseconds for the figure alone, without drawing. */
const thin = (from: number, to: number): number => {
  const start = performance.now();
  made?.(from, to);
  return performance.now() - start;
};

Object.assign(window, { prepare, aim, taken, thin });
