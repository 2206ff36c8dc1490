/**
 * One line through all charts over time, at the second that the reader points at in any of them. All of them
 * have the same margins, so the line stands at the same place in each.
 */
import { useEffect } from "preact/hooks";
import type { Span } from "../../src/index.ts";

type Props = {
  readonly time: Span;
  /** Where the axis begins and ends, in pixels. */
  readonly left: number;
  readonly right: number;
  readonly at: number | undefined;
  readonly over: { readonly current: HTMLElement | null };
  readonly onPoint?: ((at: number | undefined) => void) | undefined;
};

export const HoverLine = ({ time, left, right, at, over, onPoint }: Props) => {
  const { from, to } = time;
  useEffect(() => {
    const element = over.current;
    if (element === null || onPoint === undefined) return;
    const move = (event: PointerEvent) => {
      const x = event.clientX - element.getBoundingClientRect().left;
      onPoint(x < left || x > right ? undefined : from + ((x - left) / (right - left)) * (to - from));
    };
    const leave = () => onPoint(undefined);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerleave", leave);
    return () => {
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerleave", leave);
    };
  }, [over, onPoint, left, right, from, to]);
  if (at === undefined || at < from || at > to) return null;
  const x = left + ((at - from) / (to - from)) * (right - left);
  return <div class="hover-line" style={{ transform: `translateX(${x}px)` }} />;
};
