/** The foot of the page: what it promises, and the manual, whose reader is fetched when it is asked for. */
import { useState } from "preact/hooks";
import type { Manual } from "../manual/manual.tsx";

let fetched: typeof Manual | undefined;

export const Foot = () => {
  const [name, open] = useState<string>();
  const [problem, tell] = useState("");
  const show = async (page: string): Promise<void> => {
    try {
      fetched ??= (await import("../manual/manual.tsx")).Manual;
      open(page);
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  };
  const Fetched = fetched;
  return (
    <footer class="foot">
      <p>
        Everything is computed in this browser; nothing leaves it. The manual:{" "}
        {manual.map(([page, title], i) => (
          <span key={page}>
            {i > 0 && " · "}
            <button type="button" class="link" onClick={() => void show(page)}>
              {title}
            </button>
          </span>
        ))}
      </p>
      {problem !== "" && (
        <p role="alert">
          The manual could not be opened: {problem}. Its files lie{" "}
          <a href="./docs/index.md">beside the page</a>.
        </p>
      )}
      {name !== undefined && Fetched !== undefined && (
        <Fetched name={name} onOpen={open} onClose={() => open(undefined)} />
      )}
    </footer>
  );
};

/** Pages of the manual that a reader of the page asks for first. */
const manual: readonly (readonly [string, string])[] = [
  ["index", "contents"],
  ["page", "this page"],
  ["model", "what is simulated"],
  ["policies", "policies"],
  ["metrics", "metrics"],
  ["scenario-fields", "all fields"],
  ["limits", "limits"],
];
