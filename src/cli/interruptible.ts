/** What Ctrl-C means to a command that works for a while: the first stops it in order, the second at once. */
import { Interrupted } from "./exit.ts";

/** Work that Ctrl-C stops; a second one ends the process at once. */
export const interruptible = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const stop = new AbortController();
  const signals = (["SIGINT", "SIGTERM"] as const).map((signal) => {
    const listener = (): void => {
      if (stop.signal.aborted) process.exit(new Interrupted(signal).code);
      stop.abort(new Interrupted(signal));
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  try {
    return await work(stop.signal);
  } finally {
    for (const off of signals) off();
  }
};
