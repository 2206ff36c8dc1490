/** What Ctrl-C means to a command that works for a while: the first stops it in order, the second at once. */
import { Interrupted } from "./exit.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** The work that the next signal stops. */
let underWay: AbortController | undefined;
let isListening = false;

/**
 * From the first work on signals are ours until the process ends. Who stopped listening when the work is done would be killed
 * by one that comes while the last lines are written, and have no exit code.
 */
const listen = (): void => {
  if (isListening) return;
  isListening = true;
  for (const signal of SIGNALS)
    process.on(signal, () => {
      const reason = new Interrupted(signal);
      if (underWay === undefined || underWay.signal.aborted) process.exit(reason.code);
      underWay.abort(reason);
    });
};

/** Work that Ctrl-C stops; a second one, or one after it, ends the process at once. */
export const interruptible = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  listen();
  const before = underWay;
  const stop = new AbortController();
  underWay = stop;
  try {
    return await work(stop.signal);
  } finally {
    underWay = before;
  }
};
