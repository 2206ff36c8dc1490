/** Which part of the run the charts over time show: by keyboard what dragging across a chart does by hand. */
import { datesOf, type Span, type StudyResult } from "../../src/index.ts";

type Props = {
  readonly scenario: Pick<StudyResult["scenario"], "epoch" | "horizon">;
  readonly part: Span | undefined;
  readonly onPart: (part: Span | undefined) => void;
};

export const TimeControls = ({ scenario, part, onPart }: Props) => {
  const { horizon } = scenario;
  const { read } = datesOf(scenario);
  const shown = part ?? { from: 0, to: horizon };
  const go = (next: Span) => () => onPart(within(next, horizon));
  const width = shown.to - shown.from;
  const whole = shown.from <= 0 && shown.to >= horizon;
  return (
    <div class="time-controls" role="toolbar" aria-label="Dates shown">
      <button
        type="button"
        disabled={shown.from <= 0}
        onClick={go(moved(shown, -width / 2))}
        aria-label="Earlier"
      >
        ←
      </button>
      <button
        type="button"
        disabled={shown.to >= horizon}
        onClick={go(moved(shown, width / 2))}
        aria-label="Later"
      >
        →
      </button>
      <button
        type="button"
        onClick={go({ from: shown.from + width / 4, to: shown.to - width / 4 })}
        aria-label="Closer"
      >
        +
      </button>
      <button
        type="button"
        disabled={whole}
        onClick={go({ from: shown.from - width / 2, to: shown.to + width / 2 })}
        aria-label="Wider"
      >
        −
      </button>
      <button type="button" disabled={whole} onClick={() => onPart(undefined)}>
        All
      </button>
      <span class="note" aria-live="polite">
        {read(shown.from)} to {read(shown.to)}
      </span>
    </div>
  );
};

const moved = ({ from, to }: Span, by: number): Span => ({ from: from + by, to: to + by });

/** The nearest part of the run that is as long, at least a minute; undefined when that is all of it. */
export const within = ({ from, to }: Span, horizon: number): Span | undefined => {
  const width = Math.max(Math.min(60, horizon), Math.round(to - from));
  if (width >= horizon) return undefined;
  const start = Math.min(horizon - width, Math.max(0, Math.round(from)));
  return { from: start, to: start + width };
};
