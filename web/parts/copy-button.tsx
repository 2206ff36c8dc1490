/** Copies a text, and says so. */
import { useSignal } from "@preact/signals";

type CopyProps = { readonly text: string; readonly what: string; readonly label?: string };

export const CopyButton = ({ text, what, label = "Copy" }: CopyProps) => {
  const said = useSignal("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      said.value = "Copied";
    } catch {
      said.value = "The browser did not allow it";
    }
    setTimeout(() => {
      said.value = "";
    }, 2000);
  };
  return (
    <>
      <button type="button" class="small" onClick={() => void copy()} aria-label={`Copy ${what}`}>
        {said.value || label}
      </button>
      <span class="unseen" role="status">
        {said.value}
      </span>
    </>
  );
};
