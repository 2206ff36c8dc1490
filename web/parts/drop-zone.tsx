/** The whole page takes files that are dropped onto it, and says so while one hovers. */
import { useEffect } from "preact/hooks";
import type { Desk } from "../engine/desk-client.ts";
import { takeFiles } from "../share/take-files.ts";
import type { PageState } from "../state/page-state.ts";

type DropProps = { readonly state: PageState; readonly desk: Desk; readonly said: { value: string } };

export const DropZone = ({ state, desk, said }: DropProps) => {
  useEffect(() => {
    const mark = (isOn: boolean): void => void document.body.classList.toggle("dropping", isOn);
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      mark(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) mark(false);
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      mark(false);
      takeFiles([...(event.dataTransfer?.files ?? [])], state, desk).then(
        (sentence) => {
          said.value = sentence;
        },
        (error: unknown) => {
          said.value = error instanceof Error ? error.message : String(error);
        },
      );
    };
    const listeners = [
      ["dragover", over],
      ["dragleave", leave],
      ["drop", drop],
    ] as const;
    for (const [type, listener] of listeners) addEventListener(type, listener);
    return () => {
      for (const [type, listener] of listeners) removeEventListener(type, listener);
    };
  }, [state, desk, said]);
  return null;
};
