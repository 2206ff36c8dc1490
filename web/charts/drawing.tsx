/**
 * The drawn part of a chart: as wide as its place, redrawn when its figure, the scheme or the width changes,
 * on white for paper. While Plotly is on its way the place is kept, so that nothing jumps.
 */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Chart, fittedLayout, type Span } from "../../src/index.ts";
import { HoverLine } from "./hover-line.tsx";
import { isOnPaper } from "./paper.ts";
import {
  draw,
  drawOnPaper,
  erase,
  type Gestures,
  isLoaded,
  listen,
  loadPlotly,
  type Scheme,
} from "./plotly.ts";

export type DrawingProps = {
  readonly chart: Chart;
  readonly scheme: Scheme;
  /** What a screen reader says of the picture. */
  readonly name: string;
  readonly onSelect?: ((id: string) => void) | undefined;
  /** A part of the run was chosen, or all of it. */
  readonly onZoom?: ((part: Span | undefined) => void) | undefined;
  /** The second that the reader points at, in this chart or another one over time. */
  readonly pointed?: number | undefined;
  readonly onPoint?: ((at: number | undefined) => void) | undefined;
};

export const Drawing = (props: DrawingProps) => {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const width = useWidth(place);
  const [state, setState] = useState<"waiting" | "ready" | "failed">(isLoaded() ? "ready" : "waiting");
  const { chart, scheme } = props;

  useEffect(() => {
    if (state !== "waiting") return;
    loadPlotly().then(
      () => setState("ready"),
      () => setState("failed"),
    );
  }, [state]);

  useLayoutEffect(() => {
    const element = place.current;
    if (element === null || width === 0 || state !== "ready") return;
    const isNew = !element.classList.contains("js-plotly-plot");
    redraw(element, { chart, scheme }, width);
    if (isNew) listen(element, gesturesOf(latest));
  }, [chart, scheme, width, state]);

  useEffect(() => {
    const again = () => redraw(place.current, latest.current, place.current?.clientWidth ?? 0);
    addEventListener("beforeprint", again);
    addEventListener("afterprint", again);
    const element = place.current;
    return () => {
      removeEventListener("beforeprint", again);
      removeEventListener("afterprint", again);
      if (element !== null) erase(element);
    };
  }, []);

  const { height, margin } = fittedLayout(chart, width === 0 ? 1000 : width);
  return (
    <div class="drawing" style={{ minHeight: `${height}px` }}>
      <div
        ref={place}
        role="img"
        aria-label={props.name}
        class={state === "ready" ? "chart" : "chart skeleton"}
      />
      {state === "failed" ? (
        <p class="note" role="status">
          The drawing could not be loaded; the table has the same numbers.{" "}
          <button type="button" onClick={() => setState("waiting")}>
            Try again
          </button>
        </p>
      ) : undefined}
      {chart.time === undefined || width === 0 ? undefined : (
        <HoverLine
          time={chart.time}
          left={margin.l}
          right={width - margin.r}
          at={props.pointed}
          over={place}
          onPoint={props.onPoint}
        />
      )}
    </div>
  );
};

const gesturesOf = (latest: { readonly current: DrawingProps }): Gestures => ({
  onSelect: (id) => latest.current.onSelect?.(id),
  onZoom: (range) => {
    const { chart, onZoom } = latest.current;
    if (chart.time === undefined) return;
    onZoom?.(range === undefined ? undefined : partOf(range, chart.time));
  },
});

/** Dates of an axis as seconds of the run, inside of it. */
export const partOf = (
  range: readonly [string, string],
  { epoch, horizon }: NonNullable<Chart["time"]>,
): Span | undefined => {
  const [from, to] = range.map((date) =>
    Math.min(horizon, Math.max(0, Math.round(Date.parse(`${date.replace(" ", "T")}Z`) / 1000) - epoch)),
  );
  return to > from ? { from, to } : undefined;
};

/** For the screen, or for paper. */
const redraw = (
  element: HTMLElement | null,
  { chart, scheme }: Pick<DrawingProps, "chart" | "scheme">,
  width: number,
): void => {
  if (element === null || width === 0 || !isLoaded()) return;
  if (isOnPaper()) drawOnPaper(element, chart);
  else draw(element, chart, scheme, width);
};

/** The width of an element in whole pixels, followed as it changes. */
const useWidth = (place: { readonly current: HTMLElement | null }): number => {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return width;
};
