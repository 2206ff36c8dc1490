/** What is asked for many times in a frame happens once, with the last asking. */
import { useEffect, useRef } from "preact/hooks";

export type Frame = { request(action: () => void): void; cancel(): void };

export const useFrame = (): Frame => {
  const frame = useRef<Frame | undefined>(undefined);
  frame.current ??= newFrame();
  useEffect(() => () => frame.current?.cancel(), []);
  return frame.current;
};

const newFrame = (): Frame => {
  let handle: number | undefined;
  let latest: (() => void) | undefined;
  return {
    request(action) {
      latest = action;
      handle ??= requestAnimationFrame(() => {
        handle = undefined;
        latest?.();
      });
    },
    cancel() {
      if (handle !== undefined) cancelAnimationFrame(handle);
      handle = undefined;
      latest = undefined;
    },
  };
};
