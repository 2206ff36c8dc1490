/**
 * Files that are dropped onto the page or chosen: a scenario replaces the text, a saved result is shown, a
 * trace goes to the desk, where scenarios find it by its name; one that no scenario names gets a scenario of its
 * own. Nothing is sent anywhere.
 */
import { type Desk, Refused } from "../engine/desk-client.ts";
import { nothingChosen } from "../state/choice.ts";
import type { PageState } from "../state/page-state.ts";

/** A scenario may have 1 MiB; a saved result what a browser can take. */
const MOST_SCENARIO_BYTES = 1024 * 1024 + 1;
const MOST_RESULT_BYTES = 256 * 1024 * 1024;

/** Takes the files, and says in a sentence what became of them. */
export const takeFiles = async (files: readonly File[], state: PageState, desk: Desk): Promise<string> => {
  const traces = files.filter(({ name }) => /\.(?:swf|csv|txt)(?:\.gz)?$|\.gz$/i.test(name));
  const [other] = files.filter((file) => !traces.includes(file));
  if (traces.length > 0) {
    await desk.ask("files", { files: traces.map((file) => ({ name: file.name, blob: file })) });
  }
  const ready = `${traces.map(({ name }) => name).join(", ")}: ready for scenarios that name it.`;
  const said = traces.length === 0 ? [] : [ready];
  if (other !== undefined) said.push(await takeOther(other, state, desk));
  else if (traces.some(({ name }) => state.text.value.includes(name))) state.again();
  else if (traces[0] !== undefined) said.push(await openAround(traces[0].name, state, desk));
  return said.join(" ");
};

/** A scenario around a trace. */
const openAround = async (name: string, state: PageState, desk: Desk): Promise<string> => {
  try {
    const text = await desk.ask("traceScenario", { name });
    state.open({ text, file: `${name.replace(/\.(?:swf|csv|txt|gz)/gi, "")}.yaml`, choice: nothingChosen });
    return "A scenario around it is open; the size of its cluster is a first guess unless the file says it.";
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
};

const takeOther = async (file: File, state: PageState, desk: Desk): Promise<string> => {
  if (file.size > MOST_RESULT_BYTES) return `${file.name} is too large: at most 256 MiB are read.`;
  const text = await file.text();
  if (/\.json$/i.test(file.name) && text.slice(0, 2000).includes('"clawback-result/')) {
    try {
      state.showImported(await desk.ask("import", { text }));
      return `${file.name}: an imported result is shown.`;
    } catch (error) {
      if (error instanceof Refused) return `${file.name}: ${error.message}`;
      throw error;
    }
  }
  if (file.size > MOST_SCENARIO_BYTES) return `${file.name} is too large: a scenario has at most 1 MiB.`;
  state.open({ text, file: file.name, choice: nothingChosen });
  return `${file.name} is open.`;
};
