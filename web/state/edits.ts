/** Edits by controls: the desk writes each into the text, one after the other, so that comments and order stay. */
import type { ReadonlySignal } from "@preact/signals";
import type { Desk } from "../engine/desk-client.ts";

/** Sets one value in the text; see `editText`. Edits that are not final are one step with those after them. */
export type Edit = (path: string, value: string, isFinal: boolean) => void;

export const createEdits = (
  desk: Desk,
  text: ReadonlySignal<string>,
  onEdited: (next: string, path: string, isFinal: boolean) => void,
  onError: (error: unknown) => void,
): Edit => {
  /** Edits that were not sent yet: of each place the last, because a slider is quicker than the desk. */
  const edits = new Map<string, { readonly value: string; readonly isFinal: boolean }>();
  let isEditing = false;

  const editAll = async (): Promise<void> => {
    if (isEditing) return;
    isEditing = true;
    try {
      for (const [path, { value, isFinal }] of edits) {
        edits.delete(path);
        const from = text.value;
        const next = await desk.ask("edit", { text: from, path, value });
        // somebody has written meanwhile: the edit is made to what stands there now
        if (text.value !== from) {
          if (!edits.has(path)) edits.set(path, { value, isFinal });
          continue;
        }
        onEdited(next, path, isFinal);
      }
    } catch (error) {
      onError(error);
    } finally {
      isEditing = false;
      if (edits.size > 0) void editAll();
    }
  };

  return (path, value, isFinal) => {
    edits.set(path, { value, isFinal });
    void editAll();
  };
};
