/**
 * The text with its past and future: undo and redo over whole versions. Versions that one gesture makes, such
 * as dragging a slider or typing on, are one step.
 */

export type History = {
  readonly text: string;
  readonly past: readonly string[];
  readonly future: readonly string[];
  /** The gesture that made the text; undefined when it is finished. */
  readonly gesture: string | undefined;
};

/** Steps that can be undone; older ones are forgotten. */
const MOST_STEPS = 200;

/** A history that begins with a text. */
export const beginWith = (text: string): History => ({ text, past: [], future: [], gesture: undefined });

/**
 * A new version. It takes the place of the one before when both come from the same gesture.
 *
 * @param gesture - names what is still going on; undefined when the change is complete by itself
 */
export const changeTo = (history: History, text: string, gesture?: string): History => {
  const isSame = gesture !== undefined && gesture === history.gesture;
  if (text === history.text) return isSame ? history : { ...history, gesture };
  const past = isSame ? history.past : [...history.past, history.text].slice(-MOST_STEPS);
  return { text, past, future: [], gesture };
};

/** The gesture is over: the next change is a step of its own. */
export const settle = (history: History): History =>
  history.gesture === undefined ? history : { ...history, gesture: undefined };

/** One step back; the same when there is none. */
export const undo = (history: History): History => {
  const text = history.past.at(-1);
  if (text === undefined) return history;
  const { past, future } = history;
  return { text, past: past.slice(0, -1), future: [history.text, ...future], gesture: undefined };
};

/** One step forward again. */
export const redo = (history: History): History => {
  const [text, ...future] = history.future;
  if (text === undefined) return history;
  return { text, past: [...history.past, history.text], future, gesture: undefined };
};
