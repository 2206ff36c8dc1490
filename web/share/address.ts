/**
 * The address bar holds the state, and the state follows it: a change is written a moment after it is made,
 * a step of the browser's history is a step of the page. An address that this page did not write itself came
 * from somebody else, and what it holds is not trusted with a long run.
 */
import { effect } from "@preact/signals";
import type { PageState } from "../state/page-state.ts";
import { BadLink, fromFragment, type Linked, toFragment } from "./codec.ts";

/** Milliseconds without a change before the address is written. */
const QUIET = 400;

/** What an entry of the browser's history remembers beside the address. */
type Mark = { readonly isOwn: true; readonly isTrusted: boolean };

/** Opens what the address holds, if anything, begins the run, and keeps both in step from then on. */
export const followAddress = async (state: PageState): Promise<void> => {
  if (location.hash.length > 1) await readAddress(state);
  else state.begin(true);
  addEventListener("popstate", () => {
    if (location.hash.length > 1) void readAddress(state);
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [text, file] = [state.text.value, state.file.value];
  /** Packing takes a while, and not always the same: one after the other. */
  let writing = Promise.resolve();
  effect(() => {
    const linked = state.linked.value;
    const isTrusted = state.isTrusted.value;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const isStep = linked.text !== text || linked.file !== file;
      [text, file] = [linked.text, linked.file];
      writing = writing.then(() => writeAddress(linked, isTrusted, isStep));
    }, QUIET);
  });
};

/** The address that leads to a state, to be given away. */
export const linkTo = async (linked: Linked): Promise<string> =>
  `${location.origin}${location.pathname}${location.search}#${await toFragment(linked)}`;

const writeAddress = async (linked: Linked, isTrusted: boolean, isStep: boolean): Promise<void> => {
  const mark: Mark = { isOwn: true, isTrusted };
  try {
    const fragment = `#${await toFragment(linked)}`;
    const isFirst = location.hash.length <= 1;
    if (fragment === location.hash) history.replaceState(mark, "", fragment);
    else if (isStep && !isFirst) history.pushState(mark, "", fragment);
    else history.replaceState(mark, "", fragment);
  } catch {
    // a browser that takes no address of this length, or no more of them for now: the page works without
  }
};

const readAddress = async (state: PageState): Promise<void> => {
  const mark = history.state as Mark | null;
  try {
    const linked = await fromFragment(location.hash.slice(1));
    if (isSame(linked, state.linked.value)) {
      state.begin(mark?.isTrusted ?? false);
      return;
    }
    state.openLink(linked, { isOwn: mark?.isOwn ?? false, isTrusted: mark?.isTrusted ?? false });
  } catch (error) {
    if (!(error instanceof BadLink)) throw error;
    state.refuseLink(error.message);
  }
};

const isSame = (a: Linked, b: Linked): boolean => JSON.stringify(a) === JSON.stringify(b);
