/** Stretches of time as bars on rows: who has how much from when to when. Bars, because shapes are slow to zoom. */
import { caption, type Label, label } from "../label.ts";
import type { Dates } from "./dates.ts";
import type { Marker, Trace } from "./figure.ts";
import { fixed } from "./numbers.ts";

/** A bar: place of its row from the top, seconds, and where in the row it lies and how thick it is. */
export type RowBar = {
  readonly row: number;
  readonly who: string;
  readonly from: number;
  readonly to: number;
  readonly gpus: number;
  readonly low: number;
  readonly thick: number;
};

/** One trace of bars of one kind; none when there are no bars. */
export const rowBars = (
  name: string,
  marker: Marker,
  bars: readonly RowBar[],
  { axis, read }: Dates,
): Trace[] =>
  bars.length === 0
    ? []
    : [
        {
          type: "bar",
          orientation: "h",
          name: label(name),
          y: bars.map(({ row }) => -row),
          base: bars.map(({ from }) => axis(from)),
          x: bars.map(({ from, to }) => (to - from) * 1000),
          offset: bars.map(({ low }) => low),
          width: bars.map(({ thick }) => thick),
          marker: { ...marker, line: { width: 0 } },
          customdata: bars.map(({ who, gpus, from, to }): Label[] => [
            label(who, 40),
            label(`${fixed(gpus)} GPUs`),
            label(`${read(from)} to ${read(to)}`),
          ]),
          hovertemplate: caption`%{customdata[0]}<br>${label(name)}: %{customdata[1]}<br>%{customdata[2]}<extra></extra>`,
        },
      ];
