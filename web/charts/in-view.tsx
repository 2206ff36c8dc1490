/**
 * A chart that is made and drawn when it comes near the screen, and not before; until then its place is kept.
 * What is off screen stays as it was until it is looked at, so that a new result redraws only what is seen.
 * Paper shows everything.
 */
import { options } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Chart, Span } from "../../src/index.ts";
import type { Planned } from "./arrangement.ts";
import { Plot, type PlotProps } from "./plot.tsx";

type Props = Omit<PlotProps, "chart"> & { readonly plan: Planned; readonly part?: Span | undefined };

/** How far from the screen a chart begins to be drawn. */
const NEAR = "300px";

export const InView = ({ plan, part, ...plot }: Props) => {
  const place = useRef<HTMLDivElement>(null);
  const isNear = useNear(place);
  const made = useRef<
    { readonly plan: Planned; readonly part: Span | undefined; readonly chart: Chart } | undefined
  >(undefined);
  const last = made.current;
  if (isNear && (last?.plan !== plan || last.part !== part))
    made.current = { plan, part, chart: plan.make(part) };
  const chart = made.current?.chart;
  return (
    <div ref={place} data-chart={plan.id}>
      {chart === undefined ? (
        <div class="skeleton" style={{ height: `${plan.height}px` }} />
      ) : (
        <Plot {...plot} chart={chart} />
      )}
    </div>
  );
};

const useNear = (place: { readonly current: HTMLElement | null }): boolean => {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      (entries) => setNear(entries.some(({ isIntersecting }) => isIntersecting)),
      { rootMargin: NEAR },
    );
    observer.observe(element);
    const onPaper = () => atOnce(() => setNear(true));
    addEventListener("beforeprint", onPaper);
    return () => {
      observer.disconnect();
      removeEventListener("beforeprint", onPaper);
    };
  }, [place]);
  return isNear;
};

/** Renders what changes now instead of in a moment: paper does not wait. */
const atOnce = (change: () => void): void => {
  const before = options.debounceRendering;
  options.debounceRendering = (render) => render();
  change();
  options.debounceRendering = before;
};
